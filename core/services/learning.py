"""What is learnt about a case after it was registered: its record, where it is found, and where it belongs."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.casework import Change, Policy, assign
from core.casework.change import changed
from core.casework.routing import route
from core.complaint import Complaint, Field
from core.errors import NotFound
from core.services.cases import Cases, wanted
from core.store.casework import personal, tickets
from core.store.casework.tables import TicketRow
from core.store.desk import search
from core.store.pipeline import conversations
from core.store.pipeline.conversations import fields_to_json
from core.ticket import CITIZEN, SYSTEM, WORKING, Action, Ticket

WHY = "the citizen told more of it"


def learn(session: Session, cases: Cases, number: str, news: Mapping[str, Field], now: datetime) -> Ticket:
    """Put what the citizen told into the case's record, and send it where it now belongs. Nothing is taken away.

    Raises NotFound, Conflict.
    """
    before = tickets.get(session, number)
    old = tickets.record(session, number)
    complaint = old.learn(news)
    if complaint == old:
        return before
    kept = _place(session, cases, before, complaint, now)
    session.execute(update(TicketRow).where(TicketRow.number == number).values(fields=fields_to_json(complaint)))
    personal.index(session, number, complaint)
    told_in = tickets.conversation_of(session, number)
    if told_in is not None:
        conversations.save(session, told_in.with_(complaint=told_in.complaint.learn(news)))
    kept = _send_on(session, cases, kept, complaint, now)
    search.enter(session, number, cases.book.directory(session))
    return kept


def _place(session: Session, cases: Cases, before: Ticket, complaint: Complaint, now: datetime) -> Ticket:
    """Where no district was known, there is one now. One that stands is an officer's to change."""
    district = before.district or complaint.get("district") or ""
    if district == before.district:
        return before

    def put(ticket: Ticket, at: datetime, policy: Policy) -> Change:
        after = ticket.with_(district=district)
        return changed(ticket, after, policy, action=Action.NOTE, actor=CITIZEN, at=at, district=district)

    return cases.do(session, before.number, put, now)


def _send_on(session: Session, cases: Cases, ticket: Ticket, complaint: Complaint, now: datetime) -> Ticket:
    """To an office, where it has none yet."""
    if ticket.office_id is not None or ticket.state not in WORKING:
        return ticket
    try:
        found = route(wanted(ticket, complaint), cases.book.directory(session), now)
    except NotFound:
        return ticket
    name, why = found.office.named(ticket.language), f"{found.why}; {WHY}"
    return cases.do(
        session,
        ticket.number,
        lambda ticket, at, policy: assign(ticket, found.office.id, why, SYSTEM, at, policy, office_name=name),
        now,
    )
