"""Somebody left, or has another office or work now: what they had in hand is their office's again, for anybody."""

from datetime import datetime
from functools import partial

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from core.casework import Change, Policy, assign
from core.casework.work import let_go as let_go_of
from core.services.cases import Cases
from core.store.casework.tables import TicketRow
from core.store.mailroom.tables import LetterRow
from core.ticket import SYSTEM, WORKING, Ticket, TicketState

WHY = "Whoever had this case in hand is no longer at the office."


def _to_office(office_id: int, ticket: Ticket, at: datetime, policy: Policy) -> Change:
    return assign(ticket, office_id, WHY, SYSTEM, at, policy)


def let_go(session: Session, cases: Cases, staff_id: int, now: datetime) -> int:
    """Give back the cases that they own, and the letters that were kept for them; how many cases. Those with the
    citizen keep their history and only lose the owner, and so do merged ones, which may stand on their own again."""
    owned = select(TicketRow.number, TicketRow.office_id, TicketRow.state).where(
        TicketRow.owner == str(staff_id), or_(TicketRow.closed_at.is_(None), TicketRow.state == TicketState.MERGED)
    )
    rows = session.execute(owned).all()
    for number, office_id, state in rows:
        if state in WORKING and office_id is not None:
            cases.do(session, number, partial(_to_office, office_id), now)
        else:
            cases.do(session, number, lambda ticket, at, policy: let_go_of(ticket, WHY, at, policy), now)
    session.execute(update(LetterRow).where(LetterRow.assigned_to == staff_id).values(assigned_to=None))
    return len(rows)
