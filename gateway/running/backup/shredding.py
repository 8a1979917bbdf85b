"""What is of a case is sealed once more on its way into a backup, by a key of its own, and opened on its way out.

The keys lie in the database and beside the generations (folder.py), never in one. Erasing destroys a key: what it
sealed is unreadable in every copy of every generation, wherever it lies, and comes back empty.

Source: NIST SP 800-38D (AES-GCM, a nonce of 96 bits drawn anew for each value).
"""

import base64
import os
import sqlite3
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import JSON

from core.errors import Malformed
from core.store.all_tables import Base
from core.store.casework.owned import OWNED, Owned, name
from core.store.engine import Store
from core.store.sealing import own_keys
from core.store.sealing.sealed import SealedJson

_MARK = "~o1~"
_NONCE = 12
_PIECE = b"~o1~"
_FORGOTTEN = 100_000
"""So many keys are remembered: beyond that they are asked for again."""
Value = str | bytes | int | float | None


class Keys(Protocol):
    """By owner; who has none is not in it."""

    def of(self, owners: Collection[str]) -> Mapping[str, bytes]:
        """Raises StoreUnavailable."""


class Making:
    """The keys with which a backup is made: who has none gets one, committed before anything is sealed with it.

    Two backups at a time agree, because the database does."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, bytes] = {}

    def of(self, owners: Collection[str]) -> Mapping[str, bytes]:
        unknown = set(owners) - self._known.keys()
        if unknown:
            with self._store.read() as session:
                found = own_keys.of(session, unknown)
            if len(found) < len(unknown):
                with self._store.write() as session:
                    found |= own_keys.ensure(session, unknown - found.keys())
            if len(self._known) > _FORGOTTEN:
                self._known.clear()
            self._known |= found
        return {owner: self._known[owner] for owner in owners if owner in self._known}

    def is_new(self, owner: str) -> bool:
        """Has it no key yet? Then nothing of it that lies in a backup can be opened."""
        if owner in self._known:
            return False
        with self._store.read() as session:
            return not own_keys.of(session, [owner])

    @contextmanager
    def file(self) -> Iterator[IO[bytes]]:
        """All of them, as a file for a backup: an SQLite table of owner and key."""
        with tempfile.NamedTemporaryFile(suffix=".db") as made:
            with closing(sqlite3.connect(made.name)) as into, self._store.read() as session:
                into.execute("CREATE TABLE keys (owner TEXT PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID")
                into.executemany("INSERT INTO keys VALUES (?, ?)", self._sealed(own_keys.every(session)))
                into.commit()
            made.seek(0)
            yield made

    def _sealed(self, keys: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        vault = self._store.blobs.vault
        return ((owner, key if vault is None else vault.seal_bytes(key)) for owner, key in keys)


class Given:
    """The keys of a backup, from such a file."""

    def __init__(self, file: Path, store: Store) -> None:
        self._file, self._vault = file, store.blobs.vault

    def of(self, owners: Collection[str]) -> Mapping[str, bytes]:
        with closing(sqlite3.connect(self._file)) as connection:
            marks = "SELECT owner, key FROM keys WHERE owner = ?"
            rows = (connection.execute(marks, (owner,)).fetchone() for owner in set(owners))
            return {row[0]: self._opened(row[1]) for row in rows if row is not None}

    def parts(self, size: int = 500) -> Iterator[dict[str, bytes]]:
        """All of them, some at a time. Raises Malformed."""
        try:
            with closing(sqlite3.connect(self._file)) as connection:
                rows = connection.execute("SELECT owner, key FROM keys ORDER BY owner")
                while some := rows.fetchmany(size):
                    yield {owner: self._opened(key) for owner, key in some}
        except sqlite3.Error as error:
            raise Malformed(f"the keys of the backup: {error}") from error

    def _opened(self, kept: bytes) -> bytes:
        return kept if self._vault is None else self._vault.open_bytes(kept)


def seal(key: bytes, owner: str, value: bytes) -> bytes:
    """Whose it is, is bound to it: it cannot be moved to another's row."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, value, owner.encode())


def open_(key: bytes, owner: str, sealed: bytes) -> bytes:
    """Raises Malformed."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], owner.encode())
    except InvalidTag:
        raise Malformed(f"what the backup has of {owner} is damaged, or sealed by another key") from None


def seal_piece(keys: Keys, owner: str, content: bytes) -> bytes:
    """A piece of evidence."""
    return _PIECE + seal(keys.of([owner])[owner], owner, content)


def open_piece(keys: Keys | None, owner: str, content: bytes) -> bytes | None:
    """As it lay on the shelf; None where its key is gone. One of a backup that knew no such keys is as it is."""
    if not content.startswith(_PIECE):
        return content
    key = keys.of([owner]).get(owner) if keys is not None else None
    return None if key is None else open_(key, owner, content[len(_PIECE) :])


class Rows:
    """The rows of one table, with these columns in this order."""

    def __init__(self, table: str, columns: Sequence[str], owned: Owned) -> None:
        self._owned = owned
        self._owners = [(kind, columns.index(column)) for kind, column in owned.owners]
        self._sealed = [columns.index(column) for column in owned.columns if column in columns]
        self._blank = {at: _blank(table, columns[at]) for at in self._sealed}

    def owner(self, row: Sequence[Value]) -> str | None:
        """Whose a row is; None: nobody's."""
        return next((name(kind, row[at]) for kind, at in self._owners if row[at] is not None), None)

    def seal(self, rows: Sequence[Sequence[Value]], keys: Keys) -> list[list[Value]]:
        """These rows with their columns sealed."""
        owners = [self.owner(row) for row in rows]
        known = keys.of({owner for owner in owners if owner is not None})
        sealed = [list(row) for row in rows]
        for row, owner in zip(sealed, owners, strict=True):
            for at in self._sealed if owner is not None else ():
                if row[at] is not None:
                    row[at] = _MARK + _b64(seal(known[str(owner)], str(owner), _packed(row[at])))
        return sealed

    def open(self, rows: Sequence[Sequence[Value]], keys: Keys) -> list[list[Value] | None]:
        """These rows as they were; None for one that is gone with its key."""
        owners = [self.owner(row) for row in rows]
        known = keys.of({owner for owner in owners if owner is not None})
        return [self._opened(list(row), owner, known) for row, owner in zip(rows, owners, strict=True)]

    def _opened(self, row: list[Value], owner: str | None, known: Mapping[str, bytes]) -> list[Value] | None:
        if owner is None:
            return row
        key = known.get(owner)
        if key is None and self._owned.gone:
            return None
        for at in self._sealed:
            value = row[at]
            if isinstance(value, str) and value.startswith(_MARK):
                row[at] = self._blank[at] if key is None else _unpacked(open_(key, owner, _unb64(value)))
        return row


def rows_of(table: str, columns: Sequence[str]) -> Rows | None:
    """How the rows of a table are sealed; None where they are of no case."""
    owned = OWNED.get(table)
    return Rows(table, columns, owned) if owned is not None else None


def _blank(table: str, column: str) -> Value:
    kept = Base.metadata.tables[table].columns[column]
    if kept.nullable:
        return None
    return "{}" if isinstance(kept.type, JSON | SealedJson) else ""


def _packed(value: Value) -> bytes:
    if isinstance(value, bytes):
        return b"b" + value
    return b"t" + str(value).encode()


def _unpacked(content: bytes) -> Value:
    return content[1:] if content[:1] == b"b" else content[1:].decode()


def _b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _unb64(text: str) -> bytes:
    return base64.b64decode(text[len(_MARK) :])
