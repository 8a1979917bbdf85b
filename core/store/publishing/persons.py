"""How many persons stand behind each number: one walk over all tickets and what happened to them, office by office, so
that only one office's persons are in memory at a time and, of what is larger, at most k of each number."""

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby

from sqlalchemy import String, func, select, type_coerce
from sqlalchemy.orm import Session

from core.dashboards.sums import begin_of, day_of
from core.publishing import measures as m
from core.publishing.measures import is_of_offices
from core.publishing.records import Behind
from core.publishing.subjects import OFFICES
from core.store.casework.tables import TicketEventRow, TicketRow
from core.ticket import OPEN, WORKING, Action, Confirmation, TicketState

_PERSON = type_coerce(TicketRow.person, String)
"""As it is kept, sealed or not: equal where the person is."""
_OFFICE = func.coalesce(TicketRow.office_id, 0)
_HAPPENED = {
    Action.PROPOSE.value: m.SOLVED,
    Action.FOLLOW.value: m.SOLVED,
    Action.SATISFIED.value: m.CONFIRMED,
    Action.UNCONFIRMED.value: m.UNCONFIRMED,
    Action.DISSATISFIED.value: m.DENIED,
}
_AT_ONCE = 5000


class _Crowd:
    """Persons by subject and measure, of each at most k."""

    def __init__(self, least: int) -> None:
        self._least = least
        self._some: dict[tuple[str, str], set[str]] = {}
        self.behind: Behind = {}

    def add(self, subject: str, persons: Mapping[str, set[str]]) -> None:
        """``persons`` by measure."""
        counts = self.behind.setdefault(subject, {})
        for measure, some in persons.items():
            if counts.get(measure, 0) >= self._least:
                continue
            count = len(some)
            if count < self._least:
                known = self._some.setdefault((subject, measure), set())
                known |= some
                count = len(known)
            if count >= self._least:
                self._some.pop((subject, measure), None)
            counts[measure] = min(count, self._least)


def count(session: Session, counts_at: Callable[[int], Sequence[str]], now: datetime, least: int) -> Behind:
    """Of all subjects and rests: ``counts_at`` gives those in which an office's tickets are counted."""
    crowd = _Crowd(least)
    rows = heapq.merge(_tickets(session, now), _events(session), key=lambda row: row[0])
    for office, found in groupby(rows, key=lambda row: row[0]):
        persons: dict[str, set[str]] = {}
        for _, person, counted in found:
            for measure in counted:
                known = persons.setdefault(measure, set())
                if len(known) < least:
                    known.add(person)
        short = {measure: some for measure, some in persons.items() if is_of_offices(measure)}
        for subject in counts_at(office):
            crowd.add(subject, short if subject.startswith(OFFICES) else persons)
    return crowd.behind


def _tickets(session: Session, now: datetime) -> Iterator[tuple[int, str, list[str]]]:
    """By office: a person and the measures that one of their tickets is counted in."""
    table = TicketRow
    query = select(
        _OFFICE, _PERSON, table.state, table.confirmation, table.level, table.due_at, table.created_at, table.category
    ).order_by(_OFFICE)
    today, old = begin_of(day_of(now)), begin_of(day_of(now) - timedelta(days=90))
    for row in session.connection().execution_options(yield_per=_AT_ONCE).execute(query):
        office, person, state, confirmation, level, due, created, category = row
        counted = [m.RECEIVED, m.of_month(m.RECEIVED, month_of_moment(created)), m.of_category(m.RECEIVED, category)]
        if state in OPEN:
            counted += [m.OPEN, m.of_category(m.OPEN, category)]
            if created < old:
                counted.append(m.OLD)
            if state in WORKING and (level > 0 or (due is not None and due < today)):
                counted.append(m.LATE)
        if state in (TicketState.CLOSED, TicketState.PROPOSED):
            counted.append(m.SOLVED)
        if state == TicketState.CLOSED:
            if confirmation == Confirmation.SATISFIED:
                counted += [m.CONFIRMED, m.of_category(m.CONFIRMED, category)]
            else:
                counted.append(m.UNCONFIRMED)
        yield office, person, counted


def _events(session: Session) -> Iterator[tuple[int, str, list[str]]]:
    """By office: a person and what happened to a ticket of theirs in a month."""
    event = TicketEventRow
    query = (
        select(_OFFICE, _PERSON, event.kind, event.at)
        .join(TicketRow, TicketRow.number == event.ticket)
        .where(event.kind.in_(_HAPPENED))
        .order_by(_OFFICE)
    )
    for office, person, kind, at in session.connection().execution_options(yield_per=_AT_ONCE).execute(query):
        counted = [m.of_month(_HAPPENED[kind], month_of_moment(at))]
        if kind == Action.DISSATISFIED:
            counted.append(m.DENIED)
        yield office, person, counted


def month_of_moment(moment: datetime) -> str:
    """The month of its week."""
    return _month_of_day(day_of(moment))


@lru_cache(4096)
def _month_of_day(day: date) -> str:
    return month_of_week(day - timedelta(days=day.weekday()))


def month_of_week(monday: date) -> str:
    """A week belongs to the month that most of its days are in (as ISO 8601 has it for years): that of its Thursday."""
    return f"{monday + timedelta(days=3):%Y-%m}"
