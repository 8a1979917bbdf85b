"""What can be done with a ticket on its page: one table of actions. Which of them are offered to whom: allowed.py."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import LazyString, lazy_gettext

from core.casework import (
    Change,
    Policy,
    appeal,
    approve_rejection,
    ask_citizen,
    ask_rejection,
    citizen_answered,
    citizen_dissatisfied,
    close_unconfirmed,
    escalate,
    forward,
    note,
    propose_resolution,
    refuse_rejection,
    remind,
    reply,
    separate,
    start,
)
from core.casework.work import assign
from core.services.cases import Command
from core.ticket import Action, Actor, Ticket


class Asks(StrEnum):
    """What an action's form asks for, besides words."""

    NOTHING = "nothing"
    TEMPLATE = "template"
    FILES = "files"
    OFFICE = "office"
    COLLEAGUE = "colleague"
    REASON = "reason"
    NUMBER = "number"
    AGAINST = "against"
    CODE = "code"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class FormInput:
    """What a form gave, checked. ``office`` is (id, name to tell the citizen); ``files`` are hashes of blobs."""

    words: str = ""
    reason: str = ""
    office: tuple[int, str] | None = None
    colleague: str | None = None
    files: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class DeskAction:
    """One thing that can be done. ``words``: the label of its text field, None where it has none; ``make`` gives the
    command; those that are more than a command have their own way (``make`` None: posts.py)."""

    name: str
    action: Action
    label: LazyString
    button: LazyString
    make: Callable[[FormInput, Actor], Command] | None
    words: LazyString | None = None
    asks: Asks = Asks.NOTHING
    optional: bool = False
    told: bool = False
    """The citizen is told these words: they are written in the citizen's language."""


def _take(_given: FormInput, actor: Actor) -> Command:
    return lambda ticket, at, policy: start(ticket, actor, at, policy)


def _assign(given: FormInput, actor: Actor) -> Command:
    def command(ticket: Ticket, at: datetime, policy: Policy) -> Change:
        assert ticket.office_id is not None
        return assign(ticket, ticket.office_id, given.words, actor, at, policy, owner=given.colleague)

    return command


def _forward(given: FormInput, actor: Actor) -> Command:
    office, name = given.office or (0, "")
    return lambda ticket, at, policy: forward(ticket, office, given.words, actor, at, policy, office_name=name)


