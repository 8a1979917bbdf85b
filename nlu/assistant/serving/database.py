"""The database of the conversations: SQLite with write-ahead logging, or PostgreSQL with a schema of our own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import QueuePool

SCHEMA = "rasa"
"""In PostgreSQL our tables live in a schema of their own: the gateway may share the database."""

_PATIENCE_S = 5
_NOTICE_THE_LOST = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
_FILE = "file"


def connect(address: str) -> Engine:
    """An engine for the URL. Nothing is opened yet."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        options = {"timeout": _PATIENCE_S, "check_same_thread": False}
        engine = sa.create_engine(url, poolclass=QueuePool, pool_size=1, max_overflow=2, connect_args=options)
        event.listen(engine, "connect", _write_ahead)
        event.listen(engine, "checkout", _still_the_same_file)
        return engine
    options = {
        "connect_timeout": _PATIENCE_S,
        "options": f"-c search_path={SCHEMA} -c statement_timeout={_PATIENCE_S * 1000} {_NOTICE_THE_LOST}",
    }
    return sa.create_engine(
        url.set(drivername="postgresql+psycopg2"), pool_pre_ping=True, pool_size=2, connect_args=options
    )


def make_tables(engine: Engine, metadata: Any) -> None:
    """Make what is missing; several processes may do so at once. A role that may make no schemas finds its own."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(7235501)"))
            if SCHEMA not in sa.inspect(connection).get_schema_names():
                connection.execute(sa.text(f"CREATE SCHEMA {SCHEMA}"))
        metadata.create_all(connection)


def _write_ahead(connection: Any, record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA secure_delete=ON")
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    record.info[_FILE] = path, _identity(path)


def _still_the_same_file(_: Any, record: Any, __: Any) -> None:
    """A kept connection would go on writing into a file that was deleted or moved: open the one that is there."""
    path, opened = record.info[_FILE]
    if opened != _identity(path):
        raise DisconnectionError


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
