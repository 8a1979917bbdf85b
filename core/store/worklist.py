"""Work lists: rows that people take one by one, such as letters and the helpline's tasks.

A row is locked for whoever has it open; the lock runs out by itself. ``version`` tells two people apart who both think
that they have it.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.errors import Conflict
from core.store.base import Id

WAITING = "waiting"
"""The state of a row that somebody may take."""


class WorkItem:
    """The columns that a work list's row has, beside its own."""

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    version: Mapped[int]
    locked_by: Mapped[int | None]
    locked_until: Mapped[datetime | None]
    state: Any  # each table has its own index on it

    def held(self, now: datetime) -> bool:
        """Does somebody have it open just now?"""
        return self.locked_until is not None and self.locked_until >= now

    def on_desk_of(self, staff_id: int) -> bool:
        """Does this member of staff work on it? Theirs until somebody else takes it."""
        return bool(self.state == WAITING) and self.locked_by == staff_id

    def free_to(self, staff_id: int, now: datetime) -> bool:
        """May this member of staff take it?"""
        return self.locked_by in (None, staff_id) or (self.locked_until is not None and self.locked_until < now)


def is_free(rows: type[WorkItem], staff_id: int, now: datetime) -> ColumnElement[bool]:
    """``free_to`` as a condition."""
    return or_(rows.locked_by.is_(None), rows.locked_by == staff_id, rows.locked_until < now)


def lock(
    session: Session, rows: type[WorkItem], item_id: int, staff_id: int, now: datetime, lasting: timedelta
) -> bool:
    """Take a waiting one, or keep it: False while somebody else has it, or when it is done."""
    taken = session.execute(
        update(rows)
        .where(rows.id == item_id, rows.state == WAITING, is_free(rows, staff_id, now))
        .values(locked_by=staff_id, locked_until=now + lasting)
        .returning(rows.id)
    ).first()
    return taken is not None


def unlock(session: Session, rows: type[WorkItem], item_id: int, staff_id: int) -> None:
    """Give it back."""
    mine = update(rows).where(rows.id == item_id, rows.locked_by == staff_id)
    session.execute(mine.values(locked_by=None, locked_until=None))


def change(
    session: Session, rows: type[WorkItem], item_id: int, version: int, staff_id: int, now: datetime, **values: Any
) -> None:
    """Change a waiting one as it was seen. Raises Conflict when it is another version, or with somebody else."""
    seen = (rows.id == item_id, rows.version == version, rows.state == WAITING)
    done = session.execute(
        update(rows)
        .where(*seen, is_free(rows, staff_id, now))
        .values(version=rows.version + 1, **values)
        .returning(rows.id)
    ).first()
    if done is None:
        raise Conflict(f"number {item_id} is no longer version {version}, or somebody else has it")
