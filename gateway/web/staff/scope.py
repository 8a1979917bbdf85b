"""Whose tickets somebody may see: those of their office and of every office under it; without an office, all."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.errors import NotFound
from core.offices import Office
from core.staff import Staff
from core.ticket import Ticket
from gateway.house import House


@dataclass(frozen=True, slots=True)
class Scope:
    """``root`` None: the whole province. ``ids`` are the offices' ids, the root's own among them."""

    root: Office | None
    ids: frozenset[int]

    @property
    def whole(self) -> bool:
        return self.root is None

    def covers(self, office_id: int | None) -> bool:
        """Is this office in it? A ticket without an office yet belongs to the whole."""
        return self.whole or (office_id is not None and office_id in self.ids)


def scope_of(house: House, session: Session, person: Staff) -> Scope:
    """The offices that this person answers for. Raises NotFound when their office is gone."""
    directory = house.cases.book.directory(session)
    if person.office is None:
        return Scope(None, frozenset())
    root = directory.by_code(person.office)
    return Scope(root, frozenset(office.id for office in directory.under(root)))


def seen(scope: Scope, ticket: Ticket) -> Ticket:
    """The ticket, where the scope covers it. Raises NotFound: what one may not see is not there."""
    if not scope.covers(ticket.office_id):
        raise NotFound(f"no ticket {ticket.number}")
    return ticket
