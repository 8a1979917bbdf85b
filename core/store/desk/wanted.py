"""Which tickets a queue asks for, as data and as what the database is asked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, any_, bindparam, func, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.store.casework.tables import TicketRow
from core.ticket import OPEN, WORKING, Level, TicketState

ENDED_SHOWN = timedelta(days=90)
"""What ended longer ago is found by searching."""
_FEW_OFFICES = 64
"""Of so many offices the tickets are looked up office by office; of more, all open ones are gone through in order."""

VIEWS: dict[str, frozenset[TicketState]] = {
    "todo": WORKING,
    "waiting": frozenset({TicketState.WAITING}),
    "proposed": frozenset({TicketState.PROPOSED}),
    "open": OPEN,
    "ended": frozenset({TicketState.CLOSED, TicketState.REJECTED}),
}
"""What may be shown, besides each state by its own name."""


ORDERS = ("due", "newest", "oldest")
"""By the nearest deadline; by when they came (ids are given as they come). What ended: the latest end first, and with
"oldest" the earliest."""
Span = tuple[datetime | None, datetime | None]
NO_SPAN: Span = (None, None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tickets. ``offices`` are ids (None: all offices); ``show`` is a key of ``VIEWS`` or a state; ``owner`` a
    user's id, or "" for those that nobody has taken; those about the user ``but_about`` are left out. ``came`` and
    ``due``: from the first moment to before the second. None anywhere: it does not matter. ``order`` is one of
    ``ORDERS``; urgent ones that are being worked on stand above the others in each."""

    offices: Collection[int] | None = None
    show: str = "todo"
    category: str | None = None
    district: str | None = None
    channel: str | None = None
    level: Level | None = None
    owner: str | None = None
    urgent: bool = False
    overdue: bool = False
    but_about: str | None = None
    came: Span = NO_SPAN
    due: Span = NO_SPAN
    order: str = "due"

    @property
    def states(self) -> frozenset[TicketState]:
        """Raises ValueError for what is neither a view nor a state."""
        return VIEWS.get(self.show) or frozenset({TicketState(self.show)})

    @property
    def ended(self) -> bool:
        return self.show in {"ended", TicketState.CLOSED, TicketState.REJECTED}


def tickets_wanted(session: Session, wanted: Wanted, now: datetime) -> Any:
    """Ids and times of the tickets wanted: all that is asked here is in the index."""
    query: Any  # SQLAlchemy's type of it changes with each column
    if wanted.ended:
        query = select(TicketRow.closed_at, TicketRow.id).where(TicketRow.closed_at > now - ENDED_SHOWN)
    else:
        query = select(TicketRow.due_at, TicketRow.id).where(TicketRow.closed_at.is_(None))
    query = query.where(in_offices(session, wanted.offices), TicketRow.state.in_(sorted(wanted.states)))
    for column, value in (
        (TicketRow.category, wanted.category),
        (TicketRow.district, wanted.district),
        (TicketRow.channel, wanted.channel),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.level is not None:
        query = query.where(TicketRow.level == int(wanted.level))
    if wanted.owner is not None:
        query = query.where(TicketRow.owner == wanted.owner if wanted.owner else TicketRow.owner.is_(None))
    if wanted.but_about is not None:
        query = query.where(TicketRow.against_person.is_distinct_from(wanted.but_about))
    if wanted.urgent:
        query = query.where(TicketRow.urgent)
    if wanted.overdue:
        query = query.where(is_late(now))
    return query.where(*_within(TicketRow.created_at, wanted.came), *_within(TicketRow.due_at, wanted.due))


def is_late(now: datetime) -> ColumnElement[bool]:
    """Late: past its deadline with the clock running, or above its office for that (as core.dashboards.sums)."""
    missed = (TicketRow.due_at < now) | (TicketRow.level > int(Level.OFFICE))
    return TicketRow.state.in_(WORKING) & missed


def in_offices(session: Session, offices: Collection[int] | None) -> ColumnElement[bool]:
    if offices is None:
        return true()
    if len(offices) <= _FEW_OFFICES:
        return TicketRow.office_id.in_(sorted(offices))
    # "+ 0" keeps the database from looking up so many offices one by one and sorting what it found.
    office = TicketRow.office_id + 0
    if session.get_bind().dialect.name == "sqlite":
        listed = func.json_each(bindparam(None, str(sorted(offices)), String)).table_valued("value")
        return office.in_(select(listed.c.value))
    return office == any_(bindparam(None, sorted(offices), ARRAY(Integer)))


def _within(moment: InstrumentedAttribute[Any], span: Span) -> list[ColumnElement[bool]]:
    first, end = span
    return [*([moment >= first] if first is not None else []), *([moment < end] if end is not None else [])]
