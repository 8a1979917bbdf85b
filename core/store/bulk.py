"""Rows by the thousand, past the object mapper: values are made ready anywhere, and written in one go.

``Encoder`` needs no connection, so it works in other processes; what it makes goes through the same column types
(sealing, times, JSON) as every other row. PostgreSQL takes them by COPY, as the text that ``packed`` makes of them, and
SQLite by executemany.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from psycopg.types.json import Json, Jsonb
from sqlalchemy import JSON, Dialect, Table
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator, TypeEngine

from core.store.types import UtcDateTime

Row = tuple[Any, ...]
Packed = Sequence[Row] | str
"""Rows in the form in which their database takes them fastest."""
_Process = Callable[[Any], Any] | None
_SPECIAL = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_EMPTY: dict[str, Any] = {}


class Encoder:
    """Makes rows of one table ready for a database. ``names`` are the columns that are given, in order."""

    def __init__(self, table: Table, names: Sequence[str], dialect: Dialect) -> None:
        self.names = tuple(names)
        self._processes: list[tuple[str, _Process]] = [(name, _process(table.c[name].type, dialect)) for name in names]
        self._by_name = dict(self._processes)

    def row(self, values: Mapping[str, Any], ready: Mapping[str, Any] = _EMPTY) -> Row:
        """Raises KeyError where a column is not given. ``ready``: columns that were made ready for another row."""
        return tuple(
            [
                ready[name] if name in ready else values[name] if process is None else process(values[name])
                for name, process in self._processes
            ]
        )

    def value(self, name: str, value: Any) -> Any:
        """One value made ready."""
        process = self._by_name[name]
        return value if process is None else process(value)


def packed(rows: Sequence[Row], dialect: Dialect) -> Packed:
    """Rows as the database takes them. https://www.postgresql.org/docs/current/sql-copy.html (text format)"""
    if dialect.name == "sqlite":
        return rows
    return "".join(["\t".join(map(_as_text, row)) + "\n" for row in rows])


def write(session: Session, table: str, names: Sequence[str], rows: Packed) -> None:
    """Insert rows that ``packed`` made, in the session's transaction."""
    if not rows:
        return
    session.flush()
    connection = session.connection().connection.dbapi_connection
    assert connection is not None
    listed = ", ".join(names)
    cursor: Any = connection.cursor()
    try:
        if isinstance(rows, str):
            with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
                copy.write(rows)
        else:
            marks = ", ".join("?" for _ in names)
            cursor.executemany(f"INSERT INTO {table} ({listed}) VALUES ({marks})", rows)  # noqa: S608 - our own names
    finally:
        cursor.close()


def _process(kind: TypeEngine[Any], dialect: Dialect) -> _Process:
    """What a column's type does with a value, by shorter ways where they lead to the same."""
    process: _Process = kind.dialect_impl(dialect).bind_processor(dialect)
    if isinstance(kind, UtcDateTime):
        return _time if dialect.name == "sqlite" else _moment
    if process is not None and (isinstance(kind, JSON) or _holds_json(kind)):
        whole, empty = process, process({})
        return lambda value: empty if value == _EMPTY else whole(value)
    return process


def _holds_json(kind: TypeEngine[Any]) -> bool:
    return isinstance(kind, TypeDecorator) and isinstance(kind.impl, JSON)


def _time(value: datetime | None) -> str | None:
    """As SQLAlchemy keeps it on SQLite."""
    return value if value is None else value.astimezone(UTC).isoformat(" ", "microseconds")[:-6]


def _moment(value: datetime | None) -> str | None:
    return value if value is None else value.astimezone(UTC).isoformat(" ")


def _as_text(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, Json | Jsonb):
        value = json.dumps(value.obj)
    text = str(value)
    return text if text.isalnum() else text.translate(_SPECIAL)
