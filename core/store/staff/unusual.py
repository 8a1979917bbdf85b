"""Unusual openings: what staff opened lately is looked over, and what stands out is kept for a supervisor."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.casework.unusual import Opening, UnusualRules, unusual
from core.store.casework.tables import OfficeRow, TicketRow
from core.store.once import insert_once
from core.store.staff.tables import AccessLogRow, StaffRow, UnusualRow

SPAN = timedelta(days=2)
"""How far back is looked."""
_SEARCH = "person search"
"""Whoever asks whether a phone is a citizen's unmasks as well: each time counts."""
_LIST = "list"
"""A list taken as a file: what was opened is how many lines it has."""
_OPENINGS = ("case", "file", "letter page", "letter", "scan", "slip", "call", "recording", _SEARCH, _LIST)


def detect(session: Session, now: datetime, rules: UnusualRules | None = None) -> int:
    """Keep what stands out in the last ``SPAN``; how much is new. Looking again only lets counts grow."""
    new = 0
    for one in unusual(_openings(session, now - SPAN), rules):
        key = {"staff": one.staff, "kind": one.kind.value, "day": one.day.isoformat()}
        row = {**key, "count": one.count, "seen_at": now}
        if insert_once(session, UnusualRow, row, key=("staff", "kind", "day")) is not None:
            new += 1
            continue
        mine = (UnusualRow.staff == one.staff, UnusualRow.kind == key["kind"], UnusualRow.day == key["day"])
        session.execute(update(UnusualRow).where(*mine, UnusualRow.count < one.count).values(count=one.count))
    return new


def waiting(session: Session, offices: Collection[str] | None, but: int, limit: int = 200) -> Sequence[UnusualRow]:
    """What nobody looked at yet, the newest first: of the people of these offices (their codes), or of all. Never of
    who asks (``but``)."""
    return session.scalars(_waiting(offices, but).order_by(UnusualRow.id.desc()).limit(limit)).all()


def count(session: Session, offices: Collection[str] | None, but: int) -> int:
    """How much that is."""
    return session.scalar(select(func.count()).select_from(_waiting(offices, but).subquery())) or 0


def looked_at(session: Session, unusual_id: int, by: str, finding: str, now: datetime) -> None:
    """Somebody looked, and wrote down what they found."""
    mine = (UnusualRow.id == unusual_id, UnusualRow.looked_at.is_(None))
    session.execute(update(UnusualRow).where(*mine).values(looked_at=now, looked_by=by, finding=finding))


def _waiting(offices: Collection[str] | None, but: int):  # type: ignore[no-untyped-def]
    query = select(UnusualRow).where(UnusualRow.looked_at.is_(None), UnusualRow.staff != but)
    if offices is not None:
        query = query.join(StaffRow, StaffRow.id == UnusualRow.staff).where(StaffRow.office.in_(offices))
    return query


def _openings(session: Session, since: datetime) -> Sequence[Opening]:
    rows = session.execute(
        select(AccessLogRow, StaffRow.office, OfficeRow.code)
        .join(StaffRow, StaffRow.id == AccessLogRow.staff)
        .outerjoin(TicketRow, TicketRow.number == AccessLogRow.ticket)
        .outerjoin(OfficeRow, OfficeRow.id == TicketRow.office_id)
        .where(AccessLogRow.at >= since, AccessLogRow.what.in_(_OPENINGS))
    )
    return [
        Opening(
            row.staff,
            row.at,
            row.ticket or f"{row.what} {row.id if row.what in (_SEARCH, _LIST) else row.thing}",
            row.reason is not None and row.what != _LIST,
            own is not None and has_it is not None and own != has_it,
            int(row.thing) if row.what == _LIST else 0,
        )
        for row, own, has_it in rows
    ]
