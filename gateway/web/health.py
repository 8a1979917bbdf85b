"""/healthz: the process lives. /readyz: what it needs is there, part by part, truthfully."""

import shutil
from collections.abc import Callable
from contextlib import suppress

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from core.errors import ArziError, NotFound
from core.store.road import beats
from gateway.house import House

LOW_BYTES = 500 * 1024 * 1024
SILENT_S = 60


def blueprint(house: House) -> Blueprint:
    """The two pages for load balancers and people on call."""
    pages = Blueprint("health", __name__)

    @pages.get("/healthz")
    def alive() -> Response:
        return Response("ok\n", content_type="text/plain")

    @pages.get("/readyz")
    def ready() -> tuple[Response, int]:
        needed = {"database": _state(lambda: _database(house)), "evidence": _state(lambda: _evidence(house))}
        helpful = {"queue": _state(house.queue.ping), "dialogue": _state(house.engine.ping), "disk": _disk(house)}
        answer = jsonify({**needed, **helpful, **_processes(house)})
        return answer, 200 if all(state == "ok" for state in needed.values()) else 503

    return pages


def _database(house: House) -> None:
    with house.store.read() as session:
        session.execute(text("SELECT 1"))


def _evidence(house: House) -> None:
    # Got, not asked if it exists: only then an object store tells a bucket that is gone from an object that is.
    with suppress(NotFound):
        house.store.blobs.get("0" * 64)


def _disk(house: House) -> str:
    """The fullest of the disks on which this machine writes."""
    free = min((shutil.disk_usage(folder).free for folder in house.folders if folder.exists()), default=LOW_BYTES)
    return "ok" if free >= LOW_BYTES else f"low: {free // 1024**2} MiB free"


def _processes(house: House) -> dict[str, str]:
    """Each kind of process that lived of late: does it still?"""
    try:
        with house.store.read() as session:
            ages = beats.ages(session, house.clock.now())
    except ArziError:
        return {}
    return {kind: "ok" if age < SILENT_S else f"silent for {age:.0f} s" for kind, age in sorted(ages.items())}


def _state(check: Callable[[], object]) -> str:
    try:
        check()
    except ArziError as error:
        return error.kind
    return "ok"
