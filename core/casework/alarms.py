"""Alarms: who is told of an emergency, and when again, until somebody takes it. Counted in minutes of the clock.

The rows of those that nobody has taken: core/store/casework/alarms.py; who sends them: core/services/alarming.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.errors import ConfigInvalid
from core.ticket import Ticket, TicketState

SMS, CALL = "sms", "call"
_UNTAKEN = frozenset({TicketState.REGISTERED, TicketState.ASSIGNED, TicketState.REOPENED})


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody on duty. ``phone`` in E.164. ``district``: only for emergencies there; None: for all. Where the place is
    not known, all are told. ``after_minutes``: not before so long after it was told."""

    name: str
    phone: str
    district: str | None = None
    after_minutes: int = 0


@dataclass(frozen=True, slots=True)
class AlarmRules:
    """``minutes`` after it was told at which all who are to know are told (again), the first 0; then every
    ``repeat_minutes`` until somebody has taken it. ``by``: SMS, calls, or both. ``link``: the desk's address,
    before the number."""

    minutes: Sequence[int] = (0, 5, 10, 20, 30)
    repeat_minutes: int = 30
    by: tuple[str, ...] = (SMS, CALL)
    duty: tuple[Duty, ...] = ()
    link: str = ""

    def __post_init__(self) -> None:
        if list(self.minutes) != sorted(set(self.minutes)) or not self.minutes or self.repeat_minutes < 1:
            raise ConfigInvalid("emergency: minutes must rise, and repeat_minutes be 1 or more")


def when(rules: AlarmRules, raised_at: datetime, round_: int) -> datetime:
    """When the alarm's round comes; the first is 0."""
    last = len(rules.minutes) - 1
    minutes = rules.minutes[min(round_, last)] + max(0, round_ - last) * rules.repeat_minutes
    return raised_at + timedelta(minutes=minutes)


def on_duty(rules: AlarmRules, district: str, raised_at: datetime, now: datetime) -> tuple[Duty, ...]:
    """Who on duty is to be told by now. Where the place is not known, everybody is."""
    passed = (now - raised_at).total_seconds() / 60
    near = (one for one in rules.duty if one.district in {None, district} or not district)
    return tuple(one for one in near if one.after_minutes <= passed)


def acknowledged(ticket: Ticket) -> bool:
    """Has somebody taken it, or has it ended?"""
    return ticket.owner is not None or ticket.state not in _UNTAKEN
