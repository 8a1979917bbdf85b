"""What an agent heard in a recording, written into a ticket that was registered before anybody had heard it."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.casework import Change, Policy, assign
from core.casework.change import changed
from core.casework.routing import Wanted, route, whom_about
from core.complaint import Complaint
from core.errors import NotFound
from core.services.cases import Cases
from core.store.casework import personal, tickets
from core.store.casework.tables import TicketRow
from core.store.pipeline import conversations
from core.store.pipeline.conversations import fields_to_json
from core.ticket import SYSTEM, WORKING, Action, Actor, Ticket

WHY = "what the caller said was written down"


def write_down(
    session: Session, cases: Cases, number: str, complaint: Complaint, actor: Actor, now: datetime
) -> Ticket:
    """Put an agent's words into the ticket's record, say so in its history, and send it where it now belongs.

    Raises NotFound, Conflict, and NotAllowed for a role that may write no notes.
    """
    before = tickets.get(session, number)
    category = complaint.get("category") or before.category
    district = complaint.get("district") or before.district
    heard = complaint.get("description") or ""
    about = whom_about(heard, category, district, cases.book.directory(session))

    def note(ticket: Ticket, at: datetime, policy: Policy) -> Change:
        against = about.id if about is not None else ticket.against_office
        after = ticket.with_(category=category, district=district, against_office=against)
        words = {"remark": heard}
        return changed(ticket, after, policy, action=Action.NOTE, actor=actor, at=at, words=words, written_down=True)

    kept = cases.do(session, number, note, now)
    fields = fields_to_json(complaint)
    session.execute(update(TicketRow).where(TicketRow.number == number).values(fields=fields))
    personal.index(session, number, complaint)
    told = tickets.conversation_of(session, number)
    if told is not None:
        conversations.save(session, told.with_(complaint=complaint, needs_person=False))
    news = (category, district, kept.against_office) != (before.category, before.district, before.against_office)
    if news and kept.state in WORKING:
        return send_on(session, cases, kept, complaint, now, WHY)
    return kept


def send_on(
    session: Session, cases: Cases, ticket: Ticket, complaint: Complaint, now: datetime, because: str
) -> Ticket:
    """The ticket at the office where it belongs by its record now; ``because`` says why it is looked at again."""
    said = " ".join(filter(None, (complaint.get("description"), complaint.get("address"))))
    against = () if ticket.against_office is None else (ticket.against_office,)
    try:
        found = route(Wanted(ticket.category, ticket.district, said, against), cases.book.directory(session), now)
    except NotFound:
        return ticket
    if found.office.id == ticket.office_id:
        return ticket
    name = found.office.named(ticket.language)
    why = f"{found.why}; {because}"
    return cases.do(
        session,
        ticket.number,
        lambda ticket, at, policy: assign(ticket, found.office.id, why, SYSTEM, at, policy, office_name=name),
        now,
    )
