"""The processes that play lives, chunk by chunk. What they make comes back in order, however they take turns."""

import gc
import multiprocessing
import random
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, islice

from sqlalchemy import Dialect
from sqlalchemy.orm import Session

from core.casework import Policy
from core.casework.routing import ladder
from core.dashboards.sums import Sums, add_up, difference
from core.offices.directory import Directory
from core.services.cases import Cases
from core.store.bulk import Packed
from core.store.desk import search
from core.store.engine import Store
from core.text.tracking import tracking_number
from workbench.seeding.desks import by_government
from workbench.seeding.governments import GOVERNMENTS, YEAR_DAYS, when
from workbench.seeding.lives import Born, Life, live
from workbench.seeding.rows import PREFIX, Rows

CHUNK = 1000
YEAR = timedelta(days=YEAR_DAYS)
_CITIZENS_SHARE = 0.6
_AHEAD = 4
"""So many chunks of each process may wait for the writer."""


@dataclass(frozen=True, slots=True)
class SeedRequest:
    """What is wanted: so many tickets of the year before ``now``, all of it settled by ``seed``."""

    tickets: int
    seed: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Years:
    """Which of the tickets are the first of a year, and the serial before theirs: ``(index, year, serial)``."""

    starts: tuple[tuple[int, int, int], ...]

    def number(self, index: int) -> str:
        first, year, before = max(start for start in self.starts if start[0] <= index)
        return tracking_number(year, before + index - first + 1)


@dataclass(frozen=True, slots=True)
class Batch:
    """What a process made: rows by table, what they add to the sums, and each ticket's words for the search by its
    number."""

    rows: dict[str, Packed]
    sums: Sums
    words: dict[str, set[str]]


class Work:
    """What each process needs to play its chunks. ``run``: how many tickets there were before."""

    def __init__(self, wish: SeedRequest, years: Years, run: int, cases: Cases, dialect: Dialect) -> None:
        self.wish, self.years, self.run = wish, years, run
        self.cases = cases
        self.rows = Rows(dialect)
        self.names = self.rows.names

    def prepare(self, session: Session) -> None:
        directory = self.cases.book.directory(session)
        self.policy = Policy(self.cases.rules, self.cases.policy(session, self.wish.now).work, ladder(directory))
        self.directory = directory
        self.desks = by_government(directory)

    def chunk(self, first: int) -> Batch:
        """The rows of the tickets from this one on."""
        wish = self.wish
        draw = random.Random(f"{wish.seed}/{first}")  # noqa: S311 - the same seed must give the same tickets
        shares = list(accumulate(one.received for one in GOVERNMENTS))
        last = min(first + CHUNK, wish.tickets)
        citizens = max(1, int(wish.tickets * _CITIZENS_SHARE))
        lives = []
        for index in range(first, last):
            government = draw.choices(GOVERNMENTS, cum_weights=shares)[0]
            at = _moment(wish, (index + draw.random()) / wish.tickets)
            born = Born(self.years.number(index), at, government, self.desks[government.name].draw(draw))
            lives.append((f"{PREFIX}{self.run}-{index}", live(born, citizens, wish.now, self.policy, draw)))
        sums: Sums = {}
        for _, life in lives:
            add_up(sums, difference(None, life.ticket, life.change.events))
        words = {life.ticket.number: words_of(life, self.directory) for _, life in lives}
        return Batch(self.rows.of(lives, wish.now), sums, words)


def words_of(life: Life, directory: Directory) -> set[str]:
    """What stands for a ticket in the full-text index."""
    ticket = life.ticket
    return search.words_of(ticket.number, ticket.category, ticket.district, life.complaint, ticket.office_id, directory)


_work: Work | None = None
"""The work of this process: a child finds it here after the fork."""


@contextmanager
def playing(work: Work, store: Store, processes: int) -> Iterator[Iterator[Batch]]:
    """What the processes make, in order: never more than the writer gets done soon, so that memory stays small."""
    global _work
    with store.read() as session:
        work.prepare(session)
    _work = work
    store.close()  # no connection may be shared with a child
    firsts = range(0, work.wish.tickets, CHUNK)
    pool = multiprocessing.get_context("fork").Pool(processes, _no_collecting) if processes > 1 else None
    try:
        yield map(_chunk, firsts) if pool is None else _ahead(pool, iter(firsts), processes * _AHEAD)
    finally:
        _work = None
        if pool is not None:
            pool.terminate()
            pool.join()


def _ahead(pool: "multiprocessing.pool.Pool", firsts: Iterator[int], most: int) -> Iterator[Batch]:
    begun = deque(pool.apply_async(_chunk, (first,)) for first in islice(firsts, most))
    while begun:
        made = begun.popleft().get()
        begun.extend(pool.apply_async(_chunk, (first,)) for first in islice(firsts, 1))
        yield made


def _no_collecting() -> None:
    """Lives hold no circles: looking for some took a third of the time."""
    gc.freeze()
    gc.disable()


def _chunk(first: int) -> Batch:
    assert _work is not None
    return _work.chunk(first)


def _moment(wish: SeedRequest, share: float) -> datetime:
    return wish.now - YEAR + YEAR * when(share)
