"""Signs of life: each process says now and then that it lives, so that a silent listener is seen."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from core.store.once import insert_once
from core.store.road.beat_tables import BeatRow

EVERY = timedelta(seconds=15)
FORGOTTEN = timedelta(days=1)
"""A process that was silent so long is none of ours any more."""


def beat(session: Session, kind: str, name: str, now: datetime) -> None:
    """``kind``: worker, smtp, imap, folder, cron; ``name``: this very process."""
    if insert_once(session, BeatRow, {"name": name, "kind": kind, "at": now}, key=("name",)) is None:
        session.execute(update(BeatRow).where(BeatRow.name == name).values(at=now))


def stop(session: Session, name: str, now: datetime) -> None:
    """This process ends as it should; and those that were forgotten go with it."""
    session.execute(delete(BeatRow).where((BeatRow.name == name) | (BeatRow.at < now - FORGOTTEN)))


def ages(session: Session, now: datetime) -> Mapping[str, float]:
    """By kind: seconds since any process of that kind was last heard."""
    since = select(BeatRow.kind, func.max(BeatRow.at)).where(BeatRow.at >= now - FORGOTTEN).group_by(BeatRow.kind)
    return {kind: max(0.0, (now - at).total_seconds()) for kind, at in session.execute(since)}
