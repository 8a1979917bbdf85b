"""/healthz: the process lives. /readyz: what it needs is there, part by part, truthfully."""

import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from core.errors import ArziError, NotFound
from core.store.engine import Store
from core.store.revisions import tables_of
from gateway.house import House
from gateway.running import alive

LOW_BYTES = 500 * 1024 * 1024


def blueprint(house: House) -> Blueprint:
    """The two pages for load balancers and people on call."""
    pages = Blueprint("health", __name__)

    @pages.get("/healthz")
    def alive() -> Response:
        return Response("ok\n", content_type="text/plain")

    @pages.get("/readyz")
    def ready() -> tuple[Response, int]:
        tables, usable = _tables(house.store)
        needed = {
            "database": _state(lambda: _database(house.store)),
            "evidence": _state(lambda: _evidence(house.store)),
        }
        helpful = {"queue": _state(house.queue.ping), "dialogue": _state(house.engine.ping), "disk": _disk(house)}
        answer = jsonify({**needed, "tables": tables, **helpful, **_processes(house)})
        return answer, 200 if usable and all(state == "ok" for state in needed.values()) else 503

    return pages


def _database(store: Store) -> None:
    with store.read() as session:
        session.execute(text("SELECT 1"))


def _tables(store: Store) -> tuple[str, bool]:
    """Do they fit this version, and can they be used? Newer ones can: while machines are brought to a new version, one
    after the other, the webs of the old one serve on."""
    try:
        with store.read() as session:
            tables = tables_of(session)
    except ArziError as error:
        return error.kind, False
    return str(tables), tables.usable


def _evidence(store: Store) -> None:
    # Got, not asked if it exists: only then an object store tells a bucket that is gone from an object that is.
    with suppress(NotFound):
        store.blobs.get("0" * 64)


def _disk(house: House) -> str:
    """The fullest of the disks on which this machine writes."""
    free = min((shutil.disk_usage(folder).free for folder in house.folders if folder.exists()), default=LOW_BYTES)
    return "ok" if free >= LOW_BYTES else f"low: {free // 1024**2} MiB free"


def _processes(house: House) -> Mapping[str, str]:
    """Each kind of process that ought to live or lived of late: does it?"""
    try:
        with house.store.read() as session:
            return alive.states(house, session)
    except ArziError:
        return {}


def _state(check: Callable[[], object]) -> str:
    try:
        check()
    except ArziError as error:
        return error.kind
    return "ok"
