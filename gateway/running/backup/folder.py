"""A backup's folder: generations, the evidence that they share, and what was erased by then (see __init__.py)."""

import hashlib
import io
import json
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from core.errors import Malformed, NotFound
from core.store.casework.erasures import BLOB, Erasure
from core.store.engine import Store
from core.store.evidence.blobs import FileBlobs
from core.store.sealing.reseal import Sealing
from gateway.running.backup import database, evidence, keys_folder
from gateway.running.backup.envelope import Envelope
from gateway.running.backup.evidence import Copied
from gateway.running.backup.shredding import Given, Making

MANIFEST, NAMES, ERASED = "manifest.json", "evidence.txt", "erased.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """``at`` is ISO 8601: nothing of the database is younger; ``sha256`` is of the database's file as it lies there;
    ``blobs`` pieces of evidence belong to it; ``keys`` are the fingerprints of all keys without which it cannot be
    read; ``own_keys``: what is of a case is sealed by keys of its own; ``rasa`` is Rasa's database, in those of earlier
    versions."""

    at: str
    database: str
    sha256: str
    blobs: int
    keys: tuple[str, ...] = ()
    rasa: str | None = None
    own_keys: bool = False

    @property
    def taken_at(self) -> datetime:
        return datetime.fromisoformat(self.at).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Source:
    """What is backed up: the store, at this URL, and how it is sealed; and what was erased. Rasa's memory is not: it is
    short, and the record is ours."""

    url: str
    store: Store
    sealing: Sealing
    erased: Collection[Erasure] = ()


def back_up(source: Source, folder: Path, now: datetime, envelope: Envelope, keep: int) -> tuple[Manifest, Copied]:
    """Make a generation; what it holds, and what was copied. Those before it stay as they are until it is whole; then
    all but the ``keep`` youngest go, and what was erased goes from all. Raises StoreUnavailable."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with keys_folder.alone(folder, wait=True):
        return _back_up(source, folder, now, envelope, keep)


def _back_up(source: Source, folder: Path, now: datetime, envelope: Envelope, keep: int) -> tuple[Manifest, Copied]:
    for broken_off in folder.glob(".new-*"):
        shutil.rmtree(broken_off)
    name = now.strftime("%Y-%m-%dT%H%M%S.%fZ")
    fresh = folder / f".new-{name}"
    fresh.mkdir(mode=0o700)
    making = Making(source.store)
    file = envelope.name(f"database.{database.kind(source.url)}")
    with database.dump(source.url, making) as stream:
        envelope.write(stream, fresh / file)
    copied = evidence.store(source.store.blobs, folder, envelope, making)
    keys = copied.keys | ({source.sealing.key} if source.sealing.key else set())
    keys |= _keys_before(folder, source.sealing)
    _write(fresh / NAMES, "".join(f"{entry}\n" for entry in sorted(copied.entries)))
    manifest = Manifest(
        now.isoformat(timespec="seconds"), file, _digest(fresh / file), len(copied.entries), tuple(sorted(keys)),
        own_keys=True,
    )  # fmt: skip
    _write(fresh / MANIFEST, json.dumps(asdict(manifest), indent=2) + "\n")
    keys_folder.write(source.store, folder, name, making, now, envelope)  # it is nothing without them
    fresh.rename(folder / name)
    here = {entry.partition("-")[0] for entry in copied.entries}  # what came again after it was erased is somebody's
    erased = sorted((kind, name) for kind, name in source.erased if kind != BLOB or name not in here)
    _write(folder / ERASED, json.dumps(erased) + "\n")
    for old in generations(folder)[:-keep]:
        shutil.rmtree(old)
    keys_folder.drop_old(folder)
    wanted = {entry for one in generations(folder) for entry in entries_of(one)}
    evidence.forget(folder, wanted, {name for kind, name in erased if kind == BLOB})
    return manifest, copied


@contextmanager
def keys_in(folder: Path, envelope: Envelope, store: Store, manifest: Manifest) -> Iterator[Given | None]:
    """The keys with which what is of a case is opened: the youngest that can be read. None for a backup that knew none.

    Raises NotFound, ConfigInvalid, Malformed."""
    if not manifest.own_keys:
        yield None
        return
    with keys_folder.opened(folder, envelope, store) as keys:
        yield keys


def generations(folder: Path) -> list[Path]:
    """Those that are whole, the oldest first."""
    return sorted(file.parent for file in folder.glob(f"[0-9]*/{MANIFEST}"))


def generation(folder: Path, name: str | None = None) -> Path:
    """The youngest, or the one of this name; a backup of version 0.1 is the folder itself. Raises NotFound."""
    found = generations(folder)
    if name is None and found:
        return found[-1]
    if name is None and (folder / MANIFEST).exists():
        return folder
    if name is None or folder / name not in found:
        raise NotFound(f"{folder} has no finished backup{f' {name}' if name else ''}: no {MANIFEST}")
    return folder / name


def entries_of(one: Path) -> Sequence[str]:
    """The evidence of a generation, as evidence.py names it."""
    if (one / NAMES).exists():
        return (one / NAMES).read_text(encoding="ascii").split()
    return list(FileBlobs(one / evidence.FOLDER).names())


def erased_in(folder: Path) -> list[Erasure]:
    """What was erased when the youngest generation was made, of whichever generation."""
    try:
        return [(kind, name) for kind, name in json.loads((folder / ERASED).read_text(encoding="utf-8"))]
    except FileNotFoundError:
        return []
    except (TypeError, ValueError) as error:
        raise Malformed(f"{folder / ERASED}: {error}") from None


def read_manifest(one: Path) -> Manifest:
    """Raises NotFound or Malformed."""
    try:
        read = json.loads((one / MANIFEST).read_text(encoding="utf-8"))
        return Manifest(**read | {"keys": tuple(read.get("keys", ()))})
    except FileNotFoundError:
        raise NotFound(f"{one} has no {MANIFEST}: there is no finished backup") from None
    except (AttributeError, TypeError, ValueError) as error:
        raise Malformed(f"{one / MANIFEST}: {error}") from None


def check_whole(one: Path, manifest: Manifest) -> None:
    """Raises NotFound or Malformed where the database's file is not the one of the manifest."""
    file = one / manifest.database
    if not file.exists():
        raise NotFound(f"{file} is missing")
    if _digest(file) != manifest.sha256:
        raise Malformed(f"{file} is not what the manifest says: the backup is damaged or unfinished")


def _keys_before(folder: Path, sealing: Sealing) -> set[str]:
    """Evidence that lay there already was not opened again: of the keys of then it may need any, until all of it is
    sealed with one key and was copied so."""
    if sealing.finished:
        return set()
    return {key for one in generations(folder)[-1:] for key in read_manifest(one).keys}


def _write(file: Path, text: str) -> None:
    Envelope().write(io.BytesIO(text.encode()), file)


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
