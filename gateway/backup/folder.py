"""A backup is a folder: ``database.…``, ``evidence/`` and ``manifest.json``, which is written last."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from core.errors import Malformed, NotFound
from core.ports import Shelf
from core.store.evidence.blobs import FileBlobs
from gateway.backup import database, evidence

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """``at`` is ISO 8601; ``sha256`` is of the database's file; ``blobs`` are in ``evidence/``."""

    at: str
    database: str
    sha256: str
    blobs: int


def back_up(url: str, shelf: Shelf, folder: Path, now: datetime) -> tuple[Manifest, int]:
    """Write or bring up to date the backup in a folder; what it holds, and how many blobs were new to it.

    While it is written the last one's database is still there. Raises StoreUnavailable.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = folder / "new"
    fresh.mkdir(exist_ok=True, mode=0o700)
    file = database.take(url, fresh)
    new, known = evidence.copy(shelf, FileBlobs(folder / "evidence"))
    manifest = Manifest(now.isoformat(timespec="seconds"), file.name, _digest(file), new + known)
    file.replace(folder / file.name)
    fresh.rmdir()
    partial = folder / f".{MANIFEST}"
    partial.write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")
    partial.replace(folder / MANIFEST)
    return manifest, new


def restore(url: str, shelf: Shelf, folder: Path) -> Manifest:
    """Put a backup back into an empty database and a shelf.

    Raises NotFound without a manifest, Malformed when the database's file is not the one of the manifest, Conflict when
    the database is not empty, StoreUnavailable.
    """
    manifest = read_manifest(folder)
    if _digest(folder / manifest.database) != manifest.sha256:
        raise Malformed(
            f"{folder / manifest.database} is not what the manifest says: the backup is damaged or unfinished"
        )
    database.put_back(url, folder)
    evidence.copy(FileBlobs(folder / "evidence"), shelf)
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """Raises NotFound or Malformed."""
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise NotFound(f"{folder} has no {MANIFEST}: there is no finished backup") from None
    except (TypeError, ValueError) as error:
        raise Malformed(f"{folder / MANIFEST}: {error}") from None


def _digest(file: Path) -> str:
    if not file.exists():
        raise NotFound(f"{file} is missing")
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
