"""Seeding a store: several processes play lives, this one writes what they made."""

import multiprocessing
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from sqlalchemy import Dialect, func, select, text, update
from sqlalchemy.orm import Session

from core.casework import Policy
from core.errors import Conflict
from core.offices import Directory
from core.routing import ladder
from core.store import bulk
from core.store.casework import offices
from core.store.casework.cases import Cases
from core.store.desk import search
from core.store.engine import Store
from core.store.figures.sums import add, generation
from core.store.once import insert_once
from core.store.tables import SerialRow, TicketRow
from core.sum_nodes import Nodes
from core.sums import Sums, add_up, difference
from core.tracking import tracking_number
from gateway.seeding.desks import by_government
from gateway.seeding.governments import GOVERNMENTS, YEAR_DAYS, arrived, when
from gateway.seeding.lives import Born, Life, live
from gateway.seeding.rows import PREFIX, TABLES, Rows

CHUNK = 1000
_KEYS_AT_ONCE = 200_000
_YEAR = timedelta(days=YEAR_DAYS)
_CITIZENS_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Wish:
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


class SeedRefused(Conflict):
    """There are tickets already."""

    kind = "seed-refused"


def seed(
    store: Store,
    cases: Cases,
    wish: Wish,
    tell: Callable[[int, float], None],
    *,
    beside: bool = False,
    processes: int = 2,
) -> int:
    """Make the tickets; ``tell`` hears how many there are and how many a second. Returns how many.

    Raises SeedRefused when the store has tickets and ``beside`` is not said.
    """
    with store.write() as session:
        if not beside and (there := _what_is_there(session)):
            raise SeedRefused(there, tell=there)
        offices.fill_if_empty(session, wish.now)
    with store.read() as session:
        run = session.scalar(select(func.count()).select_from(TicketRow)) or 0
    with store.write() as session:
        years = _years(session, wish)
    work = _Work(wish, years, run, cases, store.engine.dialect)
    done, total = 0, Sums()
    with _pool(work, store, processes) as chunks:
        begun, nodes = time.perf_counter(), Nodes(work.directory)
        for made in chunks:
            done = min(done + CHUNK, wish.tickets)
            add_up(total, made.sums)
            with store.write() as session:
                for table in TABLES:
                    bulk.write(session, table, work.names[table.name], made.rows[table.name])
                _enter(session, made.words)
                if len(total) > _KEYS_AT_ONCE or done == wish.tickets:
                    add(session, generation(session), nodes.roll_up(total.items()))
                    total = Sums()
            tell(done, done / (time.perf_counter() - begun))
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    return done


@dataclass(frozen=True, slots=True)
class Made:
    """What a process made: rows by table, what they add to the sums, and each ticket's words for the search."""

    rows: dict[str, list[bulk.Row]]
    sums: Sums
    words: list[set[str]]


class _Work:
    """What each process needs to play its chunks."""

    def __init__(self, wish: Wish, years: Years, run: int, cases: Cases, dialect: Dialect) -> None:
        self.wish, self.years, self.run = wish, years, run
        self.cases, self.dialect = cases, dialect
        self.rows = Rows(dialect)
        self.names = self.rows.names

    def prepare(self, session: Session) -> None:
        directory = self.cases.book.directory(session)
        self.policy = Policy(self.cases.rules, self.cases.policy(session, self.wish.now).work, ladder(directory))
        self.directory = directory
        self.desks = by_government(directory)

    def chunk(self, first: int) -> Made:
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
        words = [words_of(life, self.directory) for _, life in lives]
        return Made(self.rows.of(lives, wish.now), sums, words)


def words_of(life: Life, directory: Directory) -> set[str]:
    """What stands for a ticket in the full-text index."""
    ticket = life.ticket
    return search.words_of(ticket.number, ticket.category, ticket.district, life.complaint, ticket.office_id, directory)


def _enter(session: Session, words: list[set[str]]) -> None:
    """Enter the tickets that were just written, the last in the table, in the full-text index."""
    newest = select(TicketRow.id).order_by(TicketRow.id.desc()).limit(len(words))
    search.put(session, zip(reversed(session.scalars(newest).all()), words, strict=True))


_work: _Work | None = None
"""The work of this process: a child finds it here after the fork."""


def _pool(work: _Work, store: Store, processes: int) -> "_Chunks":
    with store.read() as session:
        work.prepare(session)
    return _Chunks(work, store, processes)


class _Chunks:
    """The processes, and what they made, in order."""

    def __init__(self, work: _Work, store: Store, processes: int) -> None:
        global _work
        _work = work
        store.close()  # no connection may be shared with a child
        self._firsts = range(0, work.wish.tickets, CHUNK)
        self._pool = multiprocessing.get_context("fork").Pool(processes) if processes > 1 else None

    def __enter__(self) -> Iterator[Made]:
        return self._pool.imap(_chunk, self._firsts) if self._pool else map(_chunk, self._firsts)

    def __exit__(self, *_error: object) -> None:
        global _work
        _work = None
        if self._pool:
            self._pool.terminate()
            self._pool.join()


def _chunk(first: int) -> Made:
    assert _work is not None
    return _work.chunk(first)


def _moment(wish: Wish, share: float) -> datetime:
    return wish.now - _YEAR + _YEAR * when(share)


def _what_is_there(session: Session) -> str:
    made_up = TicketRow.conversation_id.startswith(PREFIX)
    if session.scalar(select(TicketRow.id).where(~made_up).limit(1)) is not None:
        return "There are real tickets in this store. Made-up ones would be counted and answered like them."
    if session.scalar(select(TicketRow.id).limit(1)) is not None:
        return "This store was seeded already."
    return ""


def _years(session: Session, wish: Wish) -> Years:
    """Take the serials of each year that the tickets fall into."""
    starts, left = [], 0
    for year in range((wish.now - _YEAR).year, wish.now.year + 1):
        end = datetime(year + 1, 1, 1, tzinfo=UTC)
        until = wish.tickets if end > wish.now else _first_after(wish, end)
        if until == left:
            continue
        insert_once(session, SerialRow, {"year": year, "last": 0}, key=("year",))
        taken = session.execute(
            update(SerialRow)
            .where(SerialRow.year == year)
            .values(last=SerialRow.last + until - left)
            .returning(SerialRow.last)
        ).scalar_one()
        starts.append((left, year, taken - (until - left)))
        left = until
    return Years(tuple(starts))


def _first_after(wish: Wish, moment: datetime) -> int:
    """Index of the first ticket that can only have come after a moment."""
    return min(wish.tickets, int(arrived((moment - (wish.now - _YEAR)) / _YEAR) * wish.tickets) + 1)
