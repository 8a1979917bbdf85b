"""The queue of an office, or of many: open tickets by deadline, page by page, and how many there are.

What the filters ask is in the indexes (tables.py), so a page costs what is open and nothing for what is closed. Pages
go on from the last row of the one before (keyset), so that a ticket that comes or goes moves nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, String, any_, bindparam, case, func, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.discreet import hidden
from core.store.road.conversations import fields_from_json
from core.store.tables import TicketRow
from core.ticket import OPEN, WORKING, Level, TicketState

ENDED_SHOWN = timedelta(days=90)
"""What ended longer ago is found by searching."""
_FEW_OFFICES = 64
"""Of so many offices the tickets are looked up office by office; of more, all open ones are gone through in order."""
_ABOUT = 160

VIEWS: dict[str, frozenset[TicketState]] = {
    "todo": WORKING,
    "waiting": frozenset({TicketState.WAITING}),
    "proposed": frozenset({TicketState.PROPOSED}),
    "open": OPEN,
    "ended": frozenset({TicketState.CLOSED, TicketState.REJECTED}),
}
"""What may be shown, besides each state by its own name."""


Span = tuple[datetime | None, datetime | None]
NO_SPAN: Span = (None, None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tickets. ``offices`` are ids (None: all offices); ``show`` is a key of ``VIEWS`` or a state; ``owner`` a
    user's id, or "" for those that nobody has taken. ``came`` and ``due``: from the first moment to before the second.
    None anywhere: it does not matter."""

    offices: Collection[int] | None = None
    show: str = "todo"
    category: str | None = None
    district: str | None = None
    channel: str | None = None
    level: Level | None = None
    owner: str | None = None
    urgent: bool = False
    overdue: bool = False
    came: Span = NO_SPAN
    due: Span = NO_SPAN

    @property
    def states(self) -> frozenset[TicketState]:
        """Raises ValueError for what is neither a view nor a state."""
        return VIEWS.get(self.show) or frozenset({TicketState(self.show)})

    @property
    def ended(self) -> bool:
        return self.show in {"ended", TicketState.CLOSED, TicketState.REJECTED}


@dataclass(frozen=True, slots=True)
class Line:
    """A ticket in the queue. ``about`` is the beginning of what the citizen wrote, without name and numbers."""

    id: int
    number: str
    version: int
    category: str
    district: str
    channel: str
    language: str
    state: TicketState
    level: Level
    office_id: int | None
    owner: str | None
    urgent: bool
    created_at: datetime
    due_at: datetime | None
    paused_at: datetime | None
    closed_at: datetime | None
    about: str


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last ticket of a page: its deadline (of ended ones: its end) and its id."""

    at: datetime | None
    id: int

    def __str__(self) -> str:
        return f"{self.at.timestamp():.6f}_{self.id}" if self.at else f"_{self.id}"


@dataclass(frozen=True, slots=True)
class Page:
    """Some tickets in order, and where the next page begins (None: this is the last)."""

    lines: Sequence[Line] = ()
    next: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open tickets there are by state, and of those being worked on how many are late or urgent."""

    by_state: dict[TicketState, int] = field(default_factory=dict)
    overdue: int = 0
    urgent: int = 0

    def of(self, show: str) -> int:
        return sum(self.by_state.get(state, 0) for state in VIEWS.get(show, ()))


def page(session: Session, wanted: Wanted, now: datetime, *, after: Cursor | None = None, limit: int = 50) -> Page:
    """A page of the queue. Deadlines first, the nearest at the top; then those without one, the oldest at the top."""
    keys = (
        _ended_keys(session, wanted, now, after, limit)
        if wanted.ended
        else _open_keys(session, wanted, now, after, limit)
    )
    lines = of_ids(session, [key.id for key in keys[:limit]])
    return Page(lines, keys[limit - 1] if len(keys) > limit else None)


def counts(session: Session, wanted: Wanted, now: datetime) -> Counts:
    """Counts of all open tickets of these offices, whatever else is wanted."""
    late = case((_late(now), 1), else_=0)
    pressing = case((TicketRow.urgent & TicketRow.state.in_(WORKING), 1), else_=0)
    rows = session.execute(
        select(TicketRow.state, func.count(), func.sum(late), func.sum(pressing))
        .where(TicketRow.closed_at.is_(None), _of_offices(session, wanted.offices))
        .group_by(TicketRow.state)
    ).all()
    by_state = {TicketState(state): count for state, count, _, _ in rows}
    return Counts(by_state, sum(row[2] or 0 for row in rows), sum(row[3] or 0 for row in rows))


