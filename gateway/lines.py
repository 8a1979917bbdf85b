"""Lines of work: one worker at a time on one person's messages, in order, whatever dies in between."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.store import leases
from gateway.house import House


@dataclass(frozen=True, slots=True)
class Line:
    """A line that we hold."""

    house: House
    name: str
    token: str

    def hold(self, session: Session) -> None:
        """In the transaction that does the work. Raises Conflict when the line was lost to another worker."""
        leases.hold(session, self.name, self.token, self.house.clock.now(), self.house.limits.lease)


@contextmanager
def holding(house: House, name: str) -> Iterator[Line | None]:
    """The line, or None while somebody else is on it."""
    with house.store.write() as session:
        token = leases.take(session, name, house.clock.now(), house.limits.lease)
    if token is None:
        yield None
        return
    try:
        yield Line(house, name, token)
    finally:
        with house.store.write() as session:
            leases.release(session, name, token)


def work_through(house: House, name: str, step: Callable[[Line], bool], more: Callable[[Session], bool]) -> None:
    """Take the line and do one step after another until there is none (``step`` gives False).

    A message that comes between the last step and the release would find the line taken and nobody on it: so it is
    looked at once more after the release.
    """
    while True:
        with holding(house, name) as line:
            if line is None:
                return
            while step(line):
                pass
        with house.store.read() as session:
            if not more(session):
                return
