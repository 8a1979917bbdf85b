"""Evidence as files named by their SHA-256."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from core.errors import NotFound, StoreUnavailable


@dataclass(frozen=True, slots=True)
class FileBlobs:
    """Files below ``folder``, two levels deep, written whole and synced before their name appears."""

    folder: Path

    def put(self, content: bytes) -> str:
        """Keep it durably; its hash. Putting the same twice keeps one. Raises StoreUnavailable."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        if path.exists():
            return sha256
        try:
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
        except OSError as error:
            raise StoreUnavailable(f"evidence: {error.strerror}") from error
        return sha256

    def get(self, sha256: str) -> bytes:
        """Raises NotFound or StoreUnavailable."""
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise NotFound(f"evidence {sha256[:12]}") from error
        except OSError as error:
            raise StoreUnavailable(f"evidence: {error.strerror}") from error

    def _path(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise NotFound("not a hash")
        return self.folder / sha256[:2] / sha256[2:4] / sha256


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
