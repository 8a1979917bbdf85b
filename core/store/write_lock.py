"""One writer at a time for a SQLite file, across threads and processes.

SQLite lets writers wait by asking again after growing pauses (up to 0.1 s), in no order: under load some wait for a
second while others pass. A lock on a file beside the database is asked for every millisecond, by one thread a process.
The system gives it back when its holder dies.
"""

import fcntl
import os
import threading
import time
from pathlib import Path
from types import TracebackType

from core.errors import StoreUnavailable

_EVERY_S = 0.001


class WriteLock:
    """A context manager; the same thread may enter again. Raises StoreUnavailable after ``patience`` seconds."""

    def __init__(self, file: Path, patience: float) -> None:
        self._file, self._patience = file, patience
        self._lock = threading.RLock()
        self._depth = 0
        self._opened: tuple[int, int] | None = None

    def __enter__(self) -> None:
        until = time.monotonic() + self._patience
        if not self._lock.acquire(timeout=self._patience):
            raise StoreUnavailable("too many writers in this process")
        try:
            if self._depth == 0:
                self._wait(until)
            self._depth += 1
        except BaseException:
            self._lock.release()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._depth -= 1
        if self._depth == 0:
            fcntl.flock(self._descriptor(), fcntl.LOCK_UN)
        self._lock.release()

    def _wait(self, until: float) -> None:
        descriptor = self._descriptor()
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    raise StoreUnavailable("another process writes for too long") from None
                # flock cannot wait with a deadline, so it is asked again.
                time.sleep(_EVERY_S)
            else:
                return

    def _descriptor(self) -> int:
        # A lock belongs to the opened file, which a fork shares: a child opens its own.
        if self._opened is None or self._opened[0] != os.getpid():
            try:
                self._opened = (os.getpid(), os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            except OSError as error:
                raise StoreUnavailable(f"the lock beside the database: {error.strerror}") from error
        return self._opened[1]
