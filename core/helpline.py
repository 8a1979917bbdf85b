"""The helpline's rules: what waits for an agent, and when we may ring somebody's telephone. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from core.ports import PAKISTAN

RECORDED = "[voice recording]"
"""The description of a complaint that was only recorded: a person hears it and writes it down."""


class Kind(StrEnum):
    """What a task of the helpline is.

    HEAR: something was recorded or left unfinished; an agent listens and writes. LIVE: a caller is put through to an
    agent. CALL_BACK: somebody waits to be called. FEEDBACK: a machine asks by telephone whether a case is solved.
    CHAT: somebody who writes waits for a person. UNFINISHED: a complaint was left half told.
    """

    HEAR = "hear"
    LIVE = "live"
    CALL_BACK = "call_back"
    FEEDBACK = "feedback"
    CHAT = "chat"
    UNFINISHED = "unfinished"


class Why(StrEnum):
    """Why it is there."""

    RECORDED = "recorded"
    HUNG_UP = "hung_up"
    WHY_NOT = "why_not"
    PUT_THROUGH = "put_through"
    TAKEN = "taken"
    WANTS_A_PERSON = "wants_a_person"
    NOT_UNDERSTOOD = "not_understood"
    AGENT = "agent"
    PROPOSED = "proposed"
    LEFT_OPEN = "left_open"


class Outcome(StrEnum):
    """How it ended."""

    REGISTERED = "registered"
    WRITTEN = "written"
    ASKED = "asked"
    NO_COMPLAINT = "no_complaint"
    CALLED = "called"
    UNREACHED = "unreached"
    TALKED = "talked"
    OTHERWISE = "otherwise"
    GIVEN_BACK = "given_back"
    ANSWERED = "answered"
    SATISFIED = "satisfied"
    DISSATISFIED = "dissatisfied"


@dataclass(frozen=True, slots=True)
class CallingHours:
    """The hours of the day, by Pakistan's clock, in which we ring somebody who does not expect it."""

    start: time = time(9)
    end: time = time(20)

    def next(self, moment: datetime) -> datetime:
        """The moment itself when it is decent, else the beginning of the next decent hours."""
        here = moment.astimezone(PAKISTAN)
        if self.start <= here.time() < self.end:
            return moment
        day = here if here.time() < self.start else here + timedelta(days=1)
        return day.replace(hour=self.start.hour, minute=self.start.minute, second=0, microsecond=0).astimezone(
            moment.tzinfo
        )

    def end_of(self, moment: datetime) -> datetime:
        """When the decent hours end in which this moment is."""
        here = moment.astimezone(PAKISTAN)
        end = here.replace(hour=self.end.hour, minute=self.end.minute, second=0, microsecond=0)
        return end.astimezone(moment.tzinfo)
