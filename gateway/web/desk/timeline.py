"""A ticket's history as sentences for those who work on it, with what people said and wrote."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext, lazy_gettext

from core.casework import RejectionReason
from core.casework.history import TicketEvent
from core.complaint import Complaint
from core.offices.directory import Directory
from core.privacy.masking import hidden
from core.ticket import SYSTEM, Action, Level, Role
from gateway.web.desk.why import in_words
from gateway.web.shared import labels

Hide = Callable[[TicketEvent, str], str]
_OFFICE = frozenset({Role.OFFICER.value, Role.SUPERVISOR.value, Role.DEPARTMENT_HEAD.value, str(SYSTEM)})
"""Who writes words of their own into a history."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. ``said`` are the words that go with it; ``by_citizen`` if they are the citizen's."""

    seq: int
    at: datetime
    who: str
    what: str
    said: Sequence[str]
    kind: str
    by_citizen: bool


@dataclass(frozen=True, slots=True)
class Names:
    """What ids in a history stand for."""

    people: Mapping[str, str]
    offices: Directory

    def who(self, actor: str) -> str:
        role, _, staff_id = actor.partition(":")
        return self.people.get(staff_id) or str(labels.ROLES.get(role, role))

    def office(self, office_id: object) -> str:
        return self.offices.get(office_id).named(labels.page_language()) if isinstance(office_id, int) else ""


def people_in(events: Sequence[TicketEvent]) -> set[str]:
    """Ids of the staff who stand in a history."""
    found = {event.actor.partition(":")[2] for event in events}
    return found | {str(event.data["owner"]) for event in events if event.data.get("owner")}


def plain(_event: TicketEvent, text: str) -> str:
    """Words as they are."""
    return text


def masking(record: Complaint, *, anonymous: bool) -> Hide:
    """Words without the citizen's numbers, addresses and name: those that are theirs or were brought for them, and of
    somebody who wishes not to be named all."""

    def hide(event: TicketEvent, text: str) -> str:
        by_office = event.actor.partition(":")[0] in _OFFICE
        if anonymous and text and text in (event.words.get("place"), event.words.get("place_before")):
            return "***"  # as their address stands in the record
        return text if by_office and not anonymous else hidden(text, record)

    return hide


def timeline(events: Sequence[TicketEvent], names: Names, hide: Hide = plain) -> list[Entry]:
    """The history, the latest first. ``hide`` masks words."""
    return [
        Entry(
            event.seq,
            event.at,
            names.who(event.actor),
            _sentence(event, names),
            _said(event, names, hide),
            event.kind,
            event.actor == "citizen",
        )
        for event in reversed(events)
    ]


def _said(event: TicketEvent, names: Names, hide: Hide) -> list[str]:
    """The words that go with it; of a place that was put right, both in one line."""
    words = {name: hide(event, in_words(event, text, names.offices)) for name, text in event.words.items()}
    before, after = words.pop("place_before", ""), words.pop("place", "")
    both = [gettext("Place: %(before)s → %(after)s", before=before, after=after)] if before or after else []
    return [*filter(None, words.values()), *both]


def _corrected(event: TicketEvent, _names: Names) -> object:
    parts = []
    for name, show in _SHOWN.items():
        if name in event.data:
            before, after = event.data[name]
            parts.append(f"{labels.FIELDS.get(name) or LABELS[name]}: {show(before)} → {show(after)}")
    return gettext("Put right: %(what)s", what="; ".join(parts) or gettext("the place"))


def _sentence(event: TicketEvent, names: Names) -> str:
    make = _SENTENCES.get(event.kind)
    return str(make(event, names)) if make is not None else gettext("Something changed")


def _assigned(event: TicketEvent, names: Names) -> object:
    owner = event.data.get("owner")
    if owner and not event.data.get("office"):
        return gettext("Given to %(name)s", name=names.people.get(str(owner), str(owner)))
    office = names.office(event.data.get("office"))
    return gettext("Sent to %(office)s", office=office) if office else gettext("Free to be taken")


def _asked(event: TicketEvent, _names: Names) -> object:
    if event.data.get("clock") == "stopped":
        return gettext("The citizen was asked; the clock stands still")
    return gettext("The citizen was asked; the clock runs on")


