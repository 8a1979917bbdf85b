"""The ticket: our work on a complaint. Its states, who may do what, and the ticket itself.

::

    registered ──assign──▶ assigned ──start──▶ in_progress ──propose──▶ resolution_proposed ──satisfied──▶ closed
                              ▲                 │      ▲                   │        │ unconfirmed ──────▶ closed
                              │      ask_citizen▼      │citizen_answered   │dissatisfied
                              │            waiting_for_citizen             ▼
                              └──────────────────────────────────────── reopened ◀──appeal── rejected

Every ticket being worked on may be forwarded, merged into another, or rejected by two persons; a merged one comes back
with the other's resolution, or separated. Escalation is a level, not a state.
"""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from types import MappingProxyType

from core.errors import InvalidTransition, NotAllowed


class TicketState(StrEnum):
    """Where a ticket is. The citizen sees these too."""

    REGISTERED = "registered"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting_for_citizen"
    PROPOSED = "resolution_proposed"
    CLOSED = "closed"
    REOPENED = "reopened"
    REJECTED = "rejected"
    MERGED = "merged"


S = TicketState
WORKING = frozenset({S.REGISTERED, S.ASSIGNED, S.IN_PROGRESS, S.REOPENED})
"""Somebody in government must act: the clock runs."""
OPEN = WORKING | {S.WAITING, S.PROPOSED}
"""Not ended, in its own right (a merged ticket follows another)."""


class Level(IntEnum):
    """Who answers for the ticket: the escalation ladder."""

    OFFICE = 0
    DEPUTY_COMMISSIONER = 1
    COMMISSIONER = 2
    CHIEF_SECRETARY = 3
    CHIEF_MINISTER = 4


TOP = Level.CHIEF_MINISTER


class Role(StrEnum):
    """What somebody is to a ticket."""

    CITIZEN = "citizen"
    CLERK = "clerk"
    AGENT = "agent"
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    DEPARTMENT_HEAD = "department_head"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something. ``id`` is a user's id; empty for the system and for the citizen (never their number)."""

    role: Role
    id: str = ""

    def __str__(self) -> str:
        return f"{self.role}:{self.id}" if self.id else str(self.role)


SYSTEM = Actor(Role.SYSTEM)
CITIZEN = Actor(Role.CITIZEN)


class Action(StrEnum):
    """What can be done with a ticket."""

    ASSIGN = "assign"
    START = "start"
    NOTE = "note"
    REPLY = "reply"
    REVEAL = "reveal"
    MARK_AGAINST = "mark_against"
    CORRECT = "correct"
    FORWARD = "forward"
    ESCALATE = "escalate"
    REMIND = "remind"
    ASK_CITIZEN = "ask_citizen"
    CITIZEN_ANSWERED = "citizen_answered"
    STOP_WAITING = "stop_waiting"
    PROPOSE = "propose_resolution"
    FOLLOW = "follow_resolution"
    REMIND_CITIZEN = "remind_citizen"
    CALL_CHECK = "call_check"
    SATISFIED = "citizen_satisfied"
    DISSATISFIED = "citizen_dissatisfied"
    UNCONFIRMED = "close_unconfirmed"
    ASK_REJECTION = "ask_rejection"
    REFUSE_REJECTION = "refuse_rejection"
    APPROVE_REJECTION = "approve_rejection"
    APPEAL = "appeal"
    MERGE = "merge"
    SEPARATE = "separate"
    MOVE_ON = "move_on"
    GO_NAMELESS = "go_nameless"
    FOLLOW_CALENDAR = "follow_calendar"


@dataclass(frozen=True, slots=True)
class Transition:
    """What an action leads to (None: the state stays) and who may do it."""

    to: TicketState | None
    who: frozenset[Role]


