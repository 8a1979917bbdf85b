"""What was erased, remembered by its id: what a restored backup holds of it is erased once more. Its key goes with it:
nothing of it can be read in older backups."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.store.casework import owned
from core.store.casework.owned import ADDRESS, BLOB, CALL, CASE, CONVERSATION, ENVELOPE, MEDIA, OUTBOX
from core.store.casework.tables import ErasureRow
from core.store.once import insert_once
from core.store.sealing import own_keys

__all__ = ["ADDRESS", "BLOB", "CALL", "CASE", "CONVERSATION", "ENVELOPE", "MEDIA", "OUTBOX"]
KEPT = timedelta(days=400)
"""Longer than any backup should be kept."""
Erasure = tuple[str, str]
"""Its kind and its name."""


def note(session: Session, kind: str, names: Iterable[object], now: datetime) -> None:
    """In the transaction that erases: remember these, and destroy the keys that backups seal them with."""
    listed = [str(name) for name in names]
    for name in listed:
        insert_once(session, ErasureRow, {"kind": kind, "name": name, "at": now}, key=("kind", "name"))
    own_keys.destroy(session, [owned.name(kind, name) for name in listed])


def every(session: Session) -> Sequence[Erasure]:
    """All of them, in no order."""
    return [(kind, name) for kind, name in session.execute(select(ErasureRow.kind, ErasureRow.name))]


def any_since(session: Session, since: datetime) -> bool:
    """Was anything erased since?"""
    return session.scalars(select(ErasureRow.at).where(ErasureRow.at >= since).limit(1)).first() is not None


def destroy_keys(session: Session, since: datetime) -> None:
    """Once more, of what was erased since: a backup that was under way had seen it before, and gave it a new key."""
    rows = session.execute(select(ErasureRow.kind, ErasureRow.name).where(ErasureRow.at >= since)).all()
    own_keys.destroy(session, [owned.name(kind, name) for kind, name in rows])


def forget(session: Session, now: datetime) -> None:
    """Those that no backup can be older than."""
    session.execute(delete(ErasureRow).where(ErasureRow.at < now - KEPT))
