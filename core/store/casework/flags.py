"""Suspicious closings: what offices proposed lately is looked over, and what stands out is kept for a supervisor."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select, true, update
from sqlalchemy.orm import Session

from core.casework.flags import FlagRules, Proposal, suspicious
from core.store.casework import offices
from core.store.casework.tables import FlagRow, TicketEventRow, TicketRow
from core.store.once import insert_once
from core.ticket import Action

SPAN = timedelta(days=30)
"""How far back is looked."""
_PROPOSED = Action.PROPOSE.value
_BEGINS = {"registered", "assign", "forward", "citizen_dissatisfied", "appeal", "separate"}


def detect(session: Session, now: datetime, rules: FlagRules | None = None) -> int:
    """Flag what stands out in the last ``SPAN``; how many flags are new. Looking again changes nothing."""
    own = {f"tel:{number}" for number in offices.own_numbers(session)}
    new = 0
    for flag in suspicious(_proposals(session, now - SPAN), own, rules):
        row = {
            "ticket": flag.ticket,
            "kind": flag.kind.value,
            "office_id": flag.office_id,
            "by": flag.by,
            "count": flag.count,
            "of": flag.of,
            "seen_at": now,
        }
        new += insert_once(session, FlagRow, row, key=("ticket", "kind")) is not None
    return new


def waiting(
    session: Session, office_ids: list[int] | None = None, limit: int = 200, since: datetime | None = None
) -> list[FlagRow]:
    """Flags at which no supervisor has looked yet, the newest first; of some offices or all; seen ``since`` then."""
    query = select(FlagRow).where(FlagRow.looked_at.is_(None)).order_by(FlagRow.id.desc()).limit(limit)
    if since is not None:
        query = query.where(FlagRow.seen_at >= since)
    if office_ids is not None:
        query = query.where(FlagRow.office_id.in_(office_ids))
    return list(session.scalars(query))


def counts(
    session: Session, office_ids: Collection[int] | None = None, since: datetime | None = None
) -> dict[str, tuple[int, int]]:
    """By kind, of some offices or of all: how many flags nobody has looked at yet, and of how many offices; seen
    ``since`` then."""
    wanted = None if office_ids is None else frozenset(office_ids)
    found: dict[str, tuple[int, int]] = {}
    rows = session.execute(
        select(FlagRow.kind, FlagRow.office_id, func.count())
        .where(FlagRow.looked_at.is_(None), FlagRow.seen_at >= since if since is not None else true())
        .group_by(FlagRow.kind, FlagRow.office_id)
    )
    for kind, office_id, count in rows:
        if wanted is None or office_id in wanted:
            flags, offices = found.get(kind, (0, 0))
            found[kind] = flags + count, offices + 1
    return found


def looked_at(session: Session, flag_id: int, by: str, finding: str, now: datetime) -> None:
    """A supervisor has looked, and says what they found."""
    session.execute(update(FlagRow).where(FlagRow.id == flag_id).values(looked_at=now, looked_by=by, finding=finding))


def _proposals(session: Session, since: datetime) -> Iterator[Proposal]:
    """Resolutions proposed since then, with whether the citizen denied them. One query; grouped as it is read."""
    proposed = select(TicketEventRow.ticket).where(TicketEventRow.kind == _PROPOSED, TicketEventRow.at >= since)
    rows = session.execute(
        select(TicketEventRow, TicketRow.person, TicketRow.office_id)
        .join(TicketRow, TicketRow.number == TicketEventRow.ticket)
        .where(TicketEventRow.ticket.in_(proposed))
        .order_by(TicketEventRow.ticket, TicketEventRow.seq)
    )
    came_at: dict[str, datetime] = {}
    last: Proposal | None = None
    for event, person, office_id in rows:
        if last is not None and (event.ticket != last.ticket or event.kind == _PROPOSED):
            yield last
            last = None
        if event.kind in _BEGINS:
            came_at[event.ticket] = event.at
        if event.kind == "citizen_dissatisfied" and last is not None:
            yield replace(last, denied=True)
            last = None
        if event.kind == _PROPOSED and event.at >= since and office_id is not None:
            last = Proposal(
                ticket=event.ticket,
                office_id=office_id,
                by=event.actor,
                remark=event.words.get("remark", ""),
                came_at=came_at[event.ticket],
                at=event.at,
                person=person,
            )
    if last is not None:
        yield last
