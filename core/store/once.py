"""Single statements that the road runs for every message. They are made once: making one takes longer than running it.

They go past the session's objects: what the session holds unwritten is not written first.
"""

import functools
from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Table, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.store.tables import Base


def insert_once(session: Session, table: type[Base], values: Mapping[str, Any], *, key: tuple[str, ...]) -> Any | None:
    """Insert and return the primary key's first column, or None when a row with this ``key`` is there already."""
    connection = session.connection()
    return connection.execute(_insert_once(table, key, connection.dialect.name), dict(values)).scalar_one_or_none()


def insert(session: Session, table: type[Base], values: Mapping[str, Any]) -> None:
    """Insert a row."""
    session.connection().execute(cast(Table, table.__table__).insert(), dict(values))


def put(session: Session, table: type[Base], values: Mapping[str, Any], *, key: str, but: tuple[str, ...] = ()) -> None:
    """Insert a row, or change the one that has this ``key``; of that one, ``but`` these columns."""
    connection = session.connection()
    changed = tuple(name for name in values if name != key and name not in but)
    connection.execute(_put(table, key, changed, connection.dialect.name), dict(values))


@functools.cache
def _insert_once(table: type[Base], key: tuple[str, ...], dialect: str) -> Any:
    made = _insert(table, dialect).on_conflict_do_nothing(index_elements=list(key))
    return made.returning(inspect(table).primary_key[0])


@functools.cache
def _put(table: type[Base], key: str, changed: tuple[str, ...], dialect: str) -> Any:
    made = _insert(table, dialect)
    return made.on_conflict_do_update(index_elements=[key], set_={name: made.excluded[name] for name in changed})


def _insert(table: type[Base], dialect: str) -> sqlite.Insert | postgresql.Insert:
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return make(cast(Table, table.__table__))
