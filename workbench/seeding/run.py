"""Seeding a store: several processes play lives (players.py), this one writes what they made."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from core.dashboards.sum_nodes import Nodes
from core.dashboards.sums import Sums, add_up
from core.errors import Conflict
from core.services import reindexing
from core.services.cases import Cases
from core.store import bulk
from core.store.casework import offices
from core.store.casework.tables import SerialRow, TicketRow
from core.store.dashboards.sums import add, generation
from core.store.desk import search
from core.store.engine import Store
from core.store.once import insert_once
from workbench.seeding.governments import arrived
from workbench.seeding.players import CHUNK, YEAR, Batch, SeedRequest, Work, Years, playing
from workbench.seeding.rows import PREFIX, TABLES

__all__ = ["SeedRefused", "SeedRequest", "seed"]

_KEYS_AT_ONCE = 400_000
"""The sums are written when so many keys came together: each writing adds to rows that are there."""


class SeedRefused(Conflict):
    """There are tickets already."""

    kind = "seed-refused"


def seed(
    store: Store,
    cases: Cases,
    wish: SeedRequest,
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
        if not run:
            reindexing.note(session, cases.book.directory(session))
    work = Work(wish, years, run, cases, store.engine.dialect)
    done = _play(store, work, processes, tell)
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    return done


def _play(store: Store, work: Work, processes: int, tell: Callable[[int, float], None]) -> int:
    """Have the lives played, and write each chunk and at last what is left of the sums; how many tickets."""
    done, total = 0, Sums()
    with playing(work, store, processes) as chunks, _in_bulk(store):
        begun, nodes = time.perf_counter(), Nodes(work.directory)
        for made in chunks:
            done = min(done + CHUNK, work.wish.tickets)
            add_up(total, made.sums)
            with store.write(durable=False) as session:
                _write(session, work, made)
                if len(total) > _KEYS_AT_ONCE:
                    add(session, generation(session), nodes.roll_up(total.items()))
                    total = Sums()
            tell(done, done / (time.perf_counter() - begun))
        with store.write() as session:
            add(session, generation(session), nodes.roll_up(total.items()))
    return done


def _write(session: Session, work: Work, made: Batch) -> None:
    for table in TABLES:
        bulk.write(session, table.name, work.names[table.name], made.rows[table.name])
    numbers = select(TicketRow.id, TicketRow.number).where(TicketRow.number.in_(made.words))
    search.put(session, [(ticket_id, made.words[number]) for ticket_id, number in session.execute(numbers)])


@contextmanager
def _in_bulk(store: Store) -> Iterator[None]:
    """SQLite keeps the indexes in memory meanwhile, and moves its log into the file less often."""
    if store.engine.dialect.name == "sqlite":
        _tell_sqlite(store, "cache_size=-400000", "wal_autocheckpoint=25000")
    yield
    if store.engine.dialect.name == "sqlite":
        _tell_sqlite(store, "synchronous=FULL", "wal_checkpoint(TRUNCATE)")
    store.close()  # what was told to a connection goes with it


def _tell_sqlite(store: Store, *pragmas: str) -> None:
    """To the one connection that is open: the pool gives it to every transaction of this thread."""
    connection = store.engine.raw_connection()
    try:
        for pragma in pragmas:
            connection.driver_connection.execute(f"PRAGMA {pragma}")  # type: ignore[union-attr]
    finally:
        connection.close()


def _what_is_there(session: Session) -> str:
    made_up = TicketRow.conversation_id.startswith(PREFIX)
    if session.scalar(select(TicketRow.id).where(~made_up).limit(1)) is not None:
        return "There are real tickets in this store. Made-up ones would be counted and answered like them."
    if session.scalar(select(TicketRow.id).limit(1)) is not None:
        return "This store was seeded already."
    return ""


def _years(session: Session, wish: SeedRequest) -> Years:
    """Take the serials of each year that the tickets fall into."""
    starts, left = [], 0
    for year in range((wish.now - YEAR).year, wish.now.year + 1):
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


def _first_after(wish: SeedRequest, moment: datetime) -> int:
    """Index of the first ticket that can only have come after a moment."""
    return min(wish.tickets, int(arrived((moment - (wish.now - YEAR)) / YEAR) * wish.tickets) + 1)
