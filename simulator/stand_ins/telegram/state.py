"""What the stand-in for Telegram remembers: people, their chats, files, updates on their way. One small SQLite file,
shared by all web processes."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

_TABLES = """
CREATE TABLE IF NOT EXISTS people (id INTEGER PRIMARY KEY, shape TEXT NOT NULL, blocked INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS messages (
    person INTEGER NOT NULL, number INTEGER NOT NULL, ours INTEGER NOT NULL, shape TEXT NOT NULL,
    PRIMARY KEY (person, number));
CREATE TABLE IF NOT EXISTS files (id TEXT PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS updates (
    serial INTEGER PRIMARY KEY AUTOINCREMENT, person INTEGER NOT NULL, shape TEXT NOT NULL,
    taken INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS faults (id INTEGER PRIMARY KEY AUTOINCREMENT, shape TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, shape TEXT NOT NULL);
"""

Shape = Mapping[str, Any]


class State:
    """Each use opens a connection of its own, so that threads and processes never share one."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "telegram-1.db"
        with closing(sqlite3.connect(self._path)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(_TABLES)

    @contextmanager
    def use(self) -> Iterator["Rows"]:
        """All or nothing; others wait up to ten seconds."""
        with closing(sqlite3.connect(self._path, timeout=10, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield Rows(connection)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")


class Rows:
    """One use of the file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def person(self, number: int) -> tuple[dict[str, Any], bool] | None:
        """(the User, have they blocked the bot?)"""
        row = self._db.execute("SELECT shape, blocked FROM people WHERE id = ?", (number,)).fetchone()
        return (json.loads(row[0]), bool(row[1])) if row else None

    def keep_person(self, user: Shape, *, blocked: bool = False) -> None:
        self._db.execute("REPLACE INTO people VALUES (?, ?, ?)", (user["id"], json.dumps(user), blocked))

    def next_number(self, person: int) -> int:
        """The next message's number in this chat."""
        row = self._db.execute("SELECT max(number) FROM messages WHERE person = ?", (person,)).fetchone()
        return int(row[0] or 0) + 1

    def keep_message(self, person: int, message: Shape, *, ours: bool) -> None:
        row = (person, message["message_id"], ours, json.dumps(message))
        self._db.execute("REPLACE INTO messages VALUES (?, ?, ?, ?)", row)

    def messages(self, person: int) -> list[dict[str, Any]]:
        rows = self._db.execute("SELECT shape, ours FROM messages WHERE person = ? ORDER BY number", (person,))
        return [{**json.loads(shape), "by_bot": bool(ours)} for shape, ours in rows]

    def keep_file(self, file_id: str, content: bytes) -> None:
        self._db.execute("REPLACE INTO files VALUES (?, ?)", (file_id, content))

    def file(self, file_id: str) -> bytes | None:
        row = self._db.execute("SELECT content FROM files WHERE id = ?", (file_id,)).fetchone()
        return bytes(row[0]) if row else None

    def keep_update(self, person: int, shape: Shape) -> int:
        made = self._db.execute("INSERT INTO updates (person, shape) VALUES (?, ?)", (person, json.dumps(shape)))
        return int(made.lastrowid or 0)

    def waiting(self) -> list[tuple[int, int, dict[str, Any]]]:
        """(serial, person, update without its number) of what was not taken yet, the oldest first."""
        rows = self._db.execute("SELECT serial, person, shape FROM updates WHERE NOT taken ORDER BY serial")
        return [(int(serial), int(person), json.loads(shape)) for serial, person, shape in rows]

    def taken(self, serial: int) -> None:
        self._db.execute("UPDATE updates SET taken = 1 WHERE serial = ?", (serial,))

    def add_fault(self, shape: Shape) -> None:
        self._db.execute("INSERT INTO faults (shape) VALUES (?)", (json.dumps(shape),))

    def next_fault(self) -> dict[str, Any] | None:
        """What the next call is refused with, once."""
        row = self._db.execute("DELETE FROM faults WHERE id = (SELECT min(id) FROM faults) RETURNING shape").fetchone()
        return dict(json.loads(row[0])) if row else None

    def fact(self, name: str) -> dict[str, Any]:
        row = self._db.execute("SELECT shape FROM facts WHERE name = ?", (name,)).fetchone()
        return dict(json.loads(row[0])) if row else {}

    def keep_fact(self, name: str, shape: Shape) -> None:
        self._db.execute("REPLACE INTO facts VALUES (?, ?)", (name, json.dumps(shape)))
