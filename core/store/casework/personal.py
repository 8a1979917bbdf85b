"""A citizen's tickets in the store, found by the blind index."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Dialect, delete, select
from sqlalchemy.orm import Session

from core.complaint import Complaint
from core.personal import SOUGHT
from core.store.casework import tickets
from core.store.casework.case_tables import TicketKeyRow, TicketPersonRow
from core.store.once import insert_once
from core.store.sealing.sealed import vault_of
from core.store.tables import TicketRow
from core.ticket import Ticket


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
    """All tickets of whoever stands behind a channel's proven address, the latest first: those told from it, those told
    elsewhere (by letter, by mail) with this very phone or email, and those proven to be theirs (core.proving)."""
    own = tickets.of_person(session, person, limit=limit)
    scheme, _, address = person.partition(":")
    kind = {"tel": "phone", "mailto": "email"}.get(scheme)
    if kind is not None and address:
        own += find(session, kind, address, limit)
    own += [tickets.get(session, number) for number in _proven(session, person, limit)]
    own = list({ticket.number: ticket for ticket in own}.values())
    return sorted(own, key=lambda ticket: (ticket.created_at, ticket.number), reverse=True)[:limit]


def join(session: Session, number: str, person: str, now: datetime) -> None:
    """This person (messages.Peek's key) proved that a ticket is theirs."""
    insert_once(session, TicketPersonRow, {"ticket": number, "person": person, "since": now}, key=("ticket", "person"))


def _proven(session: Session, person: str, limit: int) -> Sequence[str]:
    theirs = select(TicketPersonRow.ticket).where(TicketPersonRow.person == person)
    return session.scalars(theirs.order_by(TicketPersonRow.ticket.desc()).limit(limit)).all()


def _blind(session: Session, kind: str, value: str) -> str:
    return blind(session.get_bind().dialect, kind, value)


def blind(dialect: Dialect, kind: str, value: str) -> str:
    """A value's entry in the blind index of a database."""
    vault = vault_of(dialect)
    return vault.blind(kind, value) if vault is not None else f"{kind}:{value}"
