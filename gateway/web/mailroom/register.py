"""A letter becomes a ticket, and whoever wrote it is told.

On their phone or by email where a clerk confirmed that it is theirs, else by the printed slip.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from core.casework.reach import Way
from core.complaint import Complaint, Source
from core.conversation import FINISHED, Conversation
from core.intake.registration import register_and_tell
from core.reference.phrasebook import say
from core.store.mailroom import asking
from core.store.pipeline.conversations import save
from core.ticket import Ticket
from gateway.channels import switched_on
from gateway.house import House


def lacking(complaint: Complaint) -> list[str]:
    """Required fields that a letter must have; one without phone and email gets a slip."""
    return [name for name in complaint.missing() if name != "phone"]


def way_back(house: House, complaint: Complaint) -> tuple[str, str] | None:
    """(channel, address) at which the writer is told, or None: then the slip is posted. Only what a clerk confirmed."""
    confirmed = {name: field.value for name, field in complaint.fields.items() if field.source is Source.CLERK}
    on = switched_on(house.channels)
    if "phone" in confirmed and on.phones:
        return on.phones[0], confirmed["phone"]
    if "email" in confirmed and on.emails:
        return on.emails[0], confirmed["email"]
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
    way = Way(*back) if back is not None else None
    return register_and_tell(
        session,
        known,
        now,
        house.cases,
        house.track_link,
        way,
        cause=f"{asking.CAUSE}{conversation.id}:registered",
        first=say("letter_kept", known.language),
        by_post=True,
    )
