"""Emergencies that nobody has taken yet."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.store.casework.tables import AlarmRow
from core.store.once import insert_once


def raise_(session: Session, ticket: str, now: datetime) -> bool:
    """Raise it, once; was it new? Its first round is due at once."""
    row = {"ticket": ticket, "raised_at": now, "round": 0, "next_at": now}
    return insert_once(session, AlarmRow, row, key=("ticket",)) is not None


def get(session: Session, ticket: str) -> AlarmRow | None:
    return session.get(AlarmRow, ticket)


def due(session: Session, now: datetime, limit: int = 200) -> Sequence[str]:
    """Numbers of the tickets whose next round has come, the longest due first."""
    rows = select(AlarmRow.ticket).where(AlarmRow.next_at <= now).order_by(AlarmRow.next_at).limit(limit)
    return session.scalars(rows).all()


def go_on(session: Session, ticket: str, round_: int, next_at: datetime) -> bool:
    """The next round is planned; False where another did this one."""
    this = update(AlarmRow).where(AlarmRow.ticket == ticket, AlarmRow.round == round_, AlarmRow.next_at.is_not(None))
    done = session.execute(this.values(round=round_ + 1, next_at=next_at).returning(AlarmRow.ticket)).first()
    return done is not None


def again(session: Session, ticket: str, now: datetime) -> bool:
    """Its next round is due at once; False where somebody has taken it."""
    this = update(AlarmRow).where(AlarmRow.ticket == ticket, AlarmRow.ended_at.is_(None))
    return session.execute(this.values(next_at=now).returning(AlarmRow.ticket)).first() is not None


def end(session: Session, ticket: str, now: datetime) -> None:
    """Somebody has taken it."""
    session.execute(update(AlarmRow).where(AlarmRow.ticket == ticket).values(next_at=None, ended_at=now))
