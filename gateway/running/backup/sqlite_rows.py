"""The rows of a copy of an SQLite database, sealed and opened in their place."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from core.errors import StoreUnavailable
from core.store.casework.owned import LEFT_OUT, OWNED
from gateway.running.backup.shredding import Keys, Rows, Value, rows_of

_SOME = 500
_Changed = Callable[[Rows, Sequence[Sequence[Value]]], Sequence[Sequence[Value] | None]]


def seal(file: Path, keys: Keys) -> None:
    """Seal what is of cases, and take out the tables that no backup has. Raises StoreUnavailable."""
    with _opened(file) as connection:
        for table in LEFT_OUT:
            _empty(connection, table)
        for table in OWNED:
            _change(connection, table, lambda rows, some: rows.seal(some, keys))
        connection.commit()
        connection.execute("VACUUM")  # nothing of before is left in freed pages


def open_(file: Path, keys: Keys) -> None:
    """As it was. Raises StoreUnavailable."""
    with _opened(file) as connection:
        for table in OWNED:
            _change(connection, table, lambda rows, some: rows.open(some, keys))
        connection.commit()


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    """Without its triggers, which guard histories against changes; they are back afterwards."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA journal_mode=MEMORY")
            connection.execute("PRAGMA secure_delete=ON")
            triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in triggers:
                connection.execute(f'DROP TRIGGER "{name}"')
            yield connection
            for _, made in triggers:
                connection.execute(made)
            connection.commit()
    except sqlite3.Error as error:
        raise StoreUnavailable(f"database: {error}") from error


def _empty(connection: sqlite3.Connection, table: str) -> None:
    made = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    if made is None:
        return
    if "VIRTUAL" in made[0]:  # an index of words lies in tables of its own, and keeps what was deleted
        connection.execute(f"DROP TABLE {table}")
        connection.execute(made[0])
    else:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours


def _change(connection: sqlite3.Connection, table: str, change: _Changed) -> None:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    rows = rows_of(table, columns)
    if rows is None or not columns:
        return
    sealed = [column for column in OWNED[table].columns if column in columns]
    to = ", ".join(f'"{column}" = ?' for column in sealed)
    places = [columns.index(column) for column in sealed]
    last = 0
    while True:
        query = f"SELECT rowid, * FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT {_SOME}"  # noqa: S608
        found = connection.execute(query, (last,)).fetchall()
        if not found:
            return
        changed = change(rows, [row[1:] for row in found])
        pairs = list(zip((row[0] for row in found), changed, strict=True))
        kept = [(*(row[at] for at in places), rowid) for rowid, row in pairs if row is not None]
        connection.executemany(f"UPDATE {table} SET {to} WHERE rowid = ?", kept)  # noqa: S608
        gone = [(rowid,) for rowid, row in pairs if row is None]
        connection.executemany(f"DELETE FROM {table} WHERE rowid = ?", gone)  # noqa: S608
        last = found[-1][0]