_R = Role
_DESK = frozenset({_R.OFFICER, _R.SUPERVISOR, _R.DEPARTMENT_HEAD})
_HEADS = frozenset({_R.SUPERVISOR, _R.DEPARTMENT_HEAD})
_AUTO = frozenset({_R.SYSTEM})
_FRONT = frozenset({_R.CLERK, _R.AGENT})
_HEARS = frozenset({_R.CITIZEN, _R.AGENT, _R.CLERK, _R.SUPERVISOR, _R.DEPARTMENT_HEAD})
"""Those who may bring the citizen's word: never the officer whose work is judged."""
_CLOSES = frozenset({_R.CITIZEN, _R.AGENT})
"""Who says that it is solved: the citizen, or an agent of the helpline with the recorded call."""
_TO_WORK = WORKING | {S.WAITING}

_ROWS: tuple[tuple[Action, Iterable[TicketState], TicketState | None, frozenset[Role]], ...] = (
    # action, from these states, to this one, by these
    (Action.ASSIGN, WORKING, S.ASSIGNED, _AUTO | _HEADS | {_R.ADMINISTRATOR}),
    (Action.START, {S.ASSIGNED, S.REOPENED}, S.IN_PROGRESS, _DESK),
    (Action.NOTE, S, None, _DESK | _FRONT | _AUTO | {_R.AUDITOR, _R.CITIZEN}),
    (Action.REPLY, S, None, _DESK | _FRONT | _AUTO),
    (Action.REVEAL, S, None, _DESK | _FRONT | {_R.AUDITOR}),
    (Action.MARK_AGAINST, S, None, _DESK | _FRONT | {_R.ADMINISTRATOR}),
    (Action.CORRECT, OPEN, None, _DESK | _FRONT | {_R.ADMINISTRATOR, _R.CITIZEN}),
    (Action.FORWARD, _TO_WORK, S.ASSIGNED, _DESK | {_R.ADMINISTRATOR, _R.SYSTEM}),
    (Action.ESCALATE, OPEN, None, _AUTO | _HEADS),
    (Action.REMIND, OPEN, None, _AUTO | _HEADS | _FRONT | {_R.CITIZEN}),
    (Action.ASK_CITIZEN, {S.ASSIGNED, S.IN_PROGRESS, S.REOPENED}, S.WAITING, _DESK),
    (Action.CITIZEN_ANSWERED, {S.WAITING}, S.IN_PROGRESS, _HEARS),
    (Action.STOP_WAITING, {S.WAITING}, S.IN_PROGRESS, _AUTO | _DESK),
    (Action.PROPOSE, {S.ASSIGNED, S.IN_PROGRESS, S.WAITING, S.REOPENED}, S.PROPOSED, _DESK),
    (Action.FOLLOW, {S.MERGED}, S.PROPOSED, _AUTO),
    (Action.REMIND_CITIZEN, {S.WAITING, S.PROPOSED}, None, _AUTO | _HEADS),
    (Action.CALL_CHECK, {S.PROPOSED}, None, _AUTO),
    (Action.SATISFIED, {S.PROPOSED}, S.CLOSED, _CLOSES),
    (Action.DISSATISFIED, {S.PROPOSED, S.CLOSED}, S.REOPENED, _HEARS),
    (Action.UNCONFIRMED, {S.PROPOSED}, S.CLOSED, _HEADS),
    (Action.ASK_REJECTION, _TO_WORK, None, _DESK),
    (Action.REFUSE_REJECTION, _TO_WORK, None, _HEADS),
    (Action.APPROVE_REJECTION, _TO_WORK, S.REJECTED, _HEADS),
    (Action.APPEAL, {S.REJECTED}, S.REOPENED, _HEARS),
    (Action.MERGE, _TO_WORK | {S.MERGED}, S.MERGED, _DESK | _FRONT | _AUTO),
    (Action.MOVE_ON, OPEN | {S.MERGED}, None, frozenset({_R.CITIZEN})),
    (Action.GO_NAMELESS, S, None, _FRONT | {_R.CITIZEN}),
    (Action.FOLLOW_CALENDAR, OPEN, None, _AUTO),
    (Action.SEPARATE, {S.MERGED}, S.REOPENED, _HEARS | _AUTO | _DESK),
)

