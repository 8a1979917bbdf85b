"""Deadlines and what they bring: reminders, escalation, questions to the citizen repeated. Pure functions of times.

A ticket always has a next step until it ends: that is what "no case stands still" means. Its clock runs in working time
(core.casework.worktime) and stands still only while the citizen is asked, never more than ``max_pauses`` times.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from core.casework.worktime import RoundTheClock, Timekeeper, WorkTime
from core.errors import ConfigInvalid
from core.ticket import TOP, WORKING, Level, Severity, Ticket, TicketState

_RUNNING = WORKING | {TicketState.WAITING, TicketState.PROPOSED}
_MINUTES = 24 * 60
_ROUND_THE_CLOCK = RoundTheClock()
DEFAULT_DAYS = 10.0
"""Working days for a category that the rules do not name."""


@dataclass(frozen=True, slots=True)
class SlaRules:
    """How long everything may take. ``…_days`` are working days, except where it says that they are days of the
    calendar (a citizen's days).

    ``category_days``: the office's time by category. ``severity_share``: which part of it each severity leaves.
    ``level_days``: the time of each level above the office. ``urgent_minutes``: what each level has for an
    emergency, by the clock. ``remind_share``: the office is reminded when this part of its time is gone.
    ``ask_again_after``: days of the calendar after which a silent citizen is asked again whether it is solved
    (twice). ``call_after``: days of the calendar after which a supervisor must call them. ``call_days``: the
    supervisor's time for it. ``answer_again_after`` and ``answer_within``: days of the calendar for a question of the
    office. ``object_within``: days of the calendar in which a citizen may still say that a closed case is not solved.
    """

    category_days: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    severity_share: Mapping[Severity, float] = field(
        default_factory=lambda: MappingProxyType(
            {Severity.LOW: 1.5, Severity.NORMAL: 1.0, Severity.HIGH: 0.5, Severity.CRITICAL: 0.2}
        )
    )
    level_days: Mapping[Level, float] = field(
        default_factory=lambda: MappingProxyType(
            {
                Level.DEPUTY_COMMISSIONER: 5.0,
                Level.COMMISSIONER: 5.0,
                Level.CHIEF_SECRETARY: 5.0,
                Level.CHIEF_MINISTER: 5.0,
            }
        )
    )
    urgent_minutes: Mapping[Level, int] = field(
        default_factory=lambda: MappingProxyType(
            {
                Level.OFFICE: 60,
                Level.DEPUTY_COMMISSIONER: 60,
                Level.COMMISSIONER: 120,
                Level.CHIEF_SECRETARY: 240,
                Level.CHIEF_MINISTER: 240,
            }
        )
    )
    remind_share: float = 0.75
    max_pauses: int = 2
    ask_again_after: tuple[int, int] = (3, 6)
    call_after: int = 9
    call_days: float = 3.0
    answer_again_after: int = 3
    answer_within: int = 7
    object_within: int = 30

    def __post_init__(self) -> None:
        spans = (*self.category_days.values(), *self.level_days.values(), *self.severity_share.values(), self.call_days)
        if min(spans) <= 0 or min(self.urgent_minutes.values()) <= 0:
            raise ConfigInvalid("deadlines: every time must be above 0")
        asked = (0, *self.ask_again_after, self.call_after)
        if list(asked) != sorted(set(asked)) or not 0 < self.answer_again_after < self.answer_within:
            raise ConfigInvalid("deadlines: each question to the citizen must come after the one before")
        if not 0 < self.remind_share < 1:
            raise ConfigInvalid("deadlines: remind_share must be between 0 and 1")


class StepKind(StrEnum):
    """What the passing of time brings."""

    REMIND_OFFICE = "remind_office"
    ESCALATE = "escalate"
    REMIND_CITIZEN = "remind_citizen"
    STOP_WAITING = "stop_waiting"
    CALL_CHECK = "call_check"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that falls due for a ticket. ``at`` is when, whether or not anybody was there to do it."""

    kind: StepKind
    at: datetime

    @property
    def key(self) -> str:
        """Names the step within its ticket, the same for whoever computes it."""
        at = self.at.isoformat(timespec="seconds")[:19]
        return f"{self.kind.value}@{at.replace('-', '').replace(':', '')}"


def office_days(rules: SlaRules, category: str, severity: Severity) -> float:
    """Working days that an office has for a ticket."""
    return rules.category_days.get(category, DEFAULT_DAYS) * rules.severity_share[severity]


def time_allowed(rules: SlaRules, ticket: Ticket, level: Level) -> float:
    """Days that a level has for a ticket, as its timekeeper counts them. A higher level never has longer than the
    office had."""
    if ticket.urgent:
        return rules.urgent_minutes[level] / _MINUTES
    own = office_days(rules, ticket.category, ticket.severity)
    return own if level is Level.OFFICE else min(own, rules.level_days[level])


def timekeeper(ticket: Ticket, work: WorkTime) -> Timekeeper:
    """What counts this ticket's time: the clock where somebody may be in danger, else office hours."""
    return _ROUND_THE_CLOCK if ticket.urgent else work


def start_clock(ticket: Ticket, at: datetime, rules: SlaRules, work: WorkTime) -> Ticket:
    """The ticket with its level's time beginning at ``at``."""
    due = timekeeper(ticket, work).add(at, time_allowed(rules, ticket, ticket.level))
    return ticket.with_(clock_from=at, due_at=due, reminders=0, paused_at=None, check_from=None)


def stop_clock(ticket: Ticket) -> Ticket:
    """The ticket with nobody in government owing an answer."""
    return ticket.with_(clock_from=None, due_at=None, reminders=0, paused_at=None, check_from=None)


def pause(ticket: Ticket, at: datetime, rules: SlaRules) -> Ticket:
    """The clock stands still for the citizen, unless it already did so as often as it may."""
    if ticket.pauses >= rules.max_pauses:
        return ticket
    return ticket.with_(paused_at=at, pauses=ticket.pauses + 1)


def resume(ticket: Ticket, at: datetime, work: WorkTime) -> Ticket:
    """The clock goes on with the time that was left. Both ends of it move, so that reminders keep their share."""
    if ticket.paused_at is None or ticket.due_at is None or ticket.clock_from is None:
        return ticket.with_(paused_at=None)
    time = timekeeper(ticket, work)
    left = time.between(ticket.paused_at, ticket.due_at)
    waited = time.between(ticket.paused_at, at)
    return ticket.with_(due_at=time.add(at, left), clock_from=time.add(ticket.clock_from, waited), paused_at=None)


def next_step(ticket: Ticket, rules: SlaRules, work: WorkTime) -> Step | None:
    """What falls due next, whether or not its time has come; None only for a ticket that has ended or follows
    another."""
    citizen, office = _for_citizen(ticket, rules), _for_office(ticket, rules, work)
    if citizen is None or office is None:
        return citizen or office
    return citizen if citizen.at <= office.at else office


def _for_office(ticket: Ticket, rules: SlaRules, work: WorkTime) -> Step | None:
    if ticket.due_at is None or ticket.clock_from is None or ticket.paused_at is not None:
        return None
    if ticket.state not in _RUNNING:
        return None
    if ticket.reminders == 0:
        time = timekeeper(ticket, work)
        span = time.between(ticket.clock_from, ticket.due_at)
        at = time.add(ticket.clock_from, span * rules.remind_share)
        if at < ticket.due_at:
            return Step(StepKind.REMIND_OFFICE, at)
    kind = StepKind.REMIND_OFFICE if ticket.level is TOP else StepKind.ESCALATE
    return Step(kind, ticket.due_at)


def _for_citizen(ticket: Ticket, rules: SlaRules) -> Step | None:
    if ticket.asked_at is None:
        return None
    if ticket.state is TicketState.WAITING:
        if ticket.asks == 0:
            return _after(ticket.asked_at, StepKind.REMIND_CITIZEN, rules.answer_again_after)
        return _after(ticket.asked_at, StepKind.STOP_WAITING, rules.answer_within)
    if ticket.state is TicketState.PROPOSED and ticket.check_from is None:
        if ticket.asks < len(rules.ask_again_after):
            return _after(ticket.asked_at, StepKind.REMIND_CITIZEN, rules.ask_again_after[ticket.asks])
        return _after(ticket.asked_at, StepKind.CALL_CHECK, rules.call_after)
    return None


def _after(start: datetime, kind: StepKind, days: int) -> Step:
    return Step(kind, start + timedelta(days=days))
