"""What somebody may see: the one predicate, asked of every case, letter, call and file in every room.

A case is seen by those of its office and of every office above it; without an office of one's own, by the whole
province. What is not a case yet (a letter, a caller's recording) belongs to the office to which it would be sent.
Whoever is complained about sees nothing of it, in any role. What one may not see is not there.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from core.casework.conflict_of_interest import may_be_about
from core.casework.routing import Wanted, route, whom_about
from core.complaint import Complaint
from core.errors import NotFound
from core.offices.directory import Directory, Office
from core.offices.staff import Staff
from core.store.casework import tickets
from core.ticket import Ticket
from gateway.house import House


@dataclass(frozen=True, slots=True)
class Scope:
    """``root`` None: the whole province. ``ids`` are the offices' ids, the root's own among them. ``person``: the id of
    whoever looks, as a ticket names them."""

    root: Office | None
    ids: frozenset[int]
    person: str
    directory: Directory
    at: datetime
    about_me: frozenset[str] = frozenset()
    """The cases that are about whoever looks."""
    staff: Staff | None = None
    """Whoever looks."""

    @property
    def codes(self) -> frozenset[str]:
        """The offices' codes."""
        return frozenset(one.code for one in self.directory.under(self.root)) if self.root else frozenset()

    @property
    def whole(self) -> bool:
        return self.root is None

    def covers(self, office_id: int | None) -> bool:
        """Is this office in it? A ticket without an office yet belongs to the whole."""
        return self.whole or (office_id is not None and office_id in self.ids)

    def allows(self, ticket: Ticket) -> bool:
        """May they see this case, and whatever belongs to it?"""
        return self.covers(ticket.office_id) and ticket.against_person != self.person

    def allows_record(self, complaint: Complaint, ticket: Ticket | None) -> bool:
        """May they see what was told: of a case, or (``ticket`` None) of what is none yet?"""
        if ticket is not None:
            return self.allows(ticket)
        if self.staff is not None and _about(self.directory, complaint, self.staff, self.at):
            return False
        return self.whole or self.covers(_would_go_to(self.directory, complaint, self.at))


def scope_of(house: House, session: Session, person: Staff) -> Scope:
    """The offices that this person answers for. Raises NotFound when their office is gone."""
    directory, now = house.cases.book.directory(session), house.clock.now()
    mine = tickets.about(session, str(person.id))
    if person.office is None:
        return Scope(None, frozenset(), str(person.id), directory, now, mine, person)
    root = directory.by_code(person.office)
    ids = frozenset(office.id for office in directory.under(root))
    return Scope(root, ids, str(person.id), directory, now, mine, person)


def authorized(scope: Scope, ticket: Ticket) -> Ticket:
    """The ticket, where the scope covers it. Raises NotFound: what one may not see is not there."""
    if not scope.allows(ticket):
        raise NotFound(f"no ticket {ticket.number}")
    return ticket


def _would_go_to(directory: Directory, complaint: Complaint, at: datetime) -> int | None:
    return _routed(directory, *_told(complaint), at.replace(minute=0, second=0, microsecond=0))


def _about(directory: Directory, complaint: Complaint, person: Staff, at: datetime) -> bool:
    category, district, words = _told(complaint)
    return _may_be_about(words, category, district, person, directory, at.replace(minute=0, second=0, microsecond=0))


def _told(complaint: Complaint) -> tuple[str, str, str]:
    """Category, district and words."""
    words = " ".join(filter(None, (complaint.get("description"), complaint.get("address"))))
    return complaint.get("category") or "other", complaint.get("district") or "", words[:_MOST_READ]


_may_be_about = lru_cache(4096)(may_be_about)


@lru_cache(4096)
def _routed(directory: Directory, category: str, district: str, words: str, at: datetime) -> int | None:
    try:
        about = whom_about(words, category, district, directory)
        against = () if about is None else (about.id,)
        return route(Wanted(category, district, words, against), directory, at).office.id
    except NotFound:
        return None


_MOST_READ = 6000