def _escalated(event: TicketEvent, _names: Names) -> object:
    level = event.data.get("level")
    known = labels.LEVELS[Level(level)] if level in set(Level) else ""
    return gettext("Not dealt with in time: now with the %(level)s", level=known)


def _rejection_asked(event: TicketEvent, _names: Names) -> object:
    reason = str(event.data.get("reason", ""))
    known = labels.REASONS[RejectionReason(reason)] if reason in set(RejectionReason) else reason
    return gettext("A rejection was asked for: %(reason)s", reason=known)


LABELS = {"severity": lazy_gettext("Severity"), "urgent": lazy_gettext("Urgent"), "category": lazy_gettext("Category"),
          "district": lazy_gettext("District")}  # fmt: skip
_SHOWN: Mapping[str, Callable[[Any], str]] = {
    "category": labels.category_name,
    "district": labels.district_name,
    "severity": lambda value: str(labels.SEVERITIES.get(value, value)),
    "urgent": lambda value: str(gettext("yes") if value else gettext("no")),
}
_SENTENCES: Mapping[str, Callable[[TicketEvent, Names], object]] = {
    "registered": lambda e, _: gettext(
        "Registered: %(channel)s", channel=labels.channel_name(e.data.get("channel", ""))
    ),
    Action.ASSIGN: _assigned,
    Action.START: lambda _e, _n: gettext("Taken in hand"),
    Action.NOTE: lambda _e, _n: gettext("Note"),
    Action.REPLY: lambda _e, _n: gettext("The citizen was written to"),
    Action.REVEAL: lambda e, _: gettext(
        "Saw a personal field unmasked: %(field)s",
        field=labels.FIELDS.get(e.data.get("field", ""), e.data.get("field")),
    ),
    Action.FORWARD: lambda e, n: gettext("Sent on to %(office)s", office=n.office(e.data.get("office"))),
    Action.ESCALATE: _escalated,
    Action.REMIND: lambda _e, _n: gettext("The office was reminded"),
    Action.ASK_CITIZEN: _asked,
    Action.CITIZEN_ANSWERED: lambda _e, _n: gettext("The citizen answered"),
    Action.STOP_WAITING: lambda _e, _n: gettext("No answer came: the office goes on"),
    Action.PROPOSE: lambda _e, _n: gettext("The office says that it is solved; the citizen is asked"),
    Action.FOLLOW: lambda _e, _n: gettext("The main ticket is said to be solved; this citizen is asked too"),
    Action.REMIND_CITIZEN: lambda _e, _n: gettext("The citizen was asked again"),
    Action.CALL_CHECK: lambda _e, _n: gettext("The citizen is silent: a supervisor must call"),
    Action.SATISFIED: lambda _e, _n: gettext("The citizen says that it is solved: closed"),
    Action.DISSATISFIED: lambda _e, _n: gettext("The citizen says that it is not solved: open again, one level up"),
    Action.UNCONFIRMED: lambda _e, _n: gettext("Closed without the citizen's word"),
    Action.ASK_REJECTION: _rejection_asked,
    Action.REFUSE_REJECTION: lambda _e, _n: gettext("The rejection was refused"),
    Action.APPROVE_REJECTION: lambda _e, _n: gettext("Rejected"),
    Action.APPEAL: lambda _e, _n: gettext("The citizen appealed: open again, one level up"),
    Action.MARK_AGAINST: lambda _e, _n: gettext("Marked whom the complaint is about"),
    Action.CORRECT: _corrected,
    "move_on": lambda e, _: gettext(
        "The citizen goes on by another channel: %(channel)s", channel=labels.channel_name(e.data.get("channel", ""))
    ),
    Action.FOLLOW_CALENDAR: lambda _e, _n: gettext("The office calendar was changed: the deadline moved with it"),
    Action.GO_NAMELESS: lambda _e, _n: gettext("The citizen wishes not to be named"),
    "erased": lambda _e, _n: gettext("Erased by rule: who complained, what they said and showed"),
    Action.MERGE: lambda e, _: gettext("Merged into %(number)s", number=e.data.get("into", "")),
    Action.SEPARATE: lambda _e, _n: gettext("Goes on by itself again"),
}
