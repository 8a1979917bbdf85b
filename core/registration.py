"""A complete record becomes a ticket."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import Malformed
from core.store.casework import tickets
from core.store.casework.cases import Cases
from core.store.road.conversations import Conversation
from core.taxonomy import categories
from core.ticket import Severity, Ticket


def register(
    session: Session, conversation: Conversation, now: datetime, cases: Cases, *, by_post: bool = False
) -> tuple[Ticket, str]:
    """The conversation's ticket: made once, however often this is called; and what to tell of where it went.

    ``by_post``: the citizen gets a printed slip, so that neither phone nor email is needed. Raises Malformed if
    something is missing.
    """
    existing = tickets.of_conversation(session, conversation.id)
    if existing is not None:
        return existing, ""
    complaint = conversation.complaint
    missing = [name for name in complaint.missing() if not (by_post and name == "phone")]
    if missing:
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
    return ticket, cases.open(session, ticket, conversation, now)
