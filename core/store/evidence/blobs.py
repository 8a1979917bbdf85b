"""Evidence as files named by their SHA-256: a shelf (core.ports.Shelf) on a disk."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.errors import NotFound, StoreUnavailable

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class FileBlobs:
    """Files below ``folder``, two levels deep, written whole and synced before their name appears.

    A file's time is when it was last kept or touched: what is wanted again while it is being deleted stays.
    """

    folder: Path

    def get(self, name: str) -> bytes:
        """Raises NotFound or StoreUnavailable."""
        with _translated(name):
            return self._path(name).read_bytes()

    def head(self, name: str, size: int) -> bytes:
        """Its first bytes. Raises NotFound or StoreUnavailable."""
        with _translated(name), self._path(name).open("rb") as file:
            return file.read(size)

    def exists(self, name: str) -> bool:
        """Is it there?"""
        return self._path(name).exists()

    def touch(self, name: str) -> bool:
        """Is it there? Then it counts as kept just now."""
        with _translated(name):
            try:
                os.utime(self._path(name))
            except FileNotFoundError:
                return False
            return True

    def keep(self, name: str, content: bytes) -> None:
        """Keep these bytes under this name, whatever was there. Raises StoreUnavailable."""
        path = self._path(name)
        with _translated(name):
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                Path(temporary).replace(path)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise
            _sync_folder(path.parent)

    def delete(self, name: str, before: datetime | None = None) -> bool:
        """Delete it, unless it was kept or touched after ``before``; is it gone? Raises StoreUnavailable."""
        path = self._path(name)
        aside = path.with_name(f".gone-{name}")
        with _translated(name):
            try:
                path.rename(aside)
            except FileNotFoundError:
                return True
            # Looked at when nobody can touch it any more: who did so before that finds it back in its place.
            if before is not None and aside.stat().st_mtime >= before.timestamp():
                aside.rename(path)
                return False
            aside.unlink()
            return True

    def names(self) -> Iterator[str]:
        """All that there are, in no order."""
        for file in self.folder.glob("??/??/*"):
            if _HASH.fullmatch(file.name):
                yield file.name

    def _path(self, name: str) -> Path:
        if _HASH.fullmatch(name) is None:
            raise NotFound("not a hash")
        return self.folder / name[:2] / name[2:4] / name


@contextmanager
def _translated(name: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotFound(f"evidence {name[:12]}") from error
    except OSError as error:
        raise StoreUnavailable(f"evidence: {error.strerror}") from error


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
