"""Calls: where each stands, and what was answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.store.once import insert_once
from core.store.tables import CallAnswerRow, CallRow


def get(session: Session, sid: str) -> CallRow | None:
    return session.get(CallRow, sid)


def begin(session: Session, sid: str, person: str, conversation_id: str, now: datetime) -> None:
    """Keep a call that begins. A repeat changes nothing."""
    values = {"sid": sid, "person": person, "conversation_id": conversation_id, "state": {}}
    insert_once(session, CallRow, {**values, "started_at": now, "last_at": now}, key=("sid",))


def answered(session: Session, sid: str, turn: int) -> str | None:
    """What was answered to this request before."""
    row = session.get(CallAnswerRow, (sid, turn))
    return row.answer if row else None


def step(
    session: Session,
    sid: str,
    turn: int,
    answer: str,
    heard: Mapping[str, Any],
    state: Mapping[str, Any],
    language: str | None,
    now: datetime,
) -> bool:
    """Keep a step with its answer; False when another process was faster with the same step."""
    new = {"sid": sid, "turn": turn, "answer": answer, "heard": dict(heard)}
    if insert_once(session, CallAnswerRow, new, key=("sid", "turn")) is None:
        return False
    row = session.get(CallRow, sid)
    if row is not None:
        row.state, row.language, row.last_at = dict(state), language, now
    return True


def language_of(session: Session, person: str) -> str | None:
    """The language that this number chose last."""
    return session.scalars(
        select(CallRow.language)
        .where(CallRow.person == person, CallRow.language.is_not(None))
        .order_by(CallRow.started_at.desc())
        .limit(1)
    ).first()


def count_since(session: Session, person: str, since: datetime) -> int:
    """How many calls came from this number."""
    counted = select(func.count()).select_from(CallRow).where(CallRow.person == person, CallRow.started_at >= since)
    return session.scalar(counted) or 0


def end(session: Session, sid: str, now: datetime) -> None:
    row = session.get(CallRow, sid)
    if row is not None and row.ended_at is None:
        row.ended_at = now
