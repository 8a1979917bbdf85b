"""A visitor's complaints, in words: how each stands, at which office it is, by when that must have answered."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.reference.phrasebook import date_in_words, state_in_words
from core.store.casework import personal, tickets
from core.ticket import Ticket, TicketState
from gateway.house import House

_WITH_OFFICE = frozenset(
    {TicketState.ASSIGNED, TicketState.IN_PROGRESS, TicketState.REOPENED, TicketState.WAITING, TicketState.PROPOSED}
)
_ASKS = frozenset({TicketState.WAITING, TicketState.PROPOSED})
_SHORT = 140


@dataclass(frozen=True, slots=True)
class Case:
    """``office`` and ``due`` are empty where there is none. ``asks``: it waits for the citizen's word."""

    number: str
    about: str
    state: str
    told: str
    office: str
    due: str
    late: bool
    asks: bool


def cases_of(house: House, session: Session, person: str, language: str) -> list[Case]:
    """The latest first."""
    return [_case(house, session, one, language) for one in personal.of_citizen(session, person)]


def is_theirs(session: Session, person: str, number: str) -> bool:
    """Is this case one of this person's?"""
    return any(one.number == number for one in personal.of_citizen(session, person))


def _case(house: House, session: Session, ticket: Ticket, language: str) -> Case:
    about = str(tickets.record(session, ticket.number).get("description") or "")
    held = ticket.office_id is not None and ticket.state in _WITH_OFFICE
    runs = ticket.state in _WITH_OFFICE - _ASKS and ticket.due_at is not None
    return Case(
        number=ticket.number,
        about=about if len(about) <= _SHORT else f"{about[:_SHORT]}…",
        state=state_in_words(ticket, language),
        told=date_in_words(ticket.created_at),
        office=house.cases.book.directory(session).get(ticket.office_id or 0).named(language) if held else "",
        due=date_in_words(ticket.due_at) if runs and ticket.due_at is not None else "",
        late=runs and ticket.due_at is not None and ticket.due_at < house.clock.now(),
        asks=ticket.state in _ASKS,
    )
