"""How far a mailbox has been read, kept in the database."""

from dataclasses import dataclass
from typing import Protocol

from core.store.engine import Store
from core.store.road import bookmarks


@dataclass(frozen=True, slots=True)
class Bookmark:
    """The mailbox's UIDVALIDITY and the highest UID that is accepted (RFC 3501, 2.3.1.1)."""

    validity: int
    uid: int


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
        validity, _, uid = (value or "").partition(":")
        return Bookmark(int(validity), int(uid)) if validity.isdigit() and uid.isdigit() else None

    def save(self, bookmark: Bookmark) -> None:
        with self.store.write() as session:
            bookmarks.put(session, self.name, f"{bookmark.validity}:{bookmark.uid}")
