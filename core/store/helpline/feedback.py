"""Whom to ask by telephone whether a case is solved: citizens of the helpline, and those whom no message reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from core.helpline import Kind, Why
from core.outbox import OutboxState
from core.store.casework import tickets
from core.store.casework.tables import TicketEventRow, TicketRow
from core.store.helpline import tasks
from core.store.helpline.tables import HelplineTaskRow
from core.store.pipeline.tables import OutboxRow
from core.ticket import Action, TicketState

LOOK_BACK = timedelta(days=12)
"""Longer than a citizen is asked (core.casework.sla.SlaRules.call_after): later it is a supervisor's to call."""
_ASKING = (Action.PROPOSE.value, Action.FOLLOW.value, Action.REMIND_CITIZEN.value)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a citizen that should be asked by telephone: the ticket's number and the event that asked it."""

    ticket: str
    seq: int


def to_ask(session: Session, phones: Sequence[str], now: datetime, limit: int = 200) -> list[Asked]:
    """Questions "is it solved?" whose citizen is on the telephone, or got no message by any of the channels to a phone
    (``phones``), and who was not called yet."""
    unreached = exists().where(
        OutboxRow.conversation_id == TicketRow.conversation_id,
        OutboxRow.state == OutboxState.FAILED.value,
        OutboxRow.channel.in_(phones),
        OutboxRow.staged_at >= TicketEventRow.at,
        OutboxRow.cause.like("case:%"),
    )
    called = exists().where(
        HelplineTaskRow.kind == Kind.FEEDBACK.value,
        HelplineTaskRow.ticket == TicketRow.number,
        HelplineTaskRow.made_at >= TicketEventRow.at,
    )
    rows = session.execute(
        select(TicketRow.number, TicketEventRow.seq)
        .join(TicketEventRow, TicketEventRow.ticket == TicketRow.number)
        .where(
            TicketEventRow.kind.in_(_ASKING),
            TicketEventRow.at > now - LOOK_BACK,
            TicketRow.state == TicketState.PROPOSED.value,
            or_(TicketRow.channel == "ivr", unreached),
            ~called,
        )
        .order_by(TicketEventRow.id.desc())
        .limit(limit)
    )
    found: dict[str, int] = {}
    for number, seq in rows:
        found.setdefault(number, seq)
    return [Asked(number, seq) for number, seq in found.items()]


def begin(session: Session, asked: Asked, now: datetime) -> int | None:
    """A task to call them; None where there is one already, or no telephone to ring."""
    conversation = tickets.conversation_of(session, asked.ticket)
    if conversation is None or phone_of(session, asked.ticket) is None:
        return None
    cause = f"feedback:{asked.ticket}:{asked.seq}"
    return tasks.add(
        session, Kind.FEEDBACK, Why.PROPOSED, conversation, now, ticket=asked.ticket, cause=cause, due_at=now
    )


def phone_of(session: Session, number: str) -> str | None:
    """The telephone at which a ticket's citizen is reached, in E.164, or None."""
    address = session.scalars(select(TicketRow.address).where(TicketRow.number == number)).first()
    if address is not None and address.startswith("+"):
        return address
    return tickets.record(session, number).get("phone")
