"""Group commit: units of work of several threads in one transaction, so that one sync to the disk serves all who wait.

While one thread commits, others come; the first of them then takes all of them along. Nobody waits for company: alone,
a unit of work is committed at once. See docs/decisions/0007-group-commit.md.
"""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from core.errors import StoreUnavailable, Unavailable

MOST = 64
"""Units of work in one transaction."""

Result = TypeVar("Result")
Write = Callable[[], AbstractContextManager[Session]]


class Together:
    """Where the threads of one process meet. Each is told only after the commit, and only of its own failure."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[_Part[Any]] = []
        self._led = False

    def do(self, write: Write, work: Callable[[Session], Result]) -> Result:
        """The result of ``work``, which is committed. It may run twice: when another's fails, each is done alone.

        Raises what ``work`` raises, or StoreUnavailable; then nothing of it is kept.
        """
        mine = _Part(work)
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
        taken: list[_Part[Any]] = []
        try:
            with write() as session:
                taken = self._take()  # only now: who came while we waited for other writers goes along
                results = [part.work(session) for part in taken]
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
                    part.do_alone(write)
        finally:
            self._pass_on(taken or self._take())

    def _take(self) -> "list[_Part[Any]]":
        with self._lock:
            taken, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        return taken

    def _pass_on(self, taken: "list[_Part[Any]]") -> None:
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._led = following is not None
        for part in taken:
            if not part.done:  # our thread is being ended in the middle of it
                part.fail(StoreUnavailable("the thread that led was interrupted"))
            part.called.set()
        if following is not None:
            following.called.set()


class _Part(Generic[Result]):
    """One thread's unit of work. ``called``: it is done, or its thread is to lead."""

    def __init__(self, work: Callable[[Session], Result]) -> None:
        self.work = work
        self.called = threading.Event()
        self.done = False
        self._result: Result | None = None
        self._error: Exception | None = None

    def succeed(self, result: Result) -> None:
        self._result, self.done = result, True

    def fail(self, error: Exception) -> None:
        self._error, self.done = error, True

    def do_alone(self, write: Write) -> None:
        try:
            with write() as session:
                result = self.work(session)
        except Exception as error:  # noqa: BLE001 - raised again in the thread whose work it is
            self.fail(error)
        else:
            self.succeed(result)

    def told(self) -> Result:
        if self._error is not None:
            raise self._error
        return self._result  # type: ignore[return-value]  # done without an error: it is there
