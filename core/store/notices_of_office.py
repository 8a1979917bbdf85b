"""What an office must know of its tickets: shown on its desk until somebody there has seen it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from core.store.case_tables import OfficeNoticeRow


def unseen(session: Session, office_id: int | None, limit: int = 20) -> tuple[Sequence[OfficeNoticeRow], int]:
    """The newest that nobody has seen, and how many there are. ``office_id`` None: those for vacant posts."""
    waiting = _waiting(office_id)
    rows = session.scalars(
        select(OfficeNoticeRow).where(*waiting).order_by(OfficeNoticeRow.id.desc()).limit(limit)
    ).all()
    if len(rows) < limit:
        return rows, len(rows)
    return rows, session.scalar(select(func.count()).select_from(OfficeNoticeRow).where(*waiting)) or 0


def seen(
    session: Session,
    office_id: int | None,
    by: str,
    now: datetime,
    *,
    ticket: str | None = None,
    notice: int | None = None,
    up_to: int | None = None,
) -> None:
    """Somebody of this office has seen those of a ticket, one of them, or all up to an id."""
    where = _waiting(office_id)
    if ticket is not None:
        where.append(OfficeNoticeRow.ticket == ticket)
    if notice is not None:
        where.append(OfficeNoticeRow.id == notice)
    if up_to is not None:
        where.append(OfficeNoticeRow.id <= up_to)
    session.execute(update(OfficeNoticeRow).where(*where).values(seen_at=now, seen_by=by))


def any_of(session: Session, office_id: int | None, ticket: str) -> bool:
    """Is there one of this ticket that this office has not seen?"""
    found = select(OfficeNoticeRow.id).where(*_waiting(office_id), OfficeNoticeRow.ticket == ticket).limit(1)
    return session.scalar(found) is not None


def _waiting(office_id: int | None) -> list[ColumnElement[bool]]:
    return [OfficeNoticeRow.office_id == office_id, OfficeNoticeRow.seen_at.is_(None)]
