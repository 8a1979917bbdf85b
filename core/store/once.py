"""Single statements that are run for every message. They are made once: making one takes longer than running it.

They go past the session's objects: what it holds unwritten is written first, and what it has read is not read again.
"""

import functools
from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Executable, Table, bindparam, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.store.base import Base


def insert_once(session: Session, table: type[Base], values: Mapping[str, Any], *, key: tuple[str, ...]) -> Any | None:
    """Insert and return the primary key's first column, or None when a row with this ``key`` is there already."""
    rows = fetch(session, _insert_once(table, key, dialect_of(session)), **values)
    return rows[0][0] if rows else None


def insert_new(
    session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]], key: tuple[str, ...]
) -> Sequence[Any]:
    """Insert those rows of which there is none with this ``key``; the id and the key of each that was new."""
    session.flush()
    return session.execute(_insert_new(table, key, dialect_of(session)).values(list(rows))).all()


def insert(session: Session, table: type[Base], values: Mapping[str, Any]) -> None:
    """Insert a row."""
    session.flush()
    session.execute(_insert_plain(table), dict(values))


def put_over(
    session: Session, table: type[Base], values: Mapping[str, Any], version: int, *, but: tuple[str, ...] = ()
) -> bool:
    """Insert a row, or change the one that has this ``id`` if it is of this ``version``, which goes up; of that one,
    ``but`` these columns. False when it is of another version: then nothing is changed."""
    changing = tuple(name for name in values if name != "id" and name not in but)
    statement = _put_over(table, changing, dialect_of(session))
    return bool(rowcount(session, statement, **values, version=version + 1, over=version))


def rowcount(session: Session, statement: Executable, **values: Any) -> int:
    """Run a statement that is kept, with these values in its ``bindparam``s; how many rows it changed."""
    session.flush()
    result = session.execute(statement, values, execution_options={"preserve_rowcount": True})
    return int(result.rowcount)  # type: ignore[attr-defined]


def fetch(session: Session, statement: Executable, **values: Any) -> Sequence[Any]:
    """Run a statement that is kept, with these values in its ``bindparam``s; its rows, as named tuples."""
    session.flush()
    return session.execute(statement, values).all()


def dialect_of(session: Session) -> str:
    """The name of the database: ``sqlite`` or ``postgresql``."""
    return session.get_bind().dialect.name


def columns(table: type[Base]) -> Table:
    """A row class's table."""
    return cast(Table, table.__table__)


@functools.cache
def _insert_plain(table: type[Base]) -> Any:
    return columns(table).insert().inline()


@functools.cache
def _insert_once(table: type[Base], key: tuple[str, ...], dialect: str) -> Any:
    made = _insert(table, dialect).on_conflict_do_nothing(index_elements=list(key))
    return made.returning(inspect(table).primary_key[0])


@functools.cache
def _insert_new(table: type[Base], key: tuple[str, ...], dialect: str) -> Any:
    made = _insert(table, dialect).on_conflict_do_nothing(index_elements=list(key))
    return made.returning(columns(table).c.id, *(columns(table).c[name] for name in key))


@functools.cache
def _put_over(table: type[Base], changing: tuple[str, ...], dialect: str) -> Any:
    made = _insert(table, dialect).inline()
    return made.on_conflict_do_update(
        index_elements=["id"],
        set_={name: made.excluded[name] for name in (*changing, "version")},
        where=columns(table).c.version == bindparam("over"),
    )


def _insert(table: type[Base], dialect: str) -> sqlite.Insert | postgresql.Insert:
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return make(columns(table))
