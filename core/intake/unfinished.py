"""Complaints left open: the citizen is asked once, then a clerk sees them and completes, registers or closes them.

Serious ones (a danger, an accusation, the police, corruption) are seen at once. The page: see docs/casework.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.complaint import Complaint, Field
from core.conversation import FINISHED, Conversation
from core.errors import Conflict, NotFound, Rejected
from core.intake import in_danger
from core.intake.registration import register as make_ticket
from core.messages import OutboundMessage
from core.reference.phrasebook import say
from core.services.cases import Cases
from core.store.pipeline import conversations, outbox, unfinished
from core.store.pipeline.unfinished import Left
from core.text.accused import accused
from core.ticket import Ticket

SERIOUS = frozenset({"police", "corruption"})
_ABOUT, _QUESTION = 80, 160
_MARKS = frozenset("?؟")


@dataclass(frozen=True, slots=True)
class Rules:
    """``ask_after``: silence after which the citizen is asked once; not any more after ``window`` (a channel takes free
    text for a day). ``seen_after``: silence after which clerks see it."""

    ask_after: timedelta = timedelta(hours=2)
    window: timedelta = timedelta(hours=23)
    seen_after: timedelta = timedelta(hours=20)


def is_serious(conversation: Conversation) -> bool:
    """Must a person see it even if it is never finished?"""
    said = conversation.complaint.get("description") or ""
    category = conversation.complaint.get("category") or ""
    pressing = conversation.urgent or in_danger.asked(conversation)
    return bool(said) and (pressing or category in SERIOUS or bool(list(accused(said, category))))


def due(session: Session, rules: Rules, now: datetime) -> list[str]:
    """Ids of the conversations to be asked about now."""
    return list(unfinished.silent(session, now - rules.window, now - rules.ask_after))


def ask(session: Session, conversation_id: str, rules: Rules, now: datetime) -> str | None:
    """Ask about one, once; whose line has a message now. Nothing is asked where nothing was told."""
    found = conversations.get(session, conversation_id)
    if found is None:
        return None
    unfinished.mark_asked(session, found.id, now, found.last_at + rules.seen_after)
    about = " ".join((found.complaint.get("description") or "").split())
    if not about or found.channel == "letters" or not found.address:
        return None
    about = about if len(about) <= _ABOUT else about[: _ABOUT - 1] + "…"
    asked = _asked(outbox.last_said(session, found.id)) if found.asking and found.subject is None else None
    told = say("unfinished", found.language, about=about)
    message = OutboundMessage(
        id="",
        channel=found.channel,
        to=found.address,
        text="\n\n".join(filter(None, (told, _question(asked.text) if asked else ""))),
        language=found.language,
        subject=found.subject,
        buttons=asked.buttons if asked else (),
        menu=asked.menu if asked else None,
    )
    outbox.stage(
        session, message, cause=f"unfinished:{found.id}", person=found.person, conversation_id=found.id, now=now
    )
    return found.person


def _asked(said: Sequence[OutboundMessage]) -> OutboundMessage | None:
    """The latest of these that asks something."""
    return next((message for message in said if _question(message.text)), None)


def _question(said: str) -> str:
    """What was asked at the end of a message: the last part that asks, of a summary its last line."""
    asked = [part for part in said.split("\n\n") if not _MARKS.isdisjoint(part)][-1:]
    return next((part if len(part) <= _QUESTION else part.rpartition("\n")[2] for part in asked), "")


def waiting(session: Session, rules: Rules, now: datetime, limit: int = 100) -> list[Left]:
    """What clerks should look at, serious ones first, then the oldest."""
    return unfinished.waiting(session, now, now - rules.seen_after, limit)


def count(session: Session, rules: Rules, now: datetime) -> int:
    """How many wait for a clerk."""
    return unfinished.count(session, now, now - rules.seen_after)


def complete(session: Session, conversation_id: str, known: Mapping[str, Field]) -> Complaint:
    """A clerk writes what is missing; the record as it is then. Raises NotFound."""
    found = _get(session, conversation_id)
    after = found.with_(complaint=found.complaint.learn(known))
    conversations.save(session, after)
    return after.complaint


def register(session: Session, cases: Cases, conversation_id: str, by: str, now: datetime) -> Ticket:
    """Register it with what there is now; the citizen is told the number. Raises NotFound, Conflict where another was
    faster, Malformed where something required is missing."""
    found = _get(session, conversation_id).with_(state=FINISHED, asking=None, needs_person=False)
    if not unfinished.end(session, conversation_id, "registered", "", by, now):
        raise Conflict(
            "it is not waiting any more", tell="Somebody else changed this in the meantime. Please look again."
        )
    conversations.save(session, found)
    session.flush()
    ticket, sent_to = make_ticket(session, found, now, cases)
    told = "\n".join(filter(None, (say("unfinished_registered", found.language, number=ticket.number), sent_to)))
    if found.address:
        message = OutboundMessage("", found.channel, found.address, told, found.language, subject=found.subject)
        cause = f"unfinished:{found.id}:registered"
        outbox.stage(session, message, cause=cause, person=found.person, conversation_id=found.id, now=now)
    return ticket


def close(session: Session, conversation_id: str, reason: str, by: str, now: datetime) -> None:
    """End it without a ticket. Raises NotFound, Rejected without a reason, Conflict where another was faster."""
    said = reason.strip()
    if not said:
        raise Rejected("no reason", tell="Please write the reason.")
    found = _get(session, conversation_id)
    if not unfinished.end(session, conversation_id, "closed", said, by, now):
        raise Conflict(
            "it is not waiting any more", tell="Somebody else changed this in the meantime. Please look again."
        )
    conversations.save(session, found.with_(state=FINISHED, asking=None, needs_person=False))


def _get(session: Session, conversation_id: str) -> Conversation:
    found = conversations.get(session, conversation_id)
    if found is None or found.state == FINISHED:
        raise NotFound(f"conversation {conversation_id}")
    return found
