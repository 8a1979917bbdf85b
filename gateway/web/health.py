"""/healthz: the process lives. /readyz: what it needs is there, part by part, truthfully."""

from collections.abc import Callable

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from core.errors import ArziError
from gateway.house import House


def blueprint(house: House) -> Blueprint:
    """The two pages for load balancers and people on call."""
    pages = Blueprint("health", __name__)

    @pages.get("/healthz")
    def alive() -> Response:
        return Response("ok\n", content_type="text/plain")

    @pages.get("/readyz")
    def ready() -> tuple[Response, int]:
        needed = {"database": _state(lambda: _database(house))}
        helpful = {"queue": _state(house.queue.ping), "dialogue": _state(house.engine.ping)}
        answer = jsonify({**needed, **helpful})
        return answer, 200 if all(state == "ok" for state in needed.values()) else 503

    return pages


def _database(house: House) -> None:
    with house.store.read() as session:
        session.execute(text("SELECT 1"))


def _state(check: Callable[[], None]) -> str:
    try:
        check()
    except ArziError as error:
        return error.kind
    return "ok"
