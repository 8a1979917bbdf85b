"""The scan folder: complete files are accepted and put into done/, what cannot be read into failed/ with its reason.

What was taken lies in done/ sealed, under a name that says nothing: moved back into the folder it is taken again, which
is the way after a restored backup (docs/operating.md). Both are deleted by rule (gateway/listeners/put_away.py).

A file is complete when nobody holds it open for writing, nobody holds a lock on it, and it has not changed for a while;
names that end in .part, .tmp and the like, and hidden ones, are somebody's work in progress. A file is moved only after
accept has committed it: a stop at any moment loses nothing, and what came twice is kept once (its id is its hash).
"""

import fcntl
import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from channels.letters.settings import FolderListener
from core.errors import ConfigInvalid, Rejected, Unavailable
from core.messages import Envelope
from core.store.sealing.vault import Vault
from gateway.listeners import AcceptEnvelope, put_away
from gateway.reasons import explain_stored

DONE, FAILED = "done", "failed"
_IN_PROGRESS = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".lock", ".swp")
_LONGEST_WAIT_S = 60.0
_SWEEP_S = 600.0
_log = logging.getLogger(__name__)

Check = Callable[[bytes], object]
"""Opens the file as far as to know that it can be read. Raises Rejected."""


@dataclass(slots=True)
class Watch:
    """What was seen of the files that are not complete yet: their size and time, and since when these are the same."""

    settle: float
    clock: Callable[[], float] = time.monotonic
    seen: dict[Path, tuple[tuple[int, int, int], float]] = field(default_factory=dict)

    def complete(self, folder: Path) -> Iterator[Path]:
        """The files that are complete now, the oldest first."""
        present = {}
        for path in sorted(folder.iterdir()):
            if path.name.startswith(".") or path.suffix.lower() in _IN_PROGRESS or path.is_symlink():
                continue
            try:
                told = path.stat()
            except FileNotFoundError:
                continue
            if not path.is_file():
                continue
            mark = (told.st_size, told.st_mtime_ns, told.st_ino)
            known = self.seen.get(path)
            since = known[1] if known is not None and known[0] == mark else self.clock()
            present[path] = (mark, since)
        self.seen = present
        for path in sorted(present, key=lambda path: present[path][0][1]):
            if self.clock() - present[path][1] >= self.settle and not _busy(path):
                yield path


def listen(
    settings: FolderListener,
    check: Check,
    accept: AcceptEnvelope,
    stop: threading.Event,
    max_bytes: int,
    vault: Vault | None = None,
) -> None:
    """Watch the folder until ``stop``. Raises OSError where it cannot be made or read."""
    folder = Path(settings.path)
    folder.mkdir(parents=True, exist_ok=True)
    for part in (folder / DONE, folder / FAILED):
        part.mkdir(exist_ok=True)
        part.chmod(0o700)
    watch, swept = Watch(settings.settle_s), -_SWEEP_S
    wait = settings.poll_s
    while not stop.is_set():
        if time.monotonic() - swept >= _SWEEP_S:
            swept = time.monotonic()
            put_away.forget(folder / DONE, settings.keep_done_days, time.time())
            put_away.forget(folder / FAILED, settings.keep_failed_days, time.time())
        try:
            for path in watch.complete(folder):
                take(path, check, accept, max_bytes, vault)
                if stop.is_set():
                    return
            wait = settings.poll_s
        except Unavailable as error:
            _log.warning("not now: %s: %s", error.kind, error.detail)
            wait = min(max(wait, 1.0) * 2, _LONGEST_WAIT_S)
        stop.wait(wait)


def take(path: Path, check: Check, accept: AcceptEnvelope, max_bytes: int, vault: Vault | None = None) -> Path | None:
    """One complete file: where it was moved to, or None where it went away or cannot be opened yet.

    Raises Unavailable: the file stays, to be tried again.
    """
    try:
        if path.stat().st_size > max_bytes:
            return _failed(path, f"too-large: the file has {path.stat().st_size} bytes, the limit is {max_bytes}")
        scan = put_away.opened(path, vault)
    except (FileNotFoundError, PermissionError) as error:
        _log.warning("cannot be opened: %s", type(error).__name__)
        return None
    except ConfigInvalid as error:
        return _failed(path, f"{error.kind}: {error.detail}")
    facts = {"filename": scan.name, "arrived": scan.arrived.isoformat()}
    try:
        check(scan.body)
        accept(Envelope("letters", hashlib.sha256(scan.body).hexdigest(), scan.body, datetime.now(UTC), facts))
    except Rejected as error:
        return _failed(path, f"{error.kind}: {error.detail}")
    return put_away.done(path, scan, path.parent / DONE, vault)


def _busy(path: Path) -> bool:
    """Is somebody still writing it? Asked by a lock and, where the system lets us, a lease (fcntl(2), F_SETLEASE)."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            try:
                fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
                fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
            except BlockingIOError:
                return True
            except OSError:
                return False  # no leases on this file system or for this user: size and time must do
    except BlockingIOError:
        return True
    except OSError:
        return True
    return False


def _failed(path: Path, reason: str) -> Path:
    """Set aside with its reason beside it, also in Urdu and Pashto; the reason is there before the file is."""
    target = put_away.free(path.parent / FAILED / path.name)
    note = target.with_name(target.name + ".txt")
    said = (f"{path.name}: {reason}", *(explain_stored(reason, language) for language in ("ur", "ps")))
    note.write_text("".join(f"{line}\n" for line in said), "utf-8")
    path.rename(target)
    put_away.private(target, note)
    _log.warning("set aside: %s", reason)
    return target
