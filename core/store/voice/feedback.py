"""Whom to ask by telephone whether a case is solved: citizens of the helpline, and those whom no message reached."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from core.helpline import Kind, Why
from core.outbox import OutboxState
from core.store.casework import tickets
from core.store.tables import OutboxRow, TicketEventRow, TicketRow
from core.store.voice import helpline
from core.store.voice.helpline_tables import HelplineTaskRow
from core.ticket import Action, TicketState

LOOK_BACK = timedelta(days=12)
"""Longer than a citizen is asked (core.sla.SlaRules.call_after): later it is a supervisor's to call."""
_ASKING = (Action.PROPOSE.value, Action.FOLLOW.value, Action.REMIND_CITIZEN.value)
_PHONES = ("whatsapp", "sms", "ivr")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a citizen that should be asked by telephone: the ticket's number and the event that asked it."""

    ticket: str
    seq: int


def to_ask(session: Session, now: datetime, limit: int = 200) -> list[Asked]:
    """Questions "is it solved?" whose citizen is on the telephone, or got no message, and who was not called yet."""
    unreached = exists().where(
        OutboxRow.conversation_id == TicketRow.conversation_id,
        OutboxRow.state == OutboxState.FAILED.value,
        OutboxRow.channel.in_(_PHONES),
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
    return helpline.add(
        session, Kind.FEEDBACK, Why.PROPOSED, conversation, now, ticket=asked.ticket, cause=cause, due_at=now
    )


def phone_of(session: Session, number: str) -> str | None:
    """The telephone at which a ticket's citizen is reached, in E.164, or None."""
    row = session.execute(select(TicketRow.address, TicketRow.channel).where(TicketRow.number == number)).first()
    if row is not None and row.channel in _PHONES and row.address.startswith("+"):
        return str(row.address)
    return tickets.record(session, number).get("phone")
