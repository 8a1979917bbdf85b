"""What a change of a ticket changes in the sums that dashboards are made of. Pure functions.

Sums are kept for each office and, within it, by a *key*: a category, a channel, a week … (``Dim``). What is counted
is a ``Measure``. Two kinds:

- stock: where tickets stand now. A change takes the ticket from where it stood and puts it where it stands; a ticket is
  always counted at the office that has it, in the week in which it came.
- flow: what happened, counted in the week in which it did, at the office that had the ticket then.

"Overdue" and ages depend on the present, so they are never kept: open tickets are counted by the day on which they came
and by the day on which they are due, and whoever reads adds up the days that are past.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.casework.history import NewEvent
from core.ticket import OPEN, WORKING, Action, Confirmation, Level, Ticket, TicketState

NOWHERE = 0
"""The office of tickets that have none yet."""
_ZONE = ZoneInfo("Asia/Karachi")


class Measure(StrEnum):
    """What is counted."""

    CAME = "came"
    WORKING = "working"
    WAITING = "waiting"
    PROPOSED = "proposed"
    SATISFIED = "satisfied"
    UNCONFIRMED = "unconfirmed"
    REJECTED = "rejected"
    MERGED = "merged"
    LATE = "late"
    SAID_SOLVED = "said_solved"
    DENIED = "denied"
    FORWARDED = "forwarded"
    ESCALATED = "escalated"
    SECONDS = "seconds"


class Dim(StrEnum):
    """By what it is counted. The key within it: a category, a channel, a level's number, an owner and category, a date
    (a week is its Monday), a step and the number of its span of time. Those of a period: the week in which the ticket
    came and then the category, the channel, the owner and category."""

    ALL = "all"
    DEPARTMENT = "department"
    CATEGORY = "category"
    CHANNEL = "channel"
    LEVEL = "level"
    OWNER = "owner"
    WEEK = "week"
    CAME = "came"
    DUE = "due"
    STEP = "step"
    CATEGORY_WEEK = "category_week"
    CHANNEL_WEEK = "channel_week"
    OWNER_WEEK = "owner_week"


OF_A_PERIOD = {
    Dim.CATEGORY: Dim.CATEGORY_WEEK,
    Dim.CHANNEL: Dim.CHANNEL_WEEK,
    Dim.OWNER: Dim.OWNER_WEEK,
}
"""Where that what came in some weeks is counted by the same."""


class Span(StrEnum):
    """From the complaint's coming to …"""

    OFFICE = "office"
    STARTED = "started"
    SAID_SOLVED = "said_solved"
    SATISFIED = "satisfied"
    UNCONFIRMED = "unconfirmed"


_H, _D = 3600, 86400
SPANS = tuple(
    [0, *(hours * _H for hours in (1, 3, 6, 12)), *(days * _D for days in (1, 2, 3, 4, 5, 7, 10, 14, 21, 30, 45, 60))]
    + [days * _D for days in (90, 120, 180, 365)]
)
"""Seconds at which a span of time begins: times to each step are counted in these, so that a median can be told."""

Key = tuple[int, Dim, str]
"""Office, dimension, key."""
Sums = dict[Key, dict[Measure, int]]
_M, _A = Measure, Action
_STANDS = {
    **dict.fromkeys(WORKING, _M.WORKING),
    TicketState.WAITING: _M.WAITING,
    TicketState.PROPOSED: _M.PROPOSED,
    TicketState.REJECTED: _M.REJECTED,
    TicketState.MERGED: _M.MERGED,
}
_FLOWS = {
    _A.PROPOSE.value: _M.SAID_SOLVED,
    _A.FOLLOW.value: _M.SAID_SOLVED,
    _A.SATISFIED.value: _M.SATISFIED,
    _A.UNCONFIRMED.value: _M.UNCONFIRMED,
    _A.DISSATISFIED.value: _M.DENIED,
    _A.APPROVE_REJECTION.value: _M.REJECTED,
    _A.FORWARD.value: _M.FORWARDED,
    _A.ESCALATE.value: _M.ESCALATED,
}
_COUNTED_ALONE = frozenset({_M.SAID_SOLVED, _M.DENIED, _M.FORWARDED, _M.ESCALATED})
"""Flows that are no stock as well: only these are also counted outside their week."""
_SPAN_OF = {
    _A.START.value: Span.STARTED,
    _A.PROPOSE.value: Span.SAID_SOLVED,
    _A.FOLLOW.value: Span.SAID_SOLVED,
    _A.SATISFIED.value: Span.SATISFIED,
    _A.UNCONFIRMED.value: Span.UNCONFIRMED,
}
_FIRST_ROUND_ONLY = frozenset({Span.STARTED, Span.SAID_SOLVED})
_NEW_ROUND = frozenset({_A.DISSATISFIED.value, _A.APPEAL.value, _A.SEPARATE.value})
COUNTED_EVENTS = frozenset({*_FLOWS, *_SPAN_OF, *_NEW_ROUND, _A.ASSIGN.value})
"""Kinds of events that sums are made of: any that gives the ticket to an office, and those above."""


