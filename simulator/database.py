"""The simulator's own small SQLite file. Several web processes share it; it knows nothing of the gateway's tables."""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeAlias

VERSION = 3
"""Part of the file's name: a simulator's past is not worth a migration."""

_TABLES = """
CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value REAL NOT NULL);
CREATE TABLE IF NOT EXISTS phones (
    number TEXT PRIMARY KEY, name TEXT NOT NULL, added_at REAL NOT NULL, version INTEGER NOT NULL,
    online INTEGER NOT NULL DEFAULT 1, stopped INTEGER NOT NULL DEFAULT 0, last_inbound_at REAL,
    removed INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS identities (
    number TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, hidden INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, sid TEXT NOT NULL UNIQUE, phone TEXT NOT NULL, channel TEXT NOT NULL,
    outgoing INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, sender TEXT NOT NULL, recipient TEXT NOT NULL,
    media TEXT NOT NULL, location TEXT, buttons TEXT NOT NULL, reply_to TEXT, template INTEGER NOT NULL,
    status TEXT NOT NULL, error_code TEXT, error TEXT, callback TEXT, form TEXT, created_at REAL NOT NULL,
    version INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS messages_phone ON messages (phone, seq);
CREATE INDEX IF NOT EXISTS messages_version ON messages (version);
CREATE TABLE IF NOT EXISTS media (
    sid TEXT PRIMARY KEY, message TEXT, name TEXT NOT NULL, type TEXT NOT NULL, content BLOB NOT NULL,
    ticket TEXT NOT NULL, created_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS contents (sid TEXT PRIMARY KEY, resource TEXT NOT NULL, approved INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, detail TEXT NOT NULL, left INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS work (
    id INTEGER PRIMARY KEY AUTOINCREMENT, lane TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
    detail TEXT NOT NULL, due REAL NOT NULL, first_due REAL NOT NULL, lease REAL, tries INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS work_lane ON work (lane, id);
CREATE TABLE IF NOT EXISTS posts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL, url TEXT NOT NULL, form TEXT NOT NULL,
    status INTEGER, problem TEXT, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS calls (
    sid TEXT PRIMARY KEY, phone TEXT NOT NULL, state TEXT NOT NULL, created_at REAL NOT NULL, version INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS recordings (
    sid TEXT PRIMARY KEY, call TEXT NOT NULL, duration INTEGER NOT NULL, content BLOB NOT NULL,
    created_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS mails (
    id INTEGER PRIMARY KEY AUTOINCREMENT, box TEXT NOT NULL, outgoing INTEGER NOT NULL, raw BLOB NOT NULL,
    answer TEXT, created_at REAL NOT NULL, version INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS mails_version ON mails (version);
"""
_NAMES = (
    "counter",
    "phones",
    "messages",
    "media",
    "faults",
    "work",
    "posts",
    "calls",
    "recordings",
    "mails",
)

Transaction: TypeAlias = sqlite3.Connection


class Database:
    """One file. Every use opens a connection of its own, so that threads and processes never share one."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._path = folder / f"simulator-{VERSION}.db"
        with closing(self._connect()) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(_TABLES)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """All or nothing. Waits for another writer, up to ten seconds."""
        with closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """One consistent view; never waits."""
        with closing(self._connect()) as connection:
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")

    def clear(self) -> None:
        """Forget everything but the account's contents, which the gateway knows by their SIDs, and the time, which does
        not go back. The version goes on, so that open pages notice."""
        with self.write() as tx:
            version, moved = next_version(tx), counter(tx, "clock")
            for name in _NAMES:
                tx.execute(f"DELETE FROM {name}")  # noqa: S608 - the names are ours
            kept = (version, version, moved)
            tx.execute("INSERT INTO counter VALUES ('version', ?), ('cleared', ?), ('clock', ?)", kept)

    def _connect(self) -> Transaction:
        connection = sqlite3.connect(self._path, timeout=10, isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection


def counter(tx: Transaction, name: str) -> float:
    """A named number; 0 when it was never set."""
    row = tx.execute("SELECT value FROM counter WHERE name = ?", (name,)).fetchone()
    return float(row["value"]) if row else 0.0


def add_to(tx: Transaction, name: str, amount: float) -> float:
    """The named number after adding ``amount``."""
    row = tx.execute(
        "INSERT INTO counter VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value"
        " RETURNING value",
        (name, amount),
    ).fetchone()
    return float(row["value"])


def next_version(tx: Transaction) -> int:
    """A new version for what changes now: pages ask for everything above the version they know."""
    return int(add_to(tx, "version", 1))


def new_sid(prefix: str) -> str:
    """An identifier as Twilio makes them: two letters and 32 hexadecimal digits."""
    return prefix + secrets.token_hex(16)
