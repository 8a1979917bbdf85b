"""A complete record becomes a ticket."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import Malformed
from core.history import NewEvent
from core.store import tickets
from core.store.conversations import Conversation
from core.ticket import CITIZEN, Severity, Ticket


def register(session: Session, conversation: Conversation, now: datetime) -> Ticket:
    """The conversation's ticket: made once, however often this is called. Raises Malformed if something is missing."""
    existing = tickets.of_conversation(session, conversation.id)
    if existing is not None:
        return existing
    complaint = conversation.complaint
    if complaint.missing():
        raise Malformed(f"not complete: {', '.join(complaint.missing())}")
    ticket = Ticket(
        number=tickets.next_number(session, now.year),
        category=complaint.get("category") or "other",
        district=complaint.get("district") or "",
        person=conversation.person,
        channel=conversation.channel,
        language=conversation.language,
        created_at=now,
        severity=Severity.CRITICAL if conversation.urgent else Severity.NORMAL,
        urgent=conversation.urgent,
        anonymous=complaint.get("anonymous") == "yes",
    )
    facts = {"channel": ticket.channel, "category": ticket.category, "district": ticket.district}
    tickets.add(session, ticket, conversation, [NewEvent("registered", now, str(CITIZEN), facts)])
    return ticket
