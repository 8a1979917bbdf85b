"""Views of the queue that somebody keeps by a name."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from core.errors import Rejected
from core.store.desk.tables import SavedSearchRow
from core.store.once import insert_once

MOST = 30
LONGEST_NAME = 60


def keep(session: Session, staff_id: int, name: str, query: str, now: datetime) -> None:
    """Keep it under this name, in place of what had the name. Raises Rejected for one too many, or without a name."""
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise Rejected("a search without a name", tell="Please give it a name.")
    mine = SavedSearchRow.staff_id == staff_id
    if (session.scalar(select(func.count()).where(mine)) or 0) >= MOST:
        raise Rejected("too many saved searches", tell="You have too many saved searches. Please delete one first.")
    values = {"staff_id": staff_id, "name": name, "query": query, "created_at": now}
    if insert_once(session, SavedSearchRow, values, key=("staff_id", "name")) is None:
        session.execute(update(SavedSearchRow).where(mine, SavedSearchRow.name == name).values(query=query))


def forget(session: Session, staff_id: int, search_id: int) -> None:
    """Delete one of one's own."""
    session.execute(delete(SavedSearchRow).where(SavedSearchRow.staff_id == staff_id, SavedSearchRow.id == search_id))


def of(session: Session, staff_id: int) -> Sequence[SavedSearchRow]:
    """One's own, by name."""
    mine = select(SavedSearchRow).where(SavedSearchRow.staff_id == staff_id)
    return session.scalars(mine.order_by(SavedSearchRow.name)).all()
