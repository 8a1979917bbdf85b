"""Sessions of staff: kept here, so that they end when we say so and not when a browser forgets.

A session ends after twelve hours, after two hours in which nothing was done, by signing out, with the password, role or
office it began with, or when its person ends it from another browser.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.offices.staff import Staff
from core.store.staff.staff import from_row
from core.store.staff.tables import StaffRow, StaffSessionRow

PASSWORD, PASSKEY, PROVIDER = "password", "passkey", "single sign-on"
LASTS = timedelta(hours=12)
IDLE = timedelta(hours=2)
KEPT = timedelta(days=30)
"""What has ended is listed for so long."""
_NOTICED = timedelta(minutes=1)
"""That somebody is still there is written down no more often."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A session that holds. ``token`` is what the browser's cookie has; ``id`` names it on pages."""

    id: int
    token: str
    how: str
    factor: str | None
    started_at: datetime
    seen_at: datetime


def begin(
    session: Session, person: Staff, now: datetime, how: str, *, factor: str | None, agent: str, address: str
) -> Kept:
    """A new one. What ended long ago is forgotten on the way."""
    token = secrets.token_urlsafe(32)
    row = StaffSessionRow(
        key=_key(token),
        staff=person.id,
        stamp=person.stamp,
        how=how,
        factor=factor,
        agent=agent[:200],
        address=address,
        started_at=now,
        seen_at=now,
        ended_at=None,
    )
    session.execute(
        delete(StaffSessionRow).where(StaffSessionRow.staff == person.id, StaffSessionRow.seen_at < now - KEPT)
    )
    session.add(row)
    session.flush()
    return _kept(row, token)


def find(session: Session, token: str, now: datetime) -> tuple[Staff, Kept] | None:
    """Whose session it is, while it holds."""
    both = session.execute(
        select(StaffRow, StaffSessionRow)
        .join(StaffSessionRow, StaffSessionRow.staff == StaffRow.id)
        .where(StaffSessionRow.key == _key(token))
    ).first()
    if both is None:
        return None
    person, row = both
    holds = person.active and person.stamp == row.stamp and _open(row, now)
    return (from_row(person), _kept(row, token)) if holds else None


def whose(session: Session, token: str) -> int | None:
    """Whose session it is or was; None for what never was one."""
    return session.scalars(select(StaffSessionRow.staff).where(StaffSessionRow.key == _key(token))).first()


def stale(kept: Kept, now: datetime) -> bool:
    """Is it time to write down that they are still there?"""
    return now - kept.seen_at >= _NOTICED


def still_there(session: Session, kept: Kept, now: datetime) -> None:
    session.execute(update(StaffSessionRow).where(StaffSessionRow.id == kept.id).values(seen_at=now))


def proven(session: Session, kept: Kept, factor: str) -> None:
    """A second factor was shown in it."""
    session.execute(update(StaffSessionRow).where(StaffSessionRow.id == kept.id).values(factor=factor))


def end(session: Session, staff_id: int, session_id: int, now: datetime) -> bool:
    """End one of theirs. False where there is none."""
    mine = (StaffSessionRow.id == session_id, StaffSessionRow.staff == staff_id, StaffSessionRow.ended_at.is_(None))
    ended = session.execute(update(StaffSessionRow).where(*mine).values(ended_at=now).returning(StaffSessionRow.id))
    return ended.first() is not None


def end_others(session: Session, staff_id: int, but: int | None, now: datetime) -> None:
    """End all of theirs, but one."""
    theirs = [StaffSessionRow.staff == staff_id, StaffSessionRow.ended_at.is_(None)]
    if but is not None:
        theirs.append(StaffSessionRow.id != but)
    session.execute(update(StaffSessionRow).where(*theirs).values(ended_at=now))


def open_ones(session: Session, person: Staff, now: datetime) -> Sequence[StaffSessionRow]:
    """Those of theirs that hold, the latest used first."""
    theirs = (StaffSessionRow.staff == person.id, StaffSessionRow.stamp == person.stamp)
    latest = (StaffSessionRow.seen_at.desc(), StaffSessionRow.id.desc())
    rows = session.scalars(select(StaffSessionRow).where(*theirs).order_by(*latest).limit(100))
    return [row for row in rows if _open(row, now)]


def _open(row: StaffSessionRow, now: datetime) -> bool:
    return row.ended_at is None and now < row.started_at + LASTS and now < row.seen_at + IDLE


def _kept(row: StaffSessionRow, token: str) -> Kept:
    return Kept(row.id, token, row.how, row.factor, row.started_at, row.seen_at)


def _key(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
