"""Conversations in SQL, without Rasa's silent retreat into memory.

Rasa wraps every tracker store so that it goes on in memory when the database is away, and answers 200. ``inner``
takes the wrapping off again, so that a fault is a fault and the gateway asks its plain questions instead.
"""

from __future__ import annotations

import os
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from sqlalchemy import event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import NullPool

TRACKER_URL = "ARZI_RASA__TRACKER_URL"
SCHEMA = "rasa"
"""In PostgreSQL our tables live in a schema of their own: the gateway may share the database."""

_PATIENCE_S = 5


class Trackers(SQLTrackerStore):
    """Rasa's SQL tracker store on the database named in the environment: SQLite (WAL) or PostgreSQL."""

    def __init__(self, domain: Any = None, event_broker: Any = None, **_: Any) -> None:
        """Makes no connection: the tables are made on first use, so that Rasa starts while the database is away."""
        self.engine = _engine(os.environ[TRACKER_URL])
        self.sessionmaker = sessionmaker(bind=self.engine)
        self._ready = False
        TrackerStore.__init__(self, domain, event_broker)

    def session_scope(self) -> Any:
        """A session, on tables that are there."""
        if not self._ready:
            _make_tables(self.engine, self.Base.metadata)
            self._ready = True
        return super().session_scope()

    def check(self) -> None:
        """Raises SQLAlchemyError when the database cannot be read and written."""
        with self.session_scope() as session:
            session.query(self.SQLEvent.id).limit(1).all()


def inner(store: Any) -> TrackerStore:
    """The store itself, out of Rasa's wrappers."""
    while hasattr(store, "_tracker_store"):
        store = store._tracker_store
    return store


def _engine(address: str) -> Engine:
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        engine = sa.create_engine(url, poolclass=NullPool, connect_args={"timeout": _PATIENCE_S})
        event.listen(engine, "connect", _write_ahead)
        return engine
    options = f"-c search_path={SCHEMA} -c statement_timeout={_PATIENCE_S * 1000}"
    return sa.create_engine(
        url.set(drivername="postgresql+psycopg2"),
        pool_pre_ping=True,
        pool_size=5,
        connect_args={"connect_timeout": _PATIENCE_S, "options": options},
    )


def _write_ahead(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


def _make_tables(engine: Engine, metadata: Any) -> None:
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(7235501)"))
            connection.execute(sa.text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
        metadata.create_all(connection)
