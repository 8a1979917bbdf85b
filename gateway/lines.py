"""Lines of work: one worker at a time on one person's messages, in order, whatever dies in between.

A line is taken for one piece of work and given back in the transaction that does it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from core.store.road import leases
from gateway.house import House

Work = TypeVar("Work")


@dataclass(slots=True)
class Line:
    """A line that we hold."""

    house: House
    name: str
    token: str
    find: Callable[[Session], object | None]
    """What is to be done next on this line."""
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

    def release(self) -> None:
        """Give it back where the work did not."""
        if self.held:
            with self.house.store.write(durable=False) as session:
                leases.release(session, self.name, self.token)


def work_through(
    house: House, name: str, find: Callable[[Session], Work | None], step: Callable[[Line, Work], None]
) -> None:
    """Take the line and do the step on what ``find`` gives, until it gives nothing or another worker has the line.

    A message that comes before we give the line back finds it taken and nobody else on it: so it is looked for once
    more when it is given back.
    """
    while (taken := _take(house, name, find)) is not None:
        line, work = taken
        try:
            step(line, work)
        finally:
            line.release()
        if line.more is False:
            return
        if line.more:
            continue
        with house.store.read() as session:
            if find(session) is None:
                return


def _take(house: House, name: str, find: Callable[[Session], Work | None]) -> tuple[Line, Work] | None:
    # First the line, then the look: what was found before the line was ours may have been done by another.
    # A lease need not outlast a power cut: who held it would not, either.
    with house.store.write(durable=False) as session:
        token = leases.take(session, name, house.clock.now(), house.limits.lease)
        if token is None:
            return None
        work = find(session)
        if work is None:
            leases.release(session, name, token)
            return None
    return Line(house, name, token, find), work