def difference(before: Ticket | None, after: Ticket, events: Iterable[NewEvent]) -> Sums:
    """What a change adds to the sums (and takes from them). ``before`` is None for a new ticket, and ``events`` are
    all that led from one to the other: with all events of a history it is all that a ticket counts for."""
    found: Sums = {}
    if before is not None:
        for key, measure in _stock(before):
            _add(found, key, measure, -1)
    for key, measure in _stock(after):
        _add(found, key, measure, 1)
    for key, measure, count in _flows(before, after, events):
        _add(found, key, measure, count)
    return {key: kept for key, counts in found.items() if (kept := {m: n for m, n in counts.items() if n})}


def add_up(into: Sums, more: Mapping[Key, Mapping[Measure, int]]) -> None:
    """Add sums to sums."""
    for key, counts in more.items():
        for measure, count in counts.items():
            _add(into, key, measure, count)


def span_of(seconds: int) -> int:
    """The number of the span of time that this lies in."""
    return max(0, bisect_right(SPANS, seconds) - 1)


def day_of(moment: datetime) -> date:
    """The day in Pakistan."""
    return moment.astimezone(_ZONE).date()


def begin_of(day: date) -> datetime:
    """When a day begins in Pakistan."""
    return datetime.combine(day, time(), _ZONE)


def week_of(moment: datetime) -> str:
    """The Monday of its week."""
    day = day_of(moment)
    return (day - timedelta(days=day.weekday())).isoformat()


def _stock(ticket: Ticket) -> Iterator[tuple[Key, Measure]]:
    office = ticket.office_id or NOWHERE
    stands = _stands(ticket)
    late = ticket.state in WORKING and ticket.level > Level.OFFICE
    measures = (_M.CAME, stands, _M.LATE) if late else (_M.CAME, stands)
    week = week_of(ticket.created_at)
    for measure in measures:
        yield (office, Dim.ALL, ""), measure
        yield (office, Dim.CATEGORY, ticket.category), measure
        yield (office, Dim.CHANNEL, ticket.channel), measure
        yield (office, Dim.CATEGORY_WEEK, f"{week}/{ticket.category}"), measure
        yield (office, Dim.CHANNEL_WEEK, f"{week}/{ticket.channel}"), measure
        if ticket.owner is not None:
            yield (office, Dim.OWNER, f"{ticket.owner}/{ticket.category}"), measure
            yield (office, Dim.OWNER_WEEK, f"{week}/{ticket.owner}/{ticket.category}"), measure
    yield (office, Dim.WEEK, week), _M.CAME
    if ticket.state in OPEN:
        yield (office, Dim.CAME, day_of(ticket.created_at).isoformat()), stands
        yield (office, Dim.LEVEL, str(int(ticket.level))), stands
        if ticket.state in WORKING and ticket.due_at is not None:
            yield (office, Dim.DUE, day_of(ticket.due_at).isoformat()), _M.LATE if late else _M.WORKING


def _stands(ticket: Ticket) -> Measure:
    if ticket.state is TicketState.CLOSED:
        return _M.SATISFIED if ticket.confirmation is Confirmation.SATISFIED else _M.UNCONFIRMED
    return _STANDS[ticket.state]


@dataclass(frozen=True, slots=True)
class _Point:
    """How far the history has been walked: who has the ticket, and is it still in its first round?"""

    office: int | None
    first_round: bool


def _flows(before: Ticket | None, after: Ticket, events: Iterable[NewEvent]) -> Iterator[tuple[Key, Measure, int]]:
    point = _Point(None, True) if before is None else _Point(before.office_id, before.rounds == 0)
    for event in events:
        office = point.office or NOWHERE
        measure = _FLOWS.get(event.kind)
        if measure is not None:
            yield (office, Dim.WEEK, week_of(event.at)), measure, 1
            if measure in _COUNTED_ALONE:
                yield (office, Dim.ALL, ""), measure, 1
                yield (office, Dim.CATEGORY, after.category), measure, 1
                yield (office, Dim.CATEGORY_WEEK, f"{week_of(after.created_at)}/{after.category}"), measure, 1
        span = _SPAN_OF.get(event.kind)
        if span is not None and (point.first_round or span not in _FIRST_ROUND_ONLY):
            yield from _span(office, span, after, event)
        if event.data.get("office") is not None:
            if point.office is None:
                yield from _span(event.data["office"], Span.OFFICE, after, event)
            point = replace(point, office=event.data["office"])
        if event.kind in _NEW_ROUND:
            point = replace(point, first_round=False)


def _span(office: int, span: Span, ticket: Ticket, event: NewEvent) -> Iterator[tuple[Key, Measure, int]]:
    taken = max(0, int((event.at - ticket.created_at).total_seconds()))
    key = (office, Dim.STEP, f"{span}/{span_of(taken):02d}")
    yield key, _M.CAME, 1
    yield key, _M.SECONDS, taken


def _add(sums: Sums, key: Key, measure: Measure, count: int) -> None:
    counts = sums.setdefault(key, {})
    counts[measure] = counts.get(measure, 0) + count
