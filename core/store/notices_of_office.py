"""What an office must know of its tickets: shown on its desk until somebody there has seen it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from core.store.case_tables import OfficeNoticeRow


def unseen(session: Session, office_id: int | None, limit: int = 20) -> Sequence[OfficeNoticeRow]:
    """The newest that nobody has seen. ``office_id`` None: those for vacant posts."""
    rows = select(OfficeNoticeRow).where(*_waiting(office_id)).order_by(OfficeNoticeRow.id.desc()).limit(limit)
    return session.scalars(rows).all()


def counts(session: Session, office_id: int | None, most: int = 1000) -> dict[str, int]:
    """How many there are of each kind, among the ``most`` newest; the most frequent kind first."""
    newest = select(OfficeNoticeRow.kind).where(*_waiting(office_id)).order_by(OfficeNoticeRow.id.desc()).limit(most)
    kinds = newest.subquery()
    rows = session.execute(select(kinds.c.kind, func.count()).group_by(kinds.c.kind).order_by(func.count().desc()))
    return {row[0]: row[1] for row in rows}


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
