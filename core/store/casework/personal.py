"""A citizen's tickets in the store, found by the blind index."""

from datetime import datetime

from sqlalchemy import Dialect, Select, delete, select, union
from sqlalchemy.orm import Session

from core.complaint import Complaint
from core.privacy.personal import SOUGHT
from core.store.casework import tickets
from core.store.casework.tables import TicketKeyRow, TicketPersonRow, TicketRow
from core.store.once import insert_once
from core.store.sealing.sealed import vault_of
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
    return tickets.of_numbers(session, _found_by(session, kind, value), limit)


def of_citizen(session: Session, person: str, limit: int = 50) -> list[Ticket]:
    """All tickets of whoever stands behind a channel's proven address, the latest first: those told from it, those told
    elsewhere (by letter, by mail) with this very phone or email, and those proven to be theirs (see core.intake)."""
    told_here = select(TicketRow.number).where(TicketRow.person == person)
    proven = select(TicketPersonRow.ticket).where(TicketPersonRow.person == person)
    scheme, _, address = person.partition(":")
    kind = {"tel": "phone", "mailto": "email"}.get(scheme)
    told_elsewhere = (_found_by(session, kind, address),) if kind is not None and address else ()
    return tickets.of_numbers(session, union(told_here, proven, *told_elsewhere), limit)


def join(session: Session, number: str, person: str, now: datetime) -> None:
    """This person (messages.Peek's key) proved that a ticket is theirs."""
    insert_once(session, TicketPersonRow, {"ticket": number, "person": person, "since": now}, key=("ticket", "person"))


def _found_by(session: Session, kind: str, value: str) -> Select[str]:
    return select(TicketKeyRow.ticket).where(
        TicketKeyRow.kind == kind, TicketKeyRow.blind == _blind(session, kind, value)
    )


def _blind(session: Session, kind: str, value: str) -> str:
    return blind(session.get_bind().dialect, kind, value)


def blind(dialect: Dialect, kind: str, value: str) -> str:
    """A value's entry in the blind index of a database."""
    vault = vault_of(dialect)
    return vault.blind(kind, value) if vault is not None else f"{kind}:{value}"
