"""What can be done with a ticket on its page: one table of deeds. Which of them are offered to whom: allowed.py."""

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
    citizen_satisfied,
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
from core.store.casework.cases import Command
from core.ticket import Action, Actor, Ticket


class Asks(StrEnum):
    """What a deed's form asks for, besides words."""

    NOTHING = "nothing"
    TEMPLATE = "template"
    FILES = "files"
    OFFICE = "office"
    COLLEAGUE = "colleague"
    REASON = "reason"
    NUMBER = "number"
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class Given:
    """What a form gave, checked. ``office`` is (id, name to tell the citizen); ``files`` are hashes of blobs."""

    words: str = ""
    reason: str = ""
    office: tuple[int, str] | None = None
    colleague: str | None = None
    files: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that can be done. ``words``: the label of its text field, None where it has none; ``make`` gives the
    command; those that are more than a command have their own way (``make`` None: posts.py)."""

    name: str
    action: Action
    label: LazyString
    button: LazyString
    make: Callable[[Given, Actor], Command] | None
    words: LazyString | None = None
    asks: Asks = Asks.NOTHING
    optional: bool = False
    told: bool = False
    """The citizen is told these words: they are written in the citizen's language."""


def _take(_given: Given, actor: Actor) -> Command:
    return lambda t, at, p: start(t, actor, at, p)


def _assign(given: Given, actor: Actor) -> Command:
    def command(ticket: Ticket, at: datetime, policy: Policy) -> Change:
        assert ticket.office_id is not None
        return assign(ticket, ticket.office_id, given.words, actor, at, policy, owner=given.colleague)

    return command


def _forward(given: Given, actor: Actor) -> Command:
    office, name = given.office or (0, "")
    return lambda t, at, p: forward(t, office, given.words, actor, at, p, office_name=name)


