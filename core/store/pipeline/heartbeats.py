"""Signs of life: each process says now and then that it lives, so that a silent listener is seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.store.once import insert_once
from core.store.pipeline import bookmarks
from core.store.pipeline.tables import BeatRow, BookmarkRow

EVERY = timedelta(seconds=15)
FORGOTTEN = timedelta(days=1)
"""A process that was silent so long is none of ours any more."""
JOBS = ("sweep", "deadlines")
"""Timed jobs whose last run is told."""
BACKUP, BACKUP_FAILED, REHEARSAL = "backup", "backup that failed", "rehearsal"
"""What is done from outside, by a timer of the machine's."""


@dataclass(frozen=True, slots=True)
class Health:
    """Of a kind of process: seconds since any of it was last heard, and what one that lives says is amiss."""

    age: float
    trouble: str | None = None


def beat(session: Session, kind: str, name: str, now: datetime, trouble: str | None = None) -> None:
    """``kind``: worker-QUEUE, smtp, imap, folder, cron; ``name``: this very process."""
    row = {"name": name, "kind": kind, "at": now, "trouble": trouble}
    if insert_once(session, BeatRow, row, key=("name",)) is None:
        session.execute(update(BeatRow).where(BeatRow.name == name).values(at=now, trouble=trouble))


def stop(session: Session, name: str, now: datetime) -> None:
    """This process ends as it should; and those that were forgotten go with it."""
    session.execute(delete(BeatRow).where((BeatRow.name == name) | (BeatRow.at < now - FORGOTTEN)))


def health(session: Session, now: datetime) -> Mapping[str, Health]:
    """By kind, what was heard of late. Of several processes of a kind, the one heard last speaks."""
    rows = session.scalars(select(BeatRow).where(BeatRow.at >= now - FORGOTTEN).order_by(BeatRow.at))
    return {row.kind: Health(_seconds(now - row.at), row.trouble) for row in rows}


def ran(session: Session, job: str, now: datetime) -> None:
    """A timed job was done, to its end."""
    name = f"ran:{job}"
    if insert_once(session, BookmarkRow, {"name": name, "value": now.isoformat()}, key=("name",)) is None:
        session.execute(update(BookmarkRow).where(BookmarkRow.name == name).values(value=now.isoformat()))


def last_runs(session: Session, now: datetime) -> Mapping[str, float | None]:
    """Seconds since each of JOBS was last done; None: never."""
    return {job: last_run(session, job, now) for job in JOBS}


def last_run(session: Session, job: str, now: datetime) -> float | None:
    """Seconds since it was last done; None: never."""
    at = bookmarks.get(session, f"ran:{job}")
    return _seconds(now - datetime.fromisoformat(at)) if at else None


def _seconds(since: timedelta) -> float:
    return max(0.0, since.total_seconds())
