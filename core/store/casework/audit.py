"""Checking the histories of tickets, and erasing words whose time has come."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.casework import history
from core.casework.history import BrokenLink, TicketEvent
from core.errors import NotFound
from core.store.casework.tables import TicketEventRow, TicketRow
from core.store.casework.tickets import event_of
from core.store.engine import Store

_BATCH = 500


def verify(store: Store, numbers: Sequence[str] = ()) -> Iterator[tuple[str, BrokenLink | None]]:
    """Each ticket with the first broken link of its history, or None. Also notices an end that was cut off: the last
    hash stands on the ticket too. Raises NotFound for a number that there is none of."""
    after = 0
    while True:
        with store.read() as session:
            tickets = _batch(session, after, numbers)
            events = _events(session, [number for _, number, _ in tickets])
        for _, number, last_hash in tickets:
            yield number, _check(number, events.get(number, []), last_hash)
        if len(tickets) < _BATCH:
            break
        after = tickets[-1][0]
    if numbers and (unknown := set(numbers) - _known(store, numbers)):
        raise NotFound(f"no such ticket: {', '.join(sorted(unknown))}")


def _check(number: str, events: list[TicketEvent], last_hash: str) -> BrokenLink | None:
    broken = history.verify(events)
    if broken is not None:
        return broken
    end = events[-1].hash if events else history.GENESIS
    return None if end == last_hash else BrokenLink(number, len(events) + 1, "is missing: the end was cut off")


def _batch(session: Session, after: int, numbers: Sequence[str]) -> list[tuple[int, str, str]]:
    query = select(TicketRow.id, TicketRow.number, TicketRow.last_hash).where(TicketRow.id > after)
    if numbers:
        query = query.where(TicketRow.number.in_(numbers))
    return [(row.id, row.number, row.last_hash) for row in session.execute(query.order_by(TicketRow.id).limit(_BATCH))]


def _events(session: Session, numbers: Sequence[str]) -> dict[str, list[TicketEvent]]:
    rows = session.scalars(
        select(TicketEventRow)
        .where(TicketEventRow.ticket.in_(numbers))
        .order_by(TicketEventRow.ticket, TicketEventRow.seq)
    )
    return {number: [event_of(row) for row in group] for number, group in groupby(rows, key=lambda row: row.ticket)}


def _known(store: Store, numbers: Sequence[str]) -> set[str]:
    with store.read() as session:
        return set(session.scalars(select(TicketRow.number).where(TicketRow.number.in_(numbers))))
