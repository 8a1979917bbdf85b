"""``keys/`` of a backup's folder: files of cases' keys, the youngest and one more for when that is damaged.

They are all that lies there: without them no generation can be read, and with an old one what was erased since could.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from core.errors import Conflict, NotFound, StoreUnavailable
from core.store.casework import erasures
from core.store.engine import Store
from gateway.running.backup.envelope import Envelope
from gateway.running.backup.shredding import Given, Making

KEYS = "keys"
KEPT = 2
_UNDER_WAY = timedelta(days=1)
"""Longer than a backup takes, and clocks may be apart."""
_LOCK = ".lock"
_NAMED = "%Y-%m-%dT%H%M%S.%fZ"
_SECOND = "-again"


@contextmanager
def alone(folder: Path, *, wait: bool) -> Iterator[None]:
    """Nobody else writes into the folder meanwhile. Raises Conflict where somebody does and ``wait`` is False."""
    with os.fdopen(os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)) as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise Conflict("a backup is being made") from None
        yield


def write(store: Store, folder: Path, name: str, making: Making, now: datetime, envelope: Envelope) -> Path:
    """All keys that there are, without those of what was erased while a backup saw it."""
    with store.write() as session:
        erasures.destroy_keys(session, now - _UNDER_WAY)
    (folder / KEYS).mkdir(exist_ok=True, mode=0o700)
    file = folder / KEYS / envelope.name(f"{name}.db")
    with making.file() as stream:
        envelope.write(stream, file)
    return file


def forget_erased(store: Store, folder: Path, now: datetime, envelope: Envelope) -> bool:
    """Of what was erased since the youngest file was written no file here has a key any more: both are written anew,
    and all before them go. False where nothing was.

    Not while a backup is made, which ends by writing them. Raises Conflict then, NotFound where there is no backup.
    """
    if not files(folder):
        raise NotFound(f"{folder / KEYS} is empty: there is no backup yet")
    with alone(folder, wait=False):
        before = files(folder)
        with store.read() as session:
            if not erasures.any_since(session, _written(before[-1])):
                return False
        name = now.astimezone(UTC).strftime(_NAMED)
        first = write(store, folder, name, Making(store), now, envelope)
        second = first.with_name(envelope.name(f"{name}{_SECOND}.db"))
        shutil.copyfile(first, partial := second.with_name(f".{second.name}"))
        partial.chmod(0o600)
        for written in (first, partial):
            _to_disk(written)
        partial.replace(second)
        for old in before:
            old.unlink()
    return True


def drop_old(folder: Path) -> None:
    """Those before the last ones."""
    for old in files(folder)[:-KEPT]:
        old.unlink()


def read(folder: Path, envelope: Envelope, store: Store, into: IO[bytes]) -> Given:
    """The youngest that can be read, opened into a file. Raises NotFound, ConfigInvalid, Malformed."""
    found = files(folder)
    if not found:
        raise NotFound(f"{folder / KEYS} is empty: without the keys of the last backup nothing of a case can be read")
    _read(found[-KEPT:], envelope, into)
    return Given(Path(into.name), store)


@contextmanager
def opened(folder: Path, envelope: Envelope, store: Store) -> Iterator[Given]:
    """As ``read``, for as long as the block."""
    with tempfile.NamedTemporaryFile(suffix=".db") as into:
        yield read(folder, envelope, store, into)


def files(folder: Path) -> list[Path]:
    """The oldest first."""
    return sorted((folder / KEYS).glob("[0-9]*"), key=lambda file: file.name.partition(".db")[0])


def _read(some: Sequence[Path], envelope: Envelope, into: IO[bytes]) -> None:
    *older, youngest = some
    try:
        with envelope.opened(youngest) as stream:
            shutil.copyfileobj(stream, into)
    except StoreUnavailable:
        if not older:
            raise
        return _read(older, envelope, into)
    into.flush()
    return None


def _written(file: Path) -> datetime:
    """By its name, and a while before: what is erased is committed after the time that it says."""
    named = file.name.partition(".db")[0].removesuffix(_SECOND)
    return datetime.strptime(named, _NAMED).replace(tzinfo=UTC) - timedelta(minutes=10)


def _to_disk(file: Path) -> None:
    with file.open("rb") as written:
        os.fsync(written.fileno())
