"""A letter becomes a ticket, and whoever wrote it is told.

On their phone or by email where a clerk confirmed that it is theirs, else by the printed slip.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from core.complaint import Complaint, Source
from core.messages import OutboundMessage
from core.phrases import say
from core.registration import register
from core.store.road import outbox
from core.store.road.conversations import FINISHED, Conversation, save
from core.ticket import Ticket
from gateway.house import House

_PHONES = ("whatsapp", "sms", "ivr")
"""Channels that reach a phone, the first that is switched on."""


def lacking(complaint: Complaint) -> list[str]:
    """Required fields that a letter must have; one without phone and email gets a slip."""
    return [name for name in complaint.missing() if name != "phone"]


def way_back(house: House, complaint: Complaint) -> tuple[str, str] | None:
    """(channel, address) at which the writer is told, or None: then the slip is posted. Only what a clerk confirmed."""
    confirmed = {name: field.value for name, field in complaint.fields.items() if field.source is Source.CLERK}
    if "phone" in confirmed:
        channel = next((name for name in _PHONES if name in house.channels), None)
        if channel is not None:
            return channel, confirmed["phone"]
    if "email" in confirmed and "email" in house.channels:
        return "email", confirmed["email"]
    return None


def make_ticket(house: House, session: Session, conversation: Conversation, now: datetime) -> Ticket:
    """The ticket of a complete letter: one, however often this is called, and the message about it staged once.

    From here on the case speaks over the way back: later notices go there too. Raises Malformed where something is
    missing.
    """
    back = way_back(house, conversation.complaint)
    channel, address = back if back is not None else (conversation.channel, "")
    known = conversation.with_(
        channel=channel, address=address, state=FINISHED, needs_person=False, asking=None, last_at=now
    )
    save(session, known)
    session.flush()
    ticket, sent_to = register(session, known, now, house.cases, by_post=True)
    if back is not None:
        _tell(house, session, known, ticket, sent_to, now)
    return ticket


def _tell(
    house: House, session: Session, conversation: Conversation, ticket: Ticket, sent_to: str, now: datetime
) -> None:
    language = ticket.language
    key = "registered_urgent" if ticket.urgent else "registered"
    words = (
        say("letter_kept", language),
        say(key, language, number=ticket.number, link=house.track_link),
        sent_to,
    )
    message = OutboundMessage(
        id="",
        channel=conversation.channel,
        to=conversation.address,
        text="\n".join(filter(None, words)),
        language=language,
        subject=ticket.number if conversation.channel == "email" else None,
    )
    cause = f"letter:{conversation.id}:registered"
    outbox.stage(session, message, cause=cause, person=conversation.person, conversation_id=conversation.id, now=now)
