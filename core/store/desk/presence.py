"""Who has a ticket open now: rows that run out by themselves, so that a browser that vanishes leaves nobody behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.store.desk.tables import PresenceRow
from core.store.once import insert_once
from core.store.staff.tables import StaffRow

LASTS = timedelta(seconds=45)


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who has a ticket open, until when at least."""

    id: int
    name: str
    until: datetime


def arrive(session: Session, ticket: str, staff_id: int, now: datetime) -> None:
    """Somebody looks at a ticket, and will for a while."""
    values = {"ticket": ticket, "staff_id": staff_id, "until": now + LASTS}
    if insert_once(session, PresenceRow, values, key=("ticket", "staff_id")) is None:
        mine = (PresenceRow.ticket == ticket, PresenceRow.staff_id == staff_id)
        session.execute(update(PresenceRow).where(*mine).values(until=now + LASTS))
    session.execute(delete(PresenceRow).where(PresenceRow.until < now - LASTS))


def leave(session: Session, ticket: str, staff_id: int) -> None:
    """They have turned to something else."""
    session.execute(delete(PresenceRow).where(PresenceRow.ticket == ticket, PresenceRow.staff_id == staff_id))


def now_at(session: Session, now: datetime, ticket: str | None = None) -> Mapping[str, list[Present]]:
    """Who looks at which ticket, by ticket; at one ticket, or at any."""
    query = (
        select(PresenceRow.ticket, StaffRow.id, StaffRow.name, PresenceRow.until)
        .join(StaffRow, StaffRow.id == PresenceRow.staff_id)
        .where(PresenceRow.until >= now)
        .order_by(StaffRow.name)
    )
    if ticket is not None:
        query = query.where(PresenceRow.ticket == ticket)
    found: dict[str, list[Present]] = {}
    for number, staff_id, name, until in session.execute(query):
        found.setdefault(number, []).append(Present(staff_id, name, until))
    return found
