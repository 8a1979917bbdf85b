"""What an office must know of its tickets: shown on its desk until somebody there has seen it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from core.casework import NoticeKind
from core.store.casework.tables import OfficeNoticeRow

STANDING = (NoticeKind.REJECTION_TO_APPROVE, NoticeKind.CALL_CITIZEN)
"""Notices that ask for something that only a head may do: looking is not enough, they stand until it is done."""


def unseen(session: Session, office_id: int | None, limit: int = 20) -> Sequence[OfficeNoticeRow]:
    """What nobody has seen: what stands until it is done, then the newest. ``office_id`` None: for vacant posts."""
    rows = select(OfficeNoticeRow).where(*_waiting(office_id)).order_by(OfficeNoticeRow.id.desc()).limit(limit)
    standing = session.scalars(rows.where(OfficeNoticeRow.kind.in_(STANDING))).all()
    return [*standing, *session.scalars(rows.where(OfficeNoticeRow.kind.not_in(STANDING)))][:limit]


def counts(session: Session, office_id: int | None, most: int = 1000) -> dict[str, int]:
    """How many there are of each kind, among the ``most`` newest; the most frequent kind first."""
    newest = select(OfficeNoticeRow.kind).where(*_waiting(office_id)).order_by(OfficeNoticeRow.id.desc()).limit(most)
    kinds = newest.subquery()
    rows = session.execute(select(kinds.c.kind, func.count()).group_by(kinds.c.kind).order_by(func.count().desc()))
    return {row[0]: row[1] for row in rows}


def mark_seen(
    session: Session,
    office_id: int | None,
    by: str,
    now: datetime,
    *,
    ticket: str | None = None,
    up_to: int | None = None,
    done: Collection[NoticeKind] = (),
) -> None:
    """Somebody of this office has seen those of a ticket, or all up to an id; of what stands until it is done only the
    kinds that are ``done``."""
    stays = [kind for kind in STANDING if kind not in done]
    where = [*_waiting(office_id), OfficeNoticeRow.kind.not_in(stays)]
    if ticket is not None:
        where.append(OfficeNoticeRow.ticket == ticket)
    if up_to is not None:
        where.append(OfficeNoticeRow.id <= up_to)
    session.execute(update(OfficeNoticeRow).where(*where).values(seen_at=now, seen_by=by))


def any_of(session: Session, office_id: int | None, ticket: str) -> bool:
    """Is there one of this ticket that this office has not seen?"""
    found = select(OfficeNoticeRow.id).where(*_waiting(office_id), OfficeNoticeRow.ticket == ticket).limit(1)
    return session.scalar(found) is not None


def _waiting(office_id: int | None) -> list[ColumnElement[bool]]:
    return [OfficeNoticeRow.office_id == office_id, OfficeNoticeRow.seen_at.is_(None)]
