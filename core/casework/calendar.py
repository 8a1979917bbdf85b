"""An open case follows the office calendar when that is changed: a holiday announced later moves its deadline."""

from datetime import datetime, timedelta
from typing import Protocol

from core.casework.change import Change, Policy, changed, move
from core.casework.correcting import AT_LEAST
from core.casework.worktime import WorkTime
from core.ticket import SYSTEM, Action, Ticket

_THE_SAME = timedelta(minutes=1)


class Timed(Protocol):
    """What of a ticket says how its time runs; a row of the store too."""

    @property
    def urgent(self) -> bool: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def clock_from(self) -> datetime | None: ...
    @property
    def paused_at(self) -> datetime | None: ...


def follow_calendar(ticket: Ticket, now: datetime, policy: Policy) -> Change:
    """The ticket with its times by today's calendar: it has as many working days as before.

    What had fallen due before now stays so. What goes by the clock, or has no deadline, only takes the version over.
    """
    if ticket.calendar == policy.work.version:
        return Change(ticket)
    due = moved_due(ticket, now, policy.earlier(ticket.calendar), policy.work)
    if due is None or not ticket.open:
        return Change(ticket.with_(calendar=policy.work.version))
    after = move(ticket, Action.FOLLOW_CALENDAR, SYSTEM).with_(due_at=due)
    return changed(ticket, after, policy, action=Action.FOLLOW_CALENDAR, actor=SYSTEM, at=now)


def moved_due(ticket: Timed, now: datetime, before: WorkTime | None, work: WorkTime) -> datetime | None:
    """Where the deadline goes, with an hour left at least; None where it stays."""
    if before is None or ticket.urgent or ticket.due_at is None or ticket.clock_from is None:
        return None
    if ticket.due_at <= (ticket.paused_at or now):
        return None
    try:
        due = work.add(ticket.clock_from, before.between(ticket.clock_from, ticket.due_at))
    except ValueError:  # it began before the years that are known
        return None
    if abs(due - ticket.due_at) < _THE_SAME:
        return None
    return due if due > ticket.due_at else min(ticket.due_at, max(due, (ticket.paused_at or now) + AT_LEAST))
