"""Complaints that were begun and left: whom to ask, and what clerks see. The rows say what was done about each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, or_, select, update
from sqlalchemy.orm import Session

from core.conversation import LATER, OPEN, Conversation
from core.store.casework.tables import TicketRow
from core.store.once import insert_once
from core.store.pipeline import conversations
from core.store.pipeline.tables import ConversationRow, UnfinishedRow

_LEFT = (OPEN, LATER)
_ANSWERED = ("elsewhere", "at_home", "at_home:listens")
"""What is asked of whom we told that it is not ours (core.intake.other_province), and of whom we promised that nobody
is told (core.intake.at_home): nothing is left open there."""


@dataclass(frozen=True, slots=True)
class Left:
    """A complaint that was begun and left, as a clerk sees it."""

    conversation: Conversation
    serious: bool
    asked_at: datetime | None


def note_serious(session: Session, conversation_id: str, now: datetime) -> None:
    """Clerks see it at once, and until it is registered or ended."""
    row = {"conversation_id": conversation_id, "seen_from": now, "serious": True}
    if insert_once(session, UnfinishedRow, row, key=("conversation_id",)) is None:
        known = UnfinishedRow.conversation_id == conversation_id
        session.execute(update(UnfinishedRow).where(known).values(serious=True))


def silent(session: Session, since: datetime, before: datetime, limit: int = 200) -> Sequence[str]:
    """Open conversations in which something was asked, last heard of between the two, and not asked about yet."""
    asked = exists().where(UnfinishedRow.conversation_id == ConversationRow.id, UnfinishedRow.asked_at.is_not(None))
    ticket = exists().where(TicketRow.conversation_id == ConversationRow.id)
    left = (ConversationRow.state.in_(_LEFT), ConversationRow.last_at >= since, ConversationRow.last_at < before)
    answered = ConversationRow.asking.in_(_ANSWERED)
    rows = select(ConversationRow.id).where(*left, ConversationRow.needs_person.is_(False), ~asked, ~ticket)
    rows = rows.where(answered.is_not(True))
    return session.scalars(rows.order_by(ConversationRow.last_at).limit(limit)).all()


def silent_since_asked(session: Session, asking: str, before: datetime, limit: int = 50) -> Sequence[str]:
    """Open conversations in which what begins with ``asking`` was asked, and nobody has written since ``before``, on
    our side neither: that it waits for a person is no answer."""
    ticket = exists().where(TicketRow.conversation_id == ConversationRow.id)
    waits = (
        ConversationRow.state == OPEN,
        ConversationRow.last_at <= before,
        ConversationRow.asking.startswith(asking),
    )
    rows = select(ConversationRow.id).where(*waits, ConversationRow.held_by.is_(None), ~ticket)
    return session.scalars(rows.order_by(ConversationRow.last_at).limit(limit)).all()


def mark_asked(session: Session, conversation_id: str, now: datetime, seen_from: datetime) -> None:
    """The citizen was asked; clerks see it from ``seen_from`` on, or at once where they do already."""
    row = {"conversation_id": conversation_id, "seen_from": seen_from, "serious": False, "asked_at": now}
    if insert_once(session, UnfinishedRow, row, key=("conversation_id",)) is None:
        known = UnfinishedRow.conversation_id == conversation_id
        session.execute(update(UnfinishedRow).where(known).values(asked_at=now))


def waiting(session: Session, now: datetime, silent_since: datetime, limit: int = 100) -> list[Left]:
    """What clerks should look at: serious ones first, then the oldest. Of one that is not serious nobody has written
    since ``silent_since``."""
    found = session.execute(
        _open(now, silent_since)
        .order_by(UnfinishedRow.serious.desc(), ConversationRow.last_at, ConversationRow.id)
        .limit(limit)
    )
    left = []
    for row, _ in found.all():
        conversation = conversations.get(session, row.conversation_id)
        if conversation is not None and conversation.complaint.fields.get("description") is not None:
            left.append(Left(conversation, row.serious, row.asked_at))
    return left


def count(session: Session, now: datetime, silent_since: datetime) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(_open(now, silent_since).subquery())) or 0


def end(session: Session, conversation_id: str, outcome: str, reason: str, by: str, now: datetime) -> bool:
    """A clerk has ended it; False where another was faster."""
    insert_once(
        session,
        UnfinishedRow,
        {"conversation_id": conversation_id, "seen_from": now, "serious": False},
        key=("conversation_id",),
    )
    this = (UnfinishedRow.conversation_id == conversation_id, UnfinishedRow.ended_at.is_(None))
    values = {"ended_at": now, "ended_by": by, "outcome": outcome, "reason": reason}
    ended = update(UnfinishedRow).where(*this).values(**values).returning(UnfinishedRow.conversation_id)
    return session.execute(ended).first() is not None


def _open(now: datetime, silent_since: datetime):  # type: ignore[no-untyped-def]
    ticket = exists().where(TicketRow.conversation_id == ConversationRow.id)
    quiet = or_(UnfinishedRow.serious, ConversationRow.last_at <= silent_since)
    return (
        select(UnfinishedRow, ConversationRow.last_at)
        .join(ConversationRow, ConversationRow.id == UnfinishedRow.conversation_id)
        .where(UnfinishedRow.ended_at.is_(None), UnfinishedRow.seen_from <= now, ~ticket, quiet)
        .where(ConversationRow.state.in_(_LEFT), ConversationRow.asking.in_(_ANSWERED).is_not(True))
    )
