"""Calls: where each stands, and what was answered."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from core.store.base import Base
from core.store.helpline.tables import CallAnswerRow, CallRow
from core.store.once import insert_once, rowcount

# Made once: making a statement takes longer than running it.
_HELD = (
    select(CallRow)
    .where(CallRow.sid == bindparam("wanted"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_calls = Base.metadata.tables[CallRow.__tablename__]
_STEP = (
    update(_calls)
    .where(_calls.c.sid == bindparam("wanted"))
    .values(state=bindparam("stands"), language=bindparam("speaks"), last_at=bindparam("now"))
)


def get(session: Session, sid: str) -> CallRow | None:
    return session.get(CallRow, sid)


def begin(
    session: Session, sid: str, person: str, conversation_id: str, now: datetime, *, task: int | None = None
) -> None:
    """Keep a call that begins. A repeat changes nothing."""
    values: dict[str, object] = {
        "sid": sid,
        "person": person,
        "conversation_id": conversation_id,
        "state": {},
        "task": task,
    }
    insert_once(session, CallRow, {**values, "started_at": now, "last_at": now}, key=("sid",))


def hold(session: Session, sid: str) -> CallRow | None:
    """The call, for this transaction alone: a request that came twice at once is handled once."""
    return session.scalars(_HELD, {"wanted": sid}).first()


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
    rowcount(session, _STEP, wanted=sid, stands=dict(state), speaks=language, now=now)
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
    """How many calls came from this number. Those that we made do not count."""
    mine = (CallRow.person == person, CallRow.started_at >= since, CallRow.task.is_(None))
    return session.scalar(select(func.count()).select_from(CallRow).where(*mine)) or 0


def end(session: Session, sid: str, now: datetime) -> bool:
    """The line is dead; False when that was known before."""
    row = session.get(CallRow, sid)
    if row is None or row.ended_at is not None:
        return False
    row.ended_at = now
    return True


def going_on(session: Session, person: str) -> CallRow | None:
    """The person's call that has not ended, the latest."""
    return session.scalars(
        select(CallRow)
        .where(CallRow.person == person, CallRow.ended_at.is_(None))
        .order_by(CallRow.started_at.desc())
        .limit(1)
    ).first()


def forgotten(session: Session, silent_since: datetime, limit: int = 200) -> Sequence[str]:
    """SIDs of calls whose end nobody told us: nothing has come of them since then."""
    silent = (CallRow.ended_at.is_(None), CallRow.last_at < silent_since)
    return session.scalars(select(CallRow.sid).where(*silent).order_by(CallRow.last_at).limit(limit)).all()


def answers_of(session: Session, conversation_id: str) -> Sequence[CallAnswerRow]:
    """What was heard in all calls of a conversation, in order."""
    return session.scalars(
        select(CallAnswerRow)
        .join(CallRow, CallRow.sid == CallAnswerRow.sid)
        .where(CallRow.conversation_id == conversation_id)
        .order_by(CallRow.started_at, CallAnswerRow.turn)
    ).all()
