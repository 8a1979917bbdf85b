"""Writers who come together: threads share one commit, and on SQLite one process writes at a time.

``GroupCommit``: what several threads want to write, in one transaction, so that one sync to the disk serves all who
wait. While one thread commits, others come; the first of them then takes all of them along. Nobody waits for company:
alone, a thread's item is committed at once. See docs/decisions/0007-group-commit.md.

``WriteLock``: SQLite lets writers wait by asking again after growing pauses (up to 0.1 s), in no order: under load some
wait for a second while others pass. A lock on a file beside the database is asked for every millisecond, by one thread
a process. The system gives it back when its holder dies.
"""

import fcntl
import os
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from core.errors import StoreUnavailable, Unavailable

MOST = 64
"""Items in one transaction."""
_EVERY_S = 0.001

Item = TypeVar("Item")
Result = TypeVar("Result")
Write = Callable[[], AbstractContextManager[Session]]


class GroupCommit(Generic[Item, Result]):
    """Where the threads of one process meet. ``work`` writes their items and gives a result for each.

    Each thread is told only after the commit, and only of its own failure.
    """

    def __init__(self, work: Callable[[Session, Sequence[Item]], Sequence[Result]]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._waiting: list[_Part[Item, Result]] = []
        self._led = False

    def do(self, write: Write, item: Item) -> Result:
        """The result for this item, which is committed. When another's fails, each is done again alone.

        Raises what ``work`` raises, or StoreUnavailable; then nothing of it is kept.
        """
        mine = _Part[Item, Result](item)
        with self._lock:
            self._waiting.append(mine)
            leads, self._led = not self._led, True
        if not leads:
            mine.called.wait()
        if not mine.done:
            self._lead(write)
        return mine.told()

    def _lead(self, write: Write) -> None:
        """Take those who wait, of whom we are the first, through one transaction; then call the next leader."""
        taken: list[_Part[Item, Result]] = []
        try:
            with write() as session:
                taken = self._take()  # only now: who came while we waited for other writers goes along
                results = self._work(session, [part.item for part in taken])
            for part, result in zip(taken, results, strict=True):
                part.succeed(result)
        except Unavailable as error:
            taken = taken or self._take()
            for part in taken:
                part.fail(error)
        except Exception as error:  # noqa: BLE001 - one of them failed: each is done alone, and told its own failure
            if len(taken) == 1:
                taken[0].fail(error)
            else:
                for part in taken:
                    self._do_alone(write, part)
        finally:
            self._pass_on(taken or self._take())

    def _do_alone(self, write: Write, part: "_Part[Item, Result]") -> None:
        try:
            with write() as session:
                [result] = self._work(session, [part.item])
        except Exception as error:  # noqa: BLE001 - raised again in the thread whose item it is
            part.fail(error)
        else:
            part.succeed(result)

    def _take(self) -> "list[_Part[Item, Result]]":
        with self._lock:
            taken, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        return taken

    def _pass_on(self, taken: "list[_Part[Item, Result]]") -> None:
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._led = following is not None
        for part in taken:
            if not part.done:  # our thread is being ended in the middle of it
                part.fail(StoreUnavailable("the thread that led was interrupted"))
            part.called.set()
        if following is not None:
            following.called.set()


class _Part(Generic[Item, Result]):
    """One thread's item. ``called``: it is done, or its thread is to lead."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.called = threading.Event()
        self.done = False
        self._result: Result | None = None
        self._error: Exception | None = None

    def succeed(self, result: Result) -> None:
        self._result, self.done = result, True

    def fail(self, error: Exception) -> None:
        self._error, self.done = error, True

    def told(self) -> Result:
        if self._error is not None:
            raise self._error
        return self._result  # type: ignore[return-value]  # done without an error: it is there


class WriteLock:
    """One writer at a time for a SQLite file, across threads and processes.

    A context manager; the same thread may enter again. Raises StoreUnavailable after ``patience`` seconds.
    """

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