ACTIONS: tuple[DeskAction, ...] = (
    DeskAction("take", Action.START, lazy_gettext("Take it"), lazy_gettext("Take it"), _take),
    DeskAction(
        "propose",
        Action.PROPOSE,
        lazy_gettext("Say that it is solved"),
        lazy_gettext("Ask the citizen to confirm"),
        lambda given, actor: (
            lambda ticket, at, policy: propose_resolution(ticket, given.words, actor, at, policy, evidence=given.files)
        ),
        lazy_gettext("What was done"),
        Asks.FILES,
        told=True,
    ),
    DeskAction(
        "reply",
        Action.REPLY,
        lazy_gettext("Write to the citizen"),
        lazy_gettext("Send"),
        lambda given, actor: lambda ticket, at, policy: reply(ticket, given.words, actor, at, policy),
        lazy_gettext("Your message"),
        Asks.TEMPLATE,
        told=True,
    ),
    DeskAction(
        "ask",
        Action.ASK_CITIZEN,
        lazy_gettext("Ask the citizen"),
        lazy_gettext("Ask"),
        lambda given, actor: lambda ticket, at, policy: ask_citizen(ticket, given.words, actor, at, policy),
        lazy_gettext("Your question"),
        told=True,
    ),
    DeskAction(
        "note",
        Action.NOTE,
        lazy_gettext("Internal note"),
        lazy_gettext("Keep"),
        lambda given, actor: lambda ticket, at, policy: note(ticket, given.words, actor, at, policy),
        lazy_gettext("Only colleagues read this"),
    ),
    DeskAction(
        "assign",
        Action.ASSIGN,
        lazy_gettext("Give it to somebody"),
        lazy_gettext("Give"),
        _assign,
        lazy_gettext("Why"),
        Asks.COLLEAGUE,
        optional=True,
    ),
    DeskAction(
        "forward",
        Action.FORWARD,
        lazy_gettext("Send it to another office"),
        lazy_gettext("Send on"),
        _forward,
        lazy_gettext("Why it belongs there"),
        Asks.OFFICE,
    ),
    DeskAction(
        "correct",
        Action.CORRECT,
        lazy_gettext("Put right what it is about"),
        lazy_gettext("Put right"),
        None,
        lazy_gettext("Why it is otherwise"),
        Asks.RECORD,
    ),
    DeskAction(
        "remind",
        Action.REMIND,
        lazy_gettext("Remind the office"),
        lazy_gettext("Remind"),
        lambda given, actor: lambda ticket, at, policy: remind(ticket, actor, at, policy, remark=given.words),
        lazy_gettext("Remark"),
        optional=True,
    ),
    DeskAction(
        "escalate",
        Action.ESCALATE,
        lazy_gettext("Send it one level up"),
        lazy_gettext("Send up"),
        lambda given, actor: lambda ticket, at, policy: escalate(ticket, actor, at, policy, why=given.words),
        lazy_gettext("Why before its time"),
    ),
    DeskAction(
        "approve",
        Action.APPROVE_REJECTION,
        lazy_gettext("Approve the rejection"),
        lazy_gettext("Reject the complaint"),
        lambda _given, actor: lambda ticket, at, policy: approve_rejection(ticket, actor, at, policy),
    ),
    DeskAction(
        "refuse",
        Action.REFUSE_REJECTION,
        lazy_gettext("Refuse the rejection"),
        lazy_gettext("Go on with the work"),
        lambda given, actor: lambda ticket, at, policy: refuse_rejection(ticket, given.words, actor, at, policy),
        lazy_gettext("Why"),
    ),
    DeskAction(
        "reject",
        Action.ASK_REJECTION,
        lazy_gettext("Ask to reject it"),
        lazy_gettext("Ask a second person"),
        lambda given, actor: (
            lambda ticket, at, policy: ask_rejection(ticket, given.reason, given.words, actor, at, policy)
        ),
        lazy_gettext("What you found"),
        Asks.REASON,
    ),
    DeskAction(
        "merge",
        Action.MERGE,
        lazy_gettext("Merge it into another"),
        lazy_gettext("Merge"),
        None,
        None,
        Asks.NUMBER,
    ),
    DeskAction(
        "separate",
        Action.SEPARATE,
        lazy_gettext("Separate it again"),
        lazy_gettext("Separate"),
        lambda given, actor: lambda ticket, at, policy: separate(ticket, actor, at, policy, why=given.words),
        lazy_gettext("Why it is another matter"),
    ),
    DeskAction(
        "against",
        Action.MARK_AGAINST,
        lazy_gettext("Mark whom it is about"),
        lazy_gettext("Mark"),
        None,
        lazy_gettext("What shows it"),
        Asks.AGAINST,
    ),
    DeskAction(
        "answered",
        Action.CITIZEN_ANSWERED,
        lazy_gettext("The citizen answered by phone"),
        lazy_gettext("Keep the answer"),
        lambda given, actor: lambda ticket, at, policy: citizen_answered(ticket, given.words, actor, at, policy),
        lazy_gettext("What they said"),
    ),
    DeskAction(
        "satisfied",
        Action.SATISFIED,
        lazy_gettext("The citizen says: solved"),
        lazy_gettext("Close it"),
        None,
        lazy_gettext("How you reached them, and what they said"),
        Asks.CODE,
    ),
    DeskAction(
        "dissatisfied",
        Action.DISSATISFIED,
        lazy_gettext("The citizen says: not solved"),
        lazy_gettext("Open it again"),
        lambda given, actor: (
            lambda ticket, at, policy: citizen_dissatisfied(ticket, actor, at, policy, reason=given.words)
        ),
        lazy_gettext("What they said"),
    ),
    DeskAction(
        "unconfirmed",
        Action.UNCONFIRMED,
        lazy_gettext("Close it without the citizen's word"),
        lazy_gettext("Close as unconfirmed"),
        lambda given, actor: lambda ticket, at, policy: close_unconfirmed(ticket, given.words, actor, at, policy),
        lazy_gettext("When you called, and what shows that it is solved"),
    ),
    DeskAction(
        "appeal",
        Action.APPEAL,
        lazy_gettext("The citizen appeals"),
        lazy_gettext("Open it again"),
        lambda given, actor: lambda ticket, at, policy: appeal(ticket, given.words, actor, at, policy),
        lazy_gettext("What they said"),
    ),
)
"""In the order in which they are offered."""

BY_NAME = {action.name: action for action in ACTIONS}
BULK = ("assign", "forward", "note")
"""What can be done with several tickets at once."""
