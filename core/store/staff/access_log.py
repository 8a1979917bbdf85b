"""Who looked at what: each case, letter, recording and file that staff opened, and why where it was masked."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.store.staff.tables import AccessLogRow

ONCE_IN = timedelta(minutes=10)
"""The same thing opened again by the same person within so long is one look: pages load themselves anew."""
SHOWN_FOR = timedelta(minutes=15)
"""How long something stays unmasked for who gave a reason."""


def write_down(
    session: Session,
    staff: int,
    what: str,
    thing: str,
    now: datetime,
    *,
    ticket: str | None = None,
    reason: str | None = None,
) -> None:
    """In a transaction of the caller's."""
    session.add(AccessLogRow(at=now, staff=staff, what=what, thing=thing, ticket=ticket, reason=reason))


def lately(session: Session, staff: int, what: str, thing: str, now: datetime) -> bool:
    """Is this look written down already?"""
    return _any(session, staff, what, thing, now - ONCE_IN)


def today(session: Session, staff: int, what: str, thing: str, now: datetime) -> bool:
    """Was it written down in the last twenty-four hours?"""
    return _any(session, staff, what, thing, now - timedelta(days=1))


def reason_given(session: Session, staff: int, what: str, thing: str, now: datetime) -> bool:
    """Did they say just now why they need it?"""
    return _any(session, staff, what, thing, now - SHOWN_FOR, AccessLogRow.reason.is_not(None))


def opened(session: Session, staff: int, what: str, ticket: str) -> bool:
    """Did they ever open such a thing of this case?"""
    theirs = (AccessLogRow.staff == staff, AccessLogRow.what == what, AccessLogRow.ticket == ticket)
    return session.scalars(select(AccessLogRow.id).where(*theirs).limit(1)).first() is not None


def latest(
    session: Session, limit: int = 200, *, ticket: str | None = None, what: Collection[str] | None = None
) -> Sequence[AccessLogRow]:
    """The last looks, the latest first; of all, or at one case, or of some kinds."""
    wanted = select(AccessLogRow).order_by(AccessLogRow.id.desc()).limit(limit)
    if what is not None:
        wanted = wanted.where(AccessLogRow.what.in_(what))
    return session.scalars(wanted if ticket is None else wanted.where(AccessLogRow.ticket == ticket)).all()


CITIZEN = 0
"""In place of somebody of staff: whoever opened the citizen's page."""


def by_citizens(session: Session, ticket: str, limit: int = 20) -> Sequence[AccessLogRow]:
    """When a case was opened on the citizen's page, the latest first."""
    theirs = (AccessLogRow.ticket == ticket, AccessLogRow.staff == CITIZEN)
    return session.scalars(select(AccessLogRow).where(*theirs).order_by(AccessLogRow.id.desc()).limit(limit)).all()


def _any(session: Session, staff: int, what: str, thing: str, since: datetime, *more: object) -> bool:
    mine = (
        AccessLogRow.staff == staff,
        AccessLogRow.what == what,
        AccessLogRow.thing == thing,
        AccessLogRow.at > since,
    )
    return session.scalars(select(AccessLogRow.id).where(*mine, *more).limit(1)).first() is not None  # type: ignore[arg-type]
