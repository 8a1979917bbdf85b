"""What must be changed in a database that comes from the past before anybody works with it.

Citizens were told numbers that it does not know, were sent what it still means to send, and asked to be forgotten.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from core.outbox import OutboxState
from core.services.reindexing import SEARCH
from core.store.casework import erasing
from core.store.casework.erasures import Erasure
from core.store.casework.tables import SerialRow, TicketRow
from core.store.desk.tables import PresenceRow
from core.store.mailroom.tables import LetterSerialRow
from core.store.once import insert_once
from core.store.pipeline.tables import BeatRow, BookmarkRow, LeaseRow, OutboxRow

LEAST_SKIPPED = 1000
_LATELY = timedelta(days=30)
_BUSIEST = 5
"""So many times the usual number a day can have been."""
_OPEN = (OutboxState.STAGED.value, OutboxState.SENDING.value, OutboxState.UNKNOWN.value)


@dataclass(frozen=True, slots=True)
class Aftermath:
    """``skipped`` numbers of each serial are never given; ``asked`` messages may have been sent already: the
    provider is asked before they are; ``erased`` things were erased once more."""

    skipped: int
    asked: int
    erased: int


def settle(
    session: Session, taken_at: datetime, now: datetime, erased: Collection[Erasure], skip: int | None = None
) -> Aftermath:
    """Doing it again, where it was broken off, skips some more numbers and changes nothing else.

    ``skip``: so many numbers; None: more than can have been told since ``taken_at``, by what was usual.
    """
    skipped = skip if skip is not None else _since(session, taken_at, now)
    for serial in (SerialRow, LetterSerialRow):
        for year in {taken_at.year, now.year}:
            insert_once(session, serial, {"year": year, "last": 0}, key=("year",))
            session.execute(update(serial).where(serial.year == year).values(last=serial.last + skipped))
    for table in (LeaseRow, BeatRow, PresenceRow):
        session.execute(delete(table))
    session.execute(delete(BookmarkRow).where(BookmarkRow.name == SEARCH))  # the index is in no backup: made anew
    perhaps = update(OutboxRow).where(OutboxRow.state.in_(_OPEN))
    asked = session.execute(
        perhaps.values(
            state=OutboxState.UNKNOWN.value,
            claimed_at=func.coalesce(OutboxRow.claimed_at, OutboxRow.staged_at),
            not_before=None,
            reason=f"restored: may have been sent after the backup of {taken_at.isoformat(timespec='seconds')}",
        )
    ).rowcount  # type: ignore[attr-defined]
    return Aftermath(skipped, asked, erasing.again(session, erased, now))


def _since(session: Session, taken_at: datetime, now: datetime) -> int:
    lately = select(func.count()).select_from(TicketRow).where(TicketRow.created_at >= taken_at - _LATELY)
    a_day = (session.scalar(lately) or 0) / _LATELY.days
    days = max((now - taken_at) / timedelta(days=1), 0) + 1
    return LEAST_SKIPPED + math.ceil(a_day * days * _BUSIEST)