DEEDS: tuple[Deed, ...] = (
    Deed("take", Action.START, lazy_gettext("Take it"), lazy_gettext("Take it"), _take),
    Deed(
        "propose",
        Action.PROPOSE,
        lazy_gettext("Say that it is solved"),
        lazy_gettext("Ask the citizen to confirm"),
        lambda g, a: lambda t, at, p: propose_resolution(t, g.words, a, at, p, evidence=g.files),
        lazy_gettext("What was done"),
        Asks.FILES,
        told=True,
    ),
    Deed(
        "reply",
        Action.REPLY,
        lazy_gettext("Write to the citizen"),
        lazy_gettext("Send"),
        lambda g, a: lambda t, at, p: reply(t, g.words, a, at, p),
        lazy_gettext("Your message"),
        Asks.TEMPLATE,
        told=True,
    ),
    Deed(
        "ask",
        Action.ASK_CITIZEN,
        lazy_gettext("Ask the citizen"),
        lazy_gettext("Ask"),
        lambda g, a: lambda t, at, p: ask_citizen(t, g.words, a, at, p),
        lazy_gettext("Your question"),
        told=True,
    ),
    Deed(
        "note",
        Action.NOTE,
        lazy_gettext("Internal note"),
        lazy_gettext("Keep"),
        lambda g, a: lambda t, at, p: note(t, g.words, a, at, p),
        lazy_gettext("Only colleagues read this"),
    ),
    Deed(
        "assign",
        Action.ASSIGN,
        lazy_gettext("Give it to somebody"),
        lazy_gettext("Give"),
        _assign,
        lazy_gettext("Why"),
        Asks.COLLEAGUE,
        optional=True,
    ),
    Deed(
        "forward",
        Action.FORWARD,
        lazy_gettext("Send it to another office"),
        lazy_gettext("Send on"),
        _forward,
        lazy_gettext("Why it belongs there"),
        Asks.OFFICE,
    ),
    Deed(
        "remind",
        Action.REMIND,
        lazy_gettext("Remind the office"),
        lazy_gettext("Remind"),
        lambda g, a: lambda t, at, p: remind(t, a, at, p, remark=g.words),
        lazy_gettext("Remark"),
        optional=True,
    ),
    Deed(
        "escalate",
        Action.ESCALATE,
        lazy_gettext("Send it one level up"),
        lazy_gettext("Send up"),
        lambda g, a: lambda t, at, p: escalate(t, a, at, p, why=g.words),
        lazy_gettext("Why before its time"),
    ),
    Deed(
        "approve",
        Action.APPROVE_REJECTION,
        lazy_gettext("Approve the rejection"),
        lazy_gettext("Reject the complaint"),
        lambda _given, a: lambda t, at, p: approve_rejection(t, a, at, p),
    ),
    Deed(
        "refuse",
        Action.REFUSE_REJECTION,
        lazy_gettext("Refuse the rejection"),
        lazy_gettext("Go on with the work"),
        lambda g, a: lambda t, at, p: refuse_rejection(t, g.words, a, at, p),
        lazy_gettext("Why"),
    ),
    Deed(
        "reject",
        Action.ASK_REJECTION,
        lazy_gettext("Ask to reject it"),
        lazy_gettext("Ask a second person"),
        lambda g, a: lambda t, at, p: ask_rejection(t, g.reason, g.words, a, at, p),
        lazy_gettext("What you found"),
        Asks.REASON,
    ),
    Deed(
        "merge",
        Action.MERGE,
        lazy_gettext("Merge it into another"),
        lazy_gettext("Merge"),
        None,
        None,
        Asks.NUMBER,
    ),
    Deed(
        "separate",
        Action.SEPARATE,
        lazy_gettext("Separate it again"),
        lazy_gettext("Separate"),
        lambda g, a: lambda t, at, p: separate(t, a, at, p, why=g.words),
        lazy_gettext("Why it is another matter"),
    ),
    Deed(
        "against",
        Action.MARK_AGAINST,
        lazy_gettext("Mark whom it is about"),
        lazy_gettext("Mark"),
        None,
        lazy_gettext("What shows it"),
        Asks.AGAINST,
    ),
    Deed(
        "answered",
        Action.CITIZEN_ANSWERED,
        lazy_gettext("The citizen answered by phone"),
        lazy_gettext("Keep the answer"),
        lambda g, a: lambda t, at, p: citizen_answered(t, g.words, a, at, p),
        lazy_gettext("What they said"),
    ),
    Deed(
        "satisfied",
        Action.SATISFIED,
        lazy_gettext("The citizen says: solved"),
        lazy_gettext("Close it"),
        lambda g, a: lambda t, at, p: citizen_satisfied(t, a, at, p, remark=g.words),
        lazy_gettext("How you reached them, and what they said"),
    ),
    Deed(
        "dissatisfied",
        Action.DISSATISFIED,
        lazy_gettext("The citizen says: not solved"),
        lazy_gettext("Open it again"),
        lambda g, a: lambda t, at, p: citizen_dissatisfied(t, a, at, p, reason=g.words),
        lazy_gettext("What they said"),
    ),
    Deed(
        "unconfirmed",
        Action.UNCONFIRMED,
        lazy_gettext("Close it without the citizen's word"),
        lazy_gettext("Close as unconfirmed"),
        lambda g, a: lambda t, at, p: close_unconfirmed(t, g.words, a, at, p),
        lazy_gettext("When you called, and what shows that it is solved"),
    ),
    Deed(
        "appeal",
        Action.APPEAL,
        lazy_gettext("The citizen appeals"),
        lazy_gettext("Open it again"),
        lambda g, a: lambda t, at, p: appeal(t, g.words, a, at, p),
        lazy_gettext("What they said"),
    ),
)
"""In the order in which they are offered."""

BY_NAME = {deed.name: deed for deed in DEEDS}
BULK = ("assign", "forward", "note")
"""What can be done with several tickets at once."""
