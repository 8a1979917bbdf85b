"""Where evidence lies."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol


class Blobs(Protocol):
    """Evidence by the SHA-256 of its content."""

    def put(self, content: bytes) -> str:
        """Keep it durably; its hash. Putting the same twice keeps one. Raises StoreUnavailable."""
        ...

    def get(self, sha256: str) -> bytes:
        """Raises NotFound or StoreUnavailable."""
        ...

    def exists(self, sha256: str) -> bool:
        """Is it there?"""
        ...


class BlobStore(Protocol):
    """Where sealed blobs lie by name: a disk, an object store. It knows nothing of what is in them.

    All raise StoreUnavailable while it cannot be reached.
    """

    def keep(self, name: str, content: bytes) -> None:
        """Keep it durably and whole, whatever was there under this name."""
        ...

    def get(self, name: str) -> bytes:
        """Raises NotFound."""
        ...

    def head(self, name: str, size: int) -> bytes:
        """Its first bytes. Raises NotFound."""
        ...

    def exists(self, name: str) -> bool: ...

    def touch(self, name: str) -> bool:
        """Is it there? Then it counts as kept just now: ``delete`` leaves it."""
        ...

    def delete(self, name: str, before: datetime | None = None) -> bool:
        """Delete it, unless it was kept or touched after ``before``; is it gone now?"""
        ...

    def names(self) -> Iterator[str]:
        """All that there are, in no order."""
        ...
