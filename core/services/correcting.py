"""A complaint put right: its record and its ticket together, and sent where it now belongs."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.casework.correcting import Right, correct
from core.complaint import Complaint, Field, Source
from core.services.cases import Cases
from core.services.transcribing import send_on
from core.store.casework import personal, tickets
from core.store.casework.tables import TicketRow
from core.store.desk import search
from core.store.pipeline import conversations
from core.store.pipeline.conversations import fields_to_json
from core.ticket import WORKING, Actor, Ticket

WHY = "what it is about was corrected"


def put_right(
    session: Session, cases: Cases, number: str, right: Right, why: str, actor: Actor, now: datetime, version: int
) -> Ticket:
    """Raises NotFound, Conflict, NotAllowed, InvalidTransition, and Rejected where nothing is different."""
    before, record = tickets.get(session, number), tickets.record(session, number)
    kept = cases.do(
        session, number, lambda ticket, at, policy: correct(ticket, right, why, actor, at, policy), now, version=version
    )
    after = _record(record, right)
    session.execute(update(TicketRow).where(TicketRow.number == number).values(fields=fields_to_json(after)))
    personal.index(session, number, after)
    told = tickets.conversation_of(session, number)
    if told is not None:
        conversations.save(session, told.with_(complaint=after, urgent=right.urgent))
    search.enter(session, number, cases.book.directory(session))
    moved = (right.category, right.district) != (before.category, before.district) or right.place != right.place_before
    if moved and kept.state in WORKING:
        return send_on(session, cases, kept, after, now, WHY)
    return kept


def _record(record: Complaint, right: Right) -> Complaint:
    said = {"category": right.category, "district": right.district, "address": right.place}
    news = {name: Field(value, 1.0, Source.CLERK) for name, value in said.items() if value != record.get(name)}
    return record.forget(*news).learn({name: field for name, field in news.items() if field.value})