def of_ids(session: Session, ids: Sequence[int]) -> list[Line]:
    """These tickets, in this order; those that are gone are left out."""
    columns = [getattr(TicketRow, name) for name in Line.__slots__ if name != "about"]
    rows = {row.id: row for row in session.execute(select(*columns, TicketRow.fields).where(TicketRow.id.in_(ids)))}
    return [_line(rows[one]) for one in ids if one in rows]


def read_cursor(text: str) -> Cursor | None:
    """A cursor from an address; None for anything else."""
    at, _, number = text.partition("_")
    if not number.isdecimal() or len(number) > 15:
        return None
    try:
        return Cursor(datetime.fromtimestamp(float(at), UTC) if at else None, int(number))
    except (ValueError, OverflowError, OSError):
        return None


def _open_keys(session: Session, wanted: Wanted, now: datetime, after: Cursor | None, limit: int) -> list[Cursor]:
    keys: list[Cursor] = []
    if after is None or after.at is not None:
        query = _chosen(session, wanted, now).where(TicketRow.due_at.is_not(None))
        if after is not None:
            later = (TicketRow.due_at > after.at) | (TicketRow.id > after.id)
            query = query.where(TicketRow.due_at >= after.at, later)
        rows = session.execute(query.order_by(TicketRow.due_at, TicketRow.id).limit(limit + 1))
        keys = [Cursor(row.due_at, row.id) for row in rows]
        after = None
    if len(keys) <= limit and not wanted.overdue and wanted.due == NO_SPAN:
        query = _chosen(session, wanted, now).where(
            TicketRow.due_at.is_(None), TicketRow.id > (after.id if after else 0)
        )
        rows = session.execute(query.order_by(TicketRow.id).limit(limit + 1 - len(keys)))
        keys += [Cursor(None, row.id) for row in rows]
    return keys


def _ended_keys(session: Session, wanted: Wanted, now: datetime, after: Cursor | None, limit: int) -> list[Cursor]:
    query = _chosen(session, wanted, now)
    if after is not None and after.at is not None:
        earlier = (TicketRow.closed_at < after.at) | (TicketRow.id < after.id)
        query = query.where(TicketRow.closed_at <= after.at, earlier)
    rows = session.execute(query.order_by(TicketRow.closed_at.desc(), TicketRow.id.desc()).limit(limit + 1))
    return [Cursor(row.closed_at, row.id) for row in rows]


def _chosen(session: Session, wanted: Wanted, now: datetime) -> Any:
    """Ids and times of the tickets wanted: all that is asked here is in the index."""
    query: Any  # SQLAlchemy's type of it changes with each column
    if wanted.ended:
        query = select(TicketRow.closed_at, TicketRow.id).where(TicketRow.closed_at > now - ENDED_SHOWN)
    else:
        query = select(TicketRow.due_at, TicketRow.id).where(TicketRow.closed_at.is_(None))
    query = query.where(_of_offices(session, wanted.offices), TicketRow.state.in_(sorted(wanted.states)))
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
    if wanted.urgent:
        query = query.where(TicketRow.urgent)
    if wanted.overdue:
        query = query.where(_late(now))
    return query.where(*_within(TicketRow.created_at, wanted.came), *_within(TicketRow.due_at, wanted.due))


def _within(moment: InstrumentedAttribute[Any], span: Span) -> list[ColumnElement[bool]]:
    first, end = span
    return [*([moment >= first] if first is not None else []), *([moment < end] if end is not None else [])]


def _late(now: datetime) -> ColumnElement[bool]:
    """Not dealt with in time: past its deadline with the clock running, or above its office for that (as core.sums)."""
    missed = (TicketRow.due_at < now) | (TicketRow.level > int(Level.OFFICE))
    return TicketRow.state.in_(WORKING) & missed


def _of_offices(session: Session, offices: Collection[int] | None) -> ColumnElement[bool]:
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


def _line(row: Row[*tuple[Any, ...]]) -> Line:
    complaint = fields_from_json(row.fields)
    said = hidden(complaint.fields["description"].value if "description" in complaint.fields else "", complaint)
    about = said if len(said) <= _ABOUT else said[: _ABOUT - 1].rstrip() + "…"
    values = {name: getattr(row, name) for name in Line.__slots__ if name != "about"}
    return Line(**values | {"state": TicketState(row.state), "level": Level(row.level), "about": about})
