"""What a command gives back, what it needs to know, and the checks that all commands share."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from core.casework.history import NewEvent
from core.casework.sla import SlaRules, Step, next_step
from core.casework.worktime import WorkTime
from core.errors import NotAllowed, Rejected
from core.messages import Button
from core.ticket import Action, Actor, Level, Role, Ticket, next_state

Ladder = Callable[[Ticket, Level, datetime], int | None]
"""The office that answers for a ticket at a level at a time; None where the post is vacant or may not have it."""


Earlier = Callable[[int], WorkTime | None]
"""The office calendar as it was in a version; None where that is not known any more."""
Within = Callable[[int, int], bool]
"""Is the first office the second one, or somewhere below it?"""


def _forgotten(_version: int) -> WorkTime | None:
    return None


@dataclass(frozen=True, slots=True)
class Policy:
    """What commands judge by: the rules, the calendar, who stands on the ladder, which office is below which, and how
    the calendar was before."""

    rules: SlaRules
    work: WorkTime
    ladder: Ladder
    within: Within = operator.eq
    earlier: Earlier = _forgotten


class To(StrEnum):
    """Whom a notice is for."""

    CITIZEN = "citizen"
    OFFICE = "office"
    LEVEL = "level"


class NoticeKind(StrEnum):
    """What a notice says. The words, in each language, are in core/reference/notices."""

    SENT_TO_OFFICE = "sent_to_office"
    FORWARDED = "forwarded"
    REPLY = "reply"
    QUESTION = "question"
    QUESTION_AGAIN = "question_again"
    IS_IT_SOLVED = "is_it_solved"
    IS_IT_SOLVED_AGAIN = "is_it_solved_again"
    THANKS = "thanks"
    WAS_IT_YOU = "was_it_you"
    CLOSED_UNCONFIRMED = "closed_unconfirmed"
    REOPENED = "reopened"
    ASK_WHY = "ask_why"
    ANSWER_KEPT = "answer_kept"
    REASON_KEPT = "reason_kept"
    ESCALATED = "escalated"
    REJECTED = "rejected"
    APPEALED = "appealed"
    MERGED = "merged"
    NEW_CASE = "new_case"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    CALL_CITIZEN = "call_citizen"
    REJECTION_TO_APPROVE = "rejection_to_approve"
    CITIZEN_ANSWERED = "citizen_answered"
    CITIZEN_ADDED = "citizen_added"
    CITIZEN_REMINDS = "citizen_reminds"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to be staged with the change. ``office_id`` for an office's or a level's."""

    to: To
    kind: NoticeKind
    variables: Mapping[str, str] = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()
    office_id: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A ticket after a command, the events for its history and the notices to stage, in order. ``steps`` are the
    timed steps that it stands for; each may be done once only."""

    ticket: Ticket
    events: tuple[NewEvent, ...] = ()
    notices: tuple[Notice, ...] = ()
    steps: tuple[Step, ...] = ()

    def then(self, later: "Change") -> "Change":
        """This and what was done to its ticket afterwards, as one."""
        return Change(
            later.ticket,
            (*self.events, *later.events),
            (*self.notices, *later.notices),
            (*self.steps, *later.steps),
        )


_MAY_BE_AGAINST = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.DEPARTMENT_HEAD})


def move(ticket: Ticket, action: Action, actor: Actor) -> Ticket:
    """The ticket in its state after the action. Raises InvalidTransition, or NotAllowed: also for the person that the
    complaint is about."""
    state = next_state(ticket.state, action, actor.role)
    if actor.role in _MAY_BE_AGAINST and actor.id and actor.id == ticket.against_person:
        raise NotAllowed(f"{action} by the person complained about")
    return ticket.with_(state=state)


def changed(
    before: Ticket,
    after: Ticket,
    policy: Policy,
    *notices: Notice,
    action: str,
    actor: Actor,
    at: datetime,
    words: Mapping[str, str] | None = None,
    **facts: Any,
) -> Change:
    """The change with its event, which says what became different, and with the next step set anew."""
    step = next_step(after, policy.rules, policy.work)
    after = after.with_(next_step_at=step.at if step else None, calendar=policy.work.version)
    data = {name: value for name, value in facts.items() if value is not None} | _differences(before, after)
    return Change(after, (NewEvent(str(action), at, str(actor), data, words or {}),), notices)


def required_text(words: str, what: str) -> str:
    """What somebody must say, without blanks around it. Raises Rejected when they said nothing."""
    said = words.strip()
    if not said:
        raise Rejected(f"no {what}", tell=f"Please write the {what}.")
    return said


def _differences(before: Ticket, after: Ticket) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if before.state is not after.state:
        facts |= {"from": before.state.value, "to": after.state.value}
    if before.level is not after.level:
        facts["level"] = int(after.level)
    if before.office_id != after.office_id:
        facts["office"] = after.office_id
    if before.due_at != after.due_at:
        facts["due_at"] = after.due_at.astimezone(UTC).isoformat() if after.due_at else None
    return facts
