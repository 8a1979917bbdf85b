"""A complete record becomes a ticket, and its citizen is told the number: for messages, calls and letters alike."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.casework.reach import Way
from core.conversation import Conversation
from core.errors import Malformed
from core.intake import other_province
from core.messages import OutboundMessage
from core.reference.categories import categories
from core.reference.phrasebook import say
from core.services import alarming
from core.services.cases import Cases
from core.store.casework import tickets
from core.store.pipeline import outbox
from core.text.tracking import link_to
from core.ticket import Severity, Ticket


def register(
    session: Session, conversation: Conversation, now: datetime, cases: Cases, *, by_post: bool = False
) -> tuple[Ticket, str]:
    """The conversation's ticket: made once, however often this is called; and what to tell of where it went.

    ``by_post``: the citizen gets a printed slip, so that neither phone nor email is needed. An emergency is registered
    with what there is, and the alarm is raised. Raises Malformed if something is missing.
    """
    existing = tickets.of_conversation(session, conversation.id)
    if existing is not None:
        return existing, ""
    complaint = conversation.complaint
    missing = [name for name in complaint.missing() if not (by_post and name == "phone")]
    if missing and not (conversation.urgent and complaint.get("description")):
        raise Malformed(f"not complete: {', '.join(missing)}")
    category = complaint.get("category") or "other"
    usual = categories()[category].severity if category in categories() else Severity.NORMAL
    ticket = Ticket(
        number=tickets.next_number(session, now.year),
        category=category,
        district=complaint.get("district") or "",
        person=conversation.person,
        channel=conversation.channel,
        language=conversation.language,
        created_at=now,
        severity=Severity.CRITICAL if conversation.urgent else usual,
        urgent=conversation.urgent,
        anonymous=complaint.get("anonymous") == "yes",
    )
    sent_to = cases.open(session, ticket, conversation, now)
    if ticket.urgent:
        alarming.raise_alarm(session, cases, ticket, now)
    return tickets.get(session, ticket.number), sent_to


def number_in_words(
    conversation: Conversation, ticket: Ticket, sent_to: str, track_link: str, *, asked_below: str = ""
) -> str:
    """What is told with the number: where to look it up, and where the case went. ``asked_below``: what is asked of who
    may be in danger."""
    key = "registered_emergency" if asked_below else "registered_urgent" if conversation.urgent else "registered"
    told = say(key, conversation.language, number=ticket.number, link=link_to(track_link, ticket.number))
    sent_to = sent_to or other_province.not_sent(conversation.complaint, ticket.number, conversation.language)
    return "\n".join(filter(None, (told, sent_to, asked_below)))


def register_and_tell(
    session: Session,
    conversation: Conversation,
    now: datetime,
    cases: Cases,
    track_link: str,
    way: Way | None,
    *,
    cause: str,
    first: str = "",
    by_post: bool = False,
) -> Ticket:
    """The ticket of a record that no message of the citizen's own completed, and its number staged for them, once for
    its ``cause``. ``way``: how they are told, None where they cannot be; ``first`` stands before the number.

    Raises Malformed if something is missing.
    """
    ticket, sent_to = register(session, conversation, now, cases, by_post=by_post)
    if way is not None:
        told = "\n".join(filter(None, (first, number_in_words(conversation, ticket, sent_to, track_link))))
        subject = conversation.subject or (ticket.number if "@" in way.address else None)
        message = OutboundMessage("", way.channel, way.address, told, conversation.language, subject=subject)
        person = conversation.person
        outbox.stage(session, message, cause=cause, person=person, conversation_id=conversation.id, now=now)
    return ticket
