"""How far a mailbox has been read, kept in the database; and whose turn it is to read it."""

import os
import secrets
import socket
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from core.errors import Conflict
from core.ports import Clock
from core.store.engine import Store
from core.store.pipeline import bookmarks, leases

_LASTING = timedelta(seconds=60)
_PROLONG_AFTER_S = 15.0


@dataclass(frozen=True, slots=True)
class Bookmark:
    """The mailbox's UIDVALIDITY and the highest UID that is accepted (RFC 3501, 2.3.1.1). All times are the server's
    INTERNALDATE, in seconds since 1970.

    ``arrived``: the latest of what was accepted, or when reading began; ``mark``: of the mail with ``uid``, by which it
    is known again (0: unknown). ``old``: what has a UID up to this one was there before, perhaps under another UID; of
    it only what nobody has seen, or what arrived from ``floor`` on, is still to be taken.
    """

    validity: int
    uid: int
    arrived: int = 0
    mark: int = 0
    old: int = 0
    floor: int = 0


class Bookmarks(Protocol):
    """Where a bookmark is kept."""

    def load(self) -> Bookmark | None: ...

    def save(self, bookmark: Bookmark) -> None: ...


@dataclass(frozen=True, slots=True)
class StoredBookmark:
    """In the table of bookmarks, under a name. Raises StoreUnavailable."""

    store: Store
    name: str

    def load(self) -> Bookmark | None:
        with self.store.read() as session:
            value = bookmarks.get(session, self.name)
        parts = (value or "").split(":")
        if not 2 <= len(parts) <= 6 or not all(part.isdigit() for part in parts):
            return None
        return Bookmark(*map(int, parts))

    def save(self, bookmark: Bookmark) -> None:
        b = bookmark
        value = ":".join(map(str, (b.validity, b.uid, b.arrived, b.mark, b.old, b.floor)))
        with self.store.write() as session:
            bookmarks.put(session, self.name, value)


@dataclass(slots=True)
class Turn:
    """A lease on the mailbox: of several readers one reads, and another goes on within a minute when it is gone."""

    store: Store
    name: str
    clock: Clock
    _token: str | None = field(default=None, init=False)
    _prolonged: float = field(default=0.0, init=False)

    def mine(self) -> bool:
        """Is it ours to read? Asked again and again: that prolongs it. Raises StoreUnavailable."""
        if self._token is not None and time.monotonic() - self._prolonged < _PROLONG_AFTER_S:
            return True
        with self.store.write(durable=False) as session:
            if self._token is None:
                holder = leases.holder(session, self.name)
                if holder is not None and _has_ended(holder):
                    leases.release(session, self.name, holder)
                self._token = leases.acquire(session, self.name, self.clock.now(), _LASTING, _me())
            else:
                try:
                    leases.hold(session, self.name, self._token, self.clock.now(), _LASTING)
                except Conflict:
                    self._token = None
        self._prolonged = time.monotonic()
        return self._token is not None

    def release(self) -> None:
        """Another may read at once. Raises StoreUnavailable."""
        if self._token is not None:
            with self.store.write(durable=False) as session:
                leases.release(session, self.name, self._token)
            self._token = None


def _me() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def _has_ended(holder: str) -> bool:
    """Was it a process of this machine that is there no more? One with our own number was before us."""
    host, _, rest = holder.rpartition(":")[0].rpartition(":")
    if host != socket.gethostname() or not rest.isdigit():
        return False
    if int(rest) == os.getpid():
        return True
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
