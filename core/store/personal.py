"""Personal data in the store: found by the blind index, erased when it is time."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.complaint import Complaint
from core.errors import NotFound
from core.personal import PERSONAL, SOUGHT
from core.store import tickets
from core.store.case_tables import TicketKeyRow
from core.store.conversations import fields_to_json
from core.store.letter_tables import LetterRow
from core.store.sealed import vault_of
from core.store.tables import ConversationRow, EnvelopeRow, MessageRow, OutboxRow, TicketEventRow, TicketRow
from core.ticket import Ticket, TicketState

ERASED = "erased"
"""Whose a ticket is when nobody may know it any more."""
_ENDED = (TicketState.CLOSED.value, TicketState.REJECTED.value)


def index(session: Session, number: str, complaint: Complaint) -> None:
    """Enter a ticket in the blind index."""
    session.execute(delete(TicketKeyRow).where(TicketKeyRow.ticket == number))
    for kind in SOUGHT:
        value = complaint.get(kind)
        if value is not None:
            session.add(TicketKeyRow(ticket=number, kind=kind, blind=_blind(session, kind, value)))
    session.flush()


def find(session: Session, kind: str, value: str, limit: int = 50) -> list[Ticket]:
    """Tickets by the citizen's phone (E.164), email or CNIC (12345-1234567-1), the latest first. Raises KeyError."""
    if kind not in SOUGHT:
        raise KeyError(kind)
    numbers = session.scalars(
        select(TicketKeyRow.ticket)
        .join(TicketRow, TicketRow.number == TicketKeyRow.ticket)
        .where(TicketKeyRow.kind == kind, TicketKeyRow.blind == _blind(session, kind, value))
        .order_by(TicketRow.id.desc())
        .limit(limit)
    )
    return [tickets.get(session, number) for number in numbers.all()]


def of_citizen(session: Session, person: str, limit: int = 50) -> list[Ticket]:
    """All tickets of whoever stands behind a channel's proven address, the latest first: those told from it, and those
    told elsewhere (by letter, by mail) with this very phone or email."""
    own = tickets.of_person(session, person, limit=limit)
    scheme, _, address = person.partition(":")
    kind = {"tel": "phone", "mailto": "email"}.get(scheme)
    if kind is not None and address:
        known = {ticket.number for ticket in own}
        own += [ticket for ticket in find(session, kind, address, limit) if ticket.number not in known]
    return sorted(own, key=lambda ticket: (ticket.created_at, ticket.number), reverse=True)[:limit]


def erase(session: Session, number: str) -> None:
    """Take the person out of an ended ticket: the record, the conversation, the raw messages, what was said.

    What happened stays: the history loses its words and its chain holds (core.history); counts and reports do not
    change. Evidence (photos, recordings) is not touched here. Raises NotFound.
    """
    row = session.scalars(select(TicketRow).where(TicketRow.number == number)).first()
    if row is None or row.state not in _ENDED:
        raise NotFound(f"no ended ticket {number}")
    conversation = row.conversation_id
    kept = fields_to_json(tickets.record(session, number).forget(*PERSONAL, "description"))
    resolution = row.resolution | {"remark": ""} if row.resolution else None
    told = select(MessageRow.envelope_id).where(MessageRow.conversation_id == conversation)
    nobody: dict[str, Any] = {"person": ERASED, "address": "", "fields": kept}
    for statement in (
        update(TicketRow).where(TicketRow.number == number).values(**nobody, resolution=resolution),
        update(ConversationRow).where(ConversationRow.id == conversation).values(**nobody, subject=None),
        update(EnvelopeRow).where(EnvelopeRow.id.in_(told)).values(person=ERASED, body=b"", blob=None, facts={}),
        update(MessageRow).where(MessageRow.conversation_id == conversation).values(sender="", text="", details={}),
        update(TicketEventRow).where(TicketEventRow.ticket == number).values(words={}),
        update(LetterRow).where(LetterRow.conversation_id == conversation).values(note=None, filename=None),
        delete(TicketKeyRow).where(TicketKeyRow.ticket == number),
        delete(OutboxRow).where(OutboxRow.conversation_id == conversation),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})


def to_erase(session: Session, before: datetime, limit: int = 200) -> list[str]:
    """Numbers of tickets that ended before this time and still hold the person."""
    ended = (TicketRow.state.in_(_ENDED), TicketRow.closed_at < before, TicketRow.person != ERASED)
    return list(session.scalars(select(TicketRow.number).where(*ended).order_by(TicketRow.id).limit(limit)))


def _blind(session: Session, kind: str, value: str) -> str:
    vault = vault_of(session.get_bind().dialect)
    return vault.blind(kind, value) if vault is not None else f"{kind}:{value}"
