"""The queue of an office, or of many: open tickets by deadline, page by page, and how many there are.

What the filters ask (wanted.py) is in the indexes, so a page costs what is open and nothing for what is closed. Pages
go on from the last row of the one before (keyset), so that a ticket that comes or goes moves nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.privacy.masking import hidden
from core.store.casework.tables import TicketRow
from core.store.desk.wanted import NO_SPAN, VIEWS, Wanted, in_offices, is_late, tickets_wanted
from core.store.pipeline.conversations import fields_from_json
from core.ticket import WORKING, Level, Ticket, TicketState

_ABOUT = 160


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
    against_person: str | None
    urgent: bool
    created_at: datetime
    due_at: datetime | None
    paused_at: datetime | None
    closed_at: datetime | None
    about: str


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last ticket of a page: its deadline (of ended ones: its end) and its id; ``pinned``: it is one of those above
    all others."""

    at: datetime | None
    id: int
    pinned: bool = False

    def __str__(self) -> str:
        at = f"{self.at.timestamp():.6f}" if self.at else ""
        return f"{'u' if self.pinned else ''}{at}_{self.id}"


@dataclass(frozen=True, slots=True)
class Page:
    """Some tickets in order, after which of them the next page begins (None: this is the last), and before which of
    them the previous one ends (None: this is the first)."""

    lines: Sequence[Line] = ()
    next: Cursor | None = None
    previous: Cursor | None = None


@dataclass(frozen=True, slots=True)
class _Segment:
    """A stretch of the order. ``pinned``: those above all others, or the rest; ``dated``: those with a deadline, or
    without (by id alone); None: both. ``down``: the largest first."""

    pinned: bool | None = None
    dated: bool | None = None
    down: bool = False
    ended: bool = False

    @property
    def column(self) -> InstrumentedAttribute[Any] | None:
        if self.ended:
            return TicketRow.closed_at
        return TicketRow.due_at if self.dated else None

    def only(self) -> list[ColumnElement[bool]]:
        """What is true of all in it."""
        pressing = TicketRow.urgent & TicketRow.state.in_(WORKING)
        found = [] if self.pinned is None else [pressing if self.pinned else _not_pressing()]
        if self.dated is not None:
            found.append(TicketRow.due_at.is_not(None) if self.dated else TicketRow.due_at.is_(None))
        return found

    def holds(self, cursor: Cursor) -> bool:
        """Is this cursor's ticket in it?"""
        in_pinned = self.pinned is None or self.pinned == cursor.pinned
        return in_pinned and (self.dated is None or self.dated == (cursor.at is not None))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open tickets there are by state, and of those being worked on how many are late or urgent."""

    by_state: dict[TicketState, int] = field(default_factory=dict)
    overdue: int = 0
    urgent: int = 0

    def of(self, show: str) -> int:
        return sum(self.by_state.get(state, 0) for state in VIEWS.get(show, ()))


def page(
    session: Session,
    wanted: Wanted,
    now: datetime,
    *,
    after: Cursor | None = None,
    before: Cursor | None = None,
    limit: int = 50,
) -> Page:
    """A page of the queue: what comes after a ticket, or what stands before one. Emergencies being worked on stand
    above everything; then deadlines, the nearest at the top; then those without one, the oldest at the top."""
    back = before is not None
    keys = _keys(session, wanted, now, before or after, limit, back=back)
    more = len(keys) > limit
    keys = keys[:limit]
    if back:
        keys.reverse()
    lines = of_ids(session, [key.id for key in keys])
    if not keys:
        return Page()
    following = True if back else more
    preceding = more if back else after is not None
    return Page(lines, keys[-1] if following else None, keys[0] if preceding else None)


def counts(session: Session, wanted: Wanted, now: datetime) -> Counts:
    """Counts of all open tickets of these offices, whatever else is wanted."""
    late = case((is_late(now), 1), else_=0)
    pressing = case((TicketRow.urgent & TicketRow.state.in_(WORKING), 1), else_=0)
    rows = session.execute(
        select(TicketRow.state, func.count(), func.sum(late), func.sum(pressing))
        .where(TicketRow.closed_at.is_(None), in_offices(session, wanted.offices))
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
    pinned = text.startswith("u")
    at, _, number = text.removeprefix("u").partition("_")
    if not number.isdecimal() or len(number) > 15:
        return None
    try:
        return Cursor(datetime.fromtimestamp(float(at), UTC) if at else None, int(number), pinned)
    except (ValueError, OverflowError, OSError):
        return None


def cursor_of(ticket: Line | Ticket, number: int, order: str) -> Cursor:
    """Where a ticket stands in an order; ``number`` is its row's id."""
    pinned = ticket.urgent and ticket.state in WORKING
    return Cursor(ticket.due_at if order == "due" else None, number, pinned)


def _segments(wanted: Wanted) -> list[_Segment]:
    if wanted.ended:
        return [_Segment(down=wanted.order != "oldest", ended=True)]
    pinned = (None,) if wanted.urgent else (True, False)  # of urgent ones all are
    if wanted.order != "due":
        return [_Segment(one, None, wanted.order == "newest") for one in pinned]
    dated = (True,) if wanted.overdue or wanted.due != NO_SPAN else (True, False)
    return [_Segment(one, other) for one in pinned for other in dated]


def _keys(
    session: Session, wanted: Wanted, now: datetime, cursor: Cursor | None, limit: int, *, back: bool
) -> list[Cursor]:
    """Up to ``limit`` + 1 of them in their order, or, going ``back``, in the reverse of it."""
    segments = _segments(wanted)
    if back:
        segments.reverse()
    if cursor is not None:
        first = next((n for n, one in enumerate(segments) if one.holds(cursor)), 0)
        segments = segments[first:]
    chosen = tickets_wanted(session, wanted, now)
    keys: list[Cursor] = []
    for segment in segments:
        at = cursor if cursor is not None and segment.holds(cursor) else None
        rows = session.execute(_within_segment(chosen, segment, at, back=back).limit(limit + 1 - len(keys)))
        keys += [Cursor(_at(row, segment), row.id, bool(segment.pinned)) for row in rows]
        if len(keys) > limit:
            break
    return keys


def _at(row: Row[Any], segment: _Segment) -> datetime | None:
    column = segment.column
    return None if column is None else getattr(row, column.key)


def _within_segment(chosen: Any, segment: _Segment, cursor: Cursor | None, *, back: bool) -> Any:
    down, column = segment.down != back, segment.column
    query = chosen.where(*segment.only())
    if cursor is not None:
        beyond = TicketRow.id < cursor.id if down else TicketRow.id > cursor.id
        if column is not None and cursor.at is not None:
            query = query.where(column <= cursor.at if down else column >= cursor.at)
            beyond = beyond | (column < cursor.at if down else column > cursor.at)
        query = query.where(beyond)
    order = [one for one in (column, TicketRow.id) if one is not None]
    return query.order_by(*(one.desc() if down else one for one in order))


def _not_pressing() -> ColumnElement[bool]:
    return ~TicketRow.urgent | TicketRow.state.not_in(WORKING)


def _line(row: Row[*tuple[Any, ...]]) -> Line:
    complaint = fields_from_json(row.fields)
    said = complaint.fields["description"].value if "description" in complaint.fields else ""
    about = hidden(said, complaint, most=_ABOUT)
    values = {name: getattr(row, name) for name in Line.__slots__ if name != "about"}
    return Line(**values | {"state": TicketState(row.state), "level": Level(row.level), "about": about})
