"""Evidence into a backup and out of it. What lies there already, byte for byte, is not copied again.

The same name is the same evidence, but not the same bytes: after a new key it is sealed anew under its old name. What a
sealed file begins with is drawn anew each time, so a mark made of its beginning tells one from the other: it is kept as
``NAME-MARK``. Each has a key of its own (shredding.py).
"""

import hashlib
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import NotFound
from core.store.casework.owned import BLOB
from core.store.casework.owned import name as owner_name
from core.store.evidence.sealed_blobs import SealedBlobs
from gateway.running.backup.envelope import ENDING, Envelope
from gateway.running.backup.shredding import Keys, Making, open_piece, seal_piece

FOLDER = "evidence"
_BEGINNING, _MARK = 64, 16


@dataclass(slots=True)
class Copied:
    """``entries`` are what the generation holds, as NAME-MARK; ``new`` of them were copied. Of what was copied: the
    fingerprints of the ``keys`` that open it, and what is ``broken``, as name and why."""

    entries: list[str] = field(default_factory=list)
    new: int = 0
    keys: set[str] = field(default_factory=set)
    broken: list[tuple[str, str]] = field(default_factory=list)


def store(blobs: SealedBlobs, folder: Path, envelope: Envelope, keys: Making) -> Copied:
    """All of the evidence, those that are not there yet. ``blobs`` opens what is copied: whether it can be opened is
    known now, not when it is needed. What is erased meanwhile is left out. Raises StoreUnavailable."""
    copied = Copied()
    for name in blobs.shelf.names():
        try:
            entry, owner = f"{name}-{_mark(blobs.shelf.head(name, _BEGINNING))}", owner_name(BLOB, name)
            if _file(folder, entry) is None or keys.is_new(owner):
                content = blobs.shelf.get(name)
                target = folder / FOLDER / name[:2] / envelope.name(entry)
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                envelope.write(io.BytesIO(seal_piece(keys, owner, content)), target)
                copied.new += 1
                _look(copied, blobs, name, content)
        except NotFound:
            continue
        copied.entries.append(entry)
    return copied


def put_back(
    folder: Path, entries: Collection[str], blobs: SealedBlobs, envelope: Envelope, keys: Keys | None
) -> Copied:
    """These entries onto a shelf, each opened on its way. Raises StoreUnavailable, ConfigInvalid."""
    copied = Copied(list(entries))
    for name, content in opened(folder, entries, envelope, keys, copied):
        if blobs.shelf.exists(name) and blobs.why_not(blobs.shelf.get(name), name) is None:
            continue
        blobs.shelf.keep(name, content)
        copied.new += 1
        _look(copied, blobs, name, content)
    return copied


def opened(
    folder: Path, entries: Collection[str], envelope: Envelope, keys: Keys | None, told: Copied
) -> Iterator[tuple[str, bytes]]:
    """Each piece by its name, as it lay on the shelf; what is missing, or has no key any more, is told as broken."""
    for entry in entries:
        file, name = _file(folder, entry), entry.partition("-")[0]
        if file is None:
            told.broken.append((name, "is missing from the backup"))
            continue
        content = open_piece(keys, owner_name(BLOB, name), envelope.read(file))
        if content is None:
            told.broken.append((name, "its key is gone: it was erased"))
        else:
            yield name, content


def forget(folder: Path, wanted: Collection[str], erased: Collection[str]) -> int:
    """Delete what no generation names any more, and what was erased; how many."""
    gone = 0
    for file in (folder / FOLDER).glob("??/*"):
        entry = file.name.removesuffix(ENDING)
        if file.is_dir():
            continue
        if entry not in wanted or entry.partition("-")[0] in erased:
            file.unlink(missing_ok=True)
            gone += 1
    return gone


def _look(copied: Copied, blobs: SealedBlobs, name: str, content: bytes) -> None:
    why, key = blobs.why_not(content, name), blobs.key_of(content)
    if why is not None:
        copied.broken.append((name, why))
    elif key is not None:
        copied.keys.add(key)


def _file(folder: Path, entry: str) -> Path | None:
    for ending in ("", ENDING):
        file = folder / FOLDER / entry[:2] / f"{entry}{ending}"
        if file.exists():
            return file
    before = folder / FOLDER / entry[:2] / entry[2:4] / entry  # as version 0.1 wrote it
    return before if "-" not in entry and before.exists() else None


def _mark(beginning: bytes) -> str:
    return hashlib.sha256(b"key of its own" + beginning).hexdigest()[:_MARK]
