"""Rows by the thousand, past the object mapper: values are made ready anywhere, and written in one go.

``Encoder`` needs no connection, so it works in other processes; what it makes goes through the same column types
(sealing, times, JSON) as every other row. PostgreSQL takes them by COPY, SQLite by executemany.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Dialect, Table
from sqlalchemy.orm import Session

Row = tuple[Any, ...]
_Process = Callable[[Any], Any] | None


class Encoder:
    """Makes rows of one table ready for a database. ``names`` are the columns that are given, in order."""

    def __init__(self, table: Table, names: Sequence[str], dialect: Dialect) -> None:
        self.names = tuple(names)
        self._processes: list[tuple[str, _Process]] = [
            (name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names
        ]

    def row(self, values: Mapping[str, Any], ready: Mapping[str, Any] | None = None) -> Row:
        """Raises KeyError where a column is not given. ``ready``: columns that were made ready for another row."""
        done = ready or {}
        return tuple(
            done[name] if name in done else values[name] if process is None else process(values[name])
            for name, process in self._processes
        )

    def value(self, name: str, value: Any) -> Any:
        """One value made ready."""
        process = dict(self._processes)[name]
        return value if process is None else process(value)


def write(session: Session, table: Table, names: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows that an Encoder made, in the session's transaction."""
    session.flush()
    connection = session.connection().connection.dbapi_connection
    assert connection is not None
    listed = ", ".join(names)
    cursor: Any = connection.cursor()
    try:
        if session.get_bind().dialect.name == "sqlite":
            marks = ", ".join("?" for _ in names)
            cursor.executemany(f"INSERT INTO {table.name} ({listed}) VALUES ({marks})", rows)  # noqa: S608 - our own names
        else:
            with cursor.copy(f"COPY {table.name} ({listed}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
    finally:
        cursor.close()
