"""Single statements that the road runs for every message. They are made once: making one takes longer than running it.

They go past the session's objects: what the session holds unwritten is not written first.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, Executable, Row, Table, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.store.tables import Base


def insert_once(session: Session, table: type[Base], values: Mapping[str, Any], *, key: tuple[str, ...]) -> Any | None:
    """Insert and return the primary key's first column, or None when a row with this ``key`` is there already."""
    connection = session.connection()
    return connection.execute(_insert_once(table, key, connection.dialect.name), dict(values)).scalar_one_or_none()


def insert_new(
    session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]], key: tuple[str, ...]
) -> Sequence[Row[Any]]:
    """Insert those rows of which there is none with this ``key``; the id and the key of each that was new."""
    connection = session.connection()
    statement = _insert_new(table, key, connection.dialect.name)
    return connection.execute(statement, [dict(row) for row in rows]).all()


def insert(session: Session, table: type[Base], values: Mapping[str, Any]) -> None:
    """Insert a row."""
    session.connection().execute(columns(table).insert(), dict(values))


def put(session: Session, table: type[Base], values: Mapping[str, Any], *, key: str, but: tuple[str, ...] = ()) -> None:
    """Insert a row, or change the one that has this ``key``; of that one, ``but`` these columns."""
    connection = session.connection()
    changed = tuple(name for name in values if name != key and name not in but)
    connection.execute(_put(table, key, changed, connection.dialect.name), dict(values))


def run(session: Session, statement: Callable[[], Executable], **values: Any) -> CursorResult[Any]:
    """Execute what a cached function makes, with these values in its ``bindparam``s."""
    return session.connection().execute(statement(), values)


def columns(table: type[Base]) -> Table:
    """A row class's table."""
    return cast(Table, table.__table__)


@functools.cache
def _insert_once(table: type[Base], key: tuple[str, ...], dialect: str) -> Any:
    made = _insert(table, dialect).on_conflict_do_nothing(index_elements=list(key))
    return made.returning(inspect(table).primary_key[0])


@functools.cache
def _insert_new(table: type[Base], key: tuple[str, ...], dialect: str) -> Any:
    made = _insert(table, dialect).on_conflict_do_nothing(index_elements=list(key))
    return made.returning(columns(table).c.id, *(columns(table).c[name] for name in key))


@functools.cache
def _put(table: type[Base], key: str, changed: tuple[str, ...], dialect: str) -> Any:
    made = _insert(table, dialect)
    return made.on_conflict_do_update(index_elements=[key], set_={name: made.excluded[name] for name in changed})


def _insert(table: type[Base], dialect: str) -> sqlite.Insert | postgresql.Insert:
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return make(columns(table))
