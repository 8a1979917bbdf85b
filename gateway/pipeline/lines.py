"""Lines of work: one worker at a time on one person's messages, in order, whatever dies in between.

A line is taken for one piece of work and given back in the transaction that does it. While the work goes on the lease
is prolonged; who finds one that was not given back counts it as a try of the work.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from core.errors import ArziError, Conflict
from core.ports import Clock
from core.store.engine import Store
from core.store.pipeline import leases
from gateway.limits import Limits

_log = logging.getLogger(__name__)
Work = TypeVar("Work")


@dataclass(slots=True, eq=False)
class _Held:
    prolong: Callable[[], None]
    every: float
    due: float


@dataclass(slots=True)
class LeaseKeeper:
    """Prolongs what is held, however long the work takes: by one thread a process. Any thread may hold something.

    A process that dies prolongs nothing; one that hangs is ended by its job's time limit.
    """

    _held: list[_Held] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _thread: threading.Thread | None = None

    @contextmanager
    def holding(self, prolong: Callable[[], None], every: timedelta) -> Iterator[None]:
        """Within the block ``prolong`` is called so often, by another thread, until it raises Conflict."""
        seconds = every.total_seconds()
        kept = _Held(prolong, seconds, time.monotonic() + seconds)
        with self._changed:
            self._held.append(kept)
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)
                self._thread.start()
            elif len(self._held) == 1:
                self._changed.notify()
        try:
            yield
        finally:
            self._drop(kept)

    def _drop(self, kept: _Held) -> None:
        with self._changed:
            if kept in self._held:
                self._held.remove(kept)

    def _keep(self) -> None:
        while True:
            with self._changed:
                now = time.monotonic()
                due = [kept for kept in self._held if kept.due <= now]
                if not due:
                    self._changed.wait(min((kept.due for kept in self._held), default=now + 3600) - now)
                    continue
            for kept in due:
                self._prolong(kept)
                kept.due = time.monotonic() + kept.every

    def _prolong(self, kept: _Held) -> None:
        try:
            kept.prolong()
        except Conflict:
            self._drop(kept)
        except ArziError as error:
            _log.warning("a lease could not be prolonged (%s): tried again", error.kind)
        except Exception:  # noqa: BLE001 - the thread keeps others' leases as well
            _log.exception("a lease could not be prolonged")


class Keeping(Protocol):
    """The parts of the house by which lines are taken and kept."""

    @property
    def store(self) -> Store: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def limits(self) -> Limits: ...
    @property
    def keeper(self) -> LeaseKeeper: ...


@dataclass(slots=True)
class Line:
    """A line that we hold."""

    house: Keeping
    name: str
    token: str
    find: Callable[[Session], object | None]
    """What is to be done next on this line."""
    lost: int = 0
    """So many workers before us were gone before the work was done."""
    held: bool = True
    more: bool | None = None
    """When it was given back: is there more to do? None: nobody looked."""

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction in the middle of the work; it prolongs the lease.

        Raises Conflict when the line was lost to another worker: then nothing is written.
        """
        with self.house.store.write() as session:
            leases.hold(session, self.name, self.token, self.house.clock.now(), self.house.limits.lease)
            yield session

    @contextmanager
    def finish(self, *, durable: bool = True) -> Iterator[Session]:
        """The transaction that ends the work and gives the line back. Raises Conflict as ``write`` does.

        A message that comes before it is committed is seen by the look at its end; or else whoever comes for that
        message waits for the commit and finds the line free. ``durable`` as the store's.
        """
        with self.house.store.write(durable=durable) as session:
            leases.give_back(session, self.name, self.token)
            yield session
            more = self.find(session) is not None
        self.held, self.more = False, more

    def prolong(self) -> None:
        """While the work goes on. Raises Conflict when the line was lost to another worker."""
        with self.house.store.write(durable=False) as session:
            leases.hold(session, self.name, self.token, self.house.clock.now(), self.house.limits.lease)

    def release(self) -> None:
        """Give it back where the work did not."""
        if self.held:
            with self.house.store.write(durable=False) as session:
                leases.release(session, self.name, self.token)


def work_through(
    house: Keeping, name: str, find: Callable[[Session], Work | None], step: Callable[[Line, Work], None]
) -> bool:
    """Take the line and do the step on what ``find`` gives, until it gives nothing or another worker has the line.
    False when the shift was over, or enough turns were taken, before that: whoever called queues it again, behind those
    who wait, so that no job outlasts its time limit and nobody keeps a worker.

    A message that comes before we give the line back finds it taken and nobody else on it: so it is looked for once
    more when it is given back.
    """
    until, turns = time.monotonic() + house.limits.shift.total_seconds(), 0
    while (taken := _take(house, name, find)) is not None:
        line, work = taken
        try:
            with house.keeper.holding(line.prolong, house.limits.lease / 3):
                step(line, work)
        finally:
            line.release()
        if line.more is False:
            return True
        turns += 1
        if time.monotonic() > until or turns >= house.limits.turns:
            return False
        if line.more:
            continue
        with house.store.read() as session:
            if find(session) is None:
                return True
    return True


def _take(house: Keeping, name: str, find: Callable[[Session], Work | None]) -> tuple[Line, Work] | None:
    # First the line, then the look: what was found before the line was ours may have been done by another.
    # A lease need not outlast a power cut: who held it would not, either.
    with house.store.write(durable=False) as session:
        taken = leases.take_counted(session, name, house.clock.now(), house.limits.lease)
        if taken is None:
            return None
        work = find(session)
        if work is None:
            leases.release(session, name, taken.token)
            return None
    return Line(house, name, taken.token, find, taken.lost), work