TRANSITIONS: MappingProxyType[tuple[TicketState, Action], Transition] = MappingProxyType(
    {(start, action): Transition(to, who) for action, starts, to, who in _ROWS for start in starts}
)
"""The one table: (state, action) → where it leads and who may. What is not here cannot be done."""


def next_state(state: TicketState, action: Action, role: Role) -> TicketState:
    """The state after the action. Raises InvalidTransition or NotAllowed."""
    found = TRANSITIONS.get((state, action))
    if found is None:
        raise InvalidTransition(f"{action} from {state}", tell="A ticket in this state cannot be changed this way.")
    if role not in found.who:
        raise NotAllowed(f"{action} by {role}")
    return found.to or state


class Severity(StrEnum):
    """How bad it is; shortens or lengthens the deadline."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CRITICAL = "critical"


class Confirmation(StrEnum):
    """How a closed ticket was closed. Reports count these apart."""

    SATISFIED = "satisfied"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Resolution:
    """What an office says it has done. ``evidence`` are SHA-256 of attachments."""

    remark: str
    by: str
    at: datetime
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ticket:
    """Our work on one complaint, as it stands. Immutable: core.casework gives the next one and the events.

    ``number`` is the tracking number. ``version`` is for optimistic locking: the store refuses to write over another
    version. ``person`` is the key of messages.Peek. ``due_at`` is when whoever answers for it now must have acted;
    ``clock_from`` is when that time began. ``paused_at``: since when the clock has stood still for the citizen;
    ``pauses``: how often it did. ``asked_at``: when the citizen was last asked, ``asks`` how often they were reminded
    of it; ``check_from``: since when a supervisor must ask them by phone. ``reminders``: sent to the office since
    ``clock_from``. ``rounds`` counts fresh starts (reopened, appealed, separated), so that each round has its own
    reminders.
    ``next_step_at``: when the next reminder, escalation or question falls due. ``against_office`` and
    ``against_person`` are what is complained about: it never goes there. ``calendar``: by which version of the office
    calendar its times were counted.
    """

    number: str
    category: str
    district: str
    person: str = field(repr=False)
    channel: str
    language: str
    created_at: datetime
    state: TicketState = TicketState.REGISTERED
    level: Level = Level.OFFICE
    office_id: int | None = None
    owner: str | None = None
    severity: Severity = Severity.NORMAL
    urgent: bool = False
    anonymous: bool = False
    version: int = 1
    due_at: datetime | None = None
    clock_from: datetime | None = None
    paused_at: datetime | None = None
    pauses: int = 0
    reminders: int = 0
    asked_at: datetime | None = None
    asks: int = 0
    check_from: datetime | None = None
    rounds: int = 0
    forwards: int = 0
    appeals: int = 0
    resolution: Resolution | None = None
    rejection_reason: str | None = None
    rejection_asked_by: str | None = None
    merged_into: str | None = None
    confirmation: Confirmation | None = None
    closed_at: datetime | None = None
    next_step_at: datetime | None = None
    against_office: int | None = None
    against_person: str | None = None
    calendar: int = 0

    @property
    def open(self) -> bool:
        return self.state in OPEN

    def with_(self, **changes: object) -> "Ticket":
        """A copy with these attributes changed. Ten times as fast as dataclasses.replace: a year has millions."""
        if not changes.keys() <= _NAMES:
            raise TypeError(f"a ticket has no {', '.join(changes.keys() - _NAMES)}")
        copy = object.__new__(Ticket)
        copy.__dict__.update(self.__dict__, **changes)
        return copy


_NAMES = frozenset(one.name for one in dataclasses.fields(Ticket))
