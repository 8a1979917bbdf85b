"""Erasing evidence: a blob goes after the commit, as soon as no row holds it any more."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Text, cast, delete, select, update
from sqlalchemy.orm import Session

from core.ports import BlobStore
from core.store.all_tables import Base
from core.store.casework import erasures
from core.store.casework.tables import BlobToEraseRow
from core.store.mailroom.tables import LetterLayoutRow
from core.store.once import insert_once

_WAIT = timedelta(hours=1)
"""A blob is put before the row that holds it is committed: so long after that it is not deleted."""
_HASH_COLUMNS = ("sha256", "blob")


def delete_later(session: Session, names: Iterable[str | None], now: datetime) -> None:
    """Files are deleted after the commit: a transaction that fails must not have deleted any."""
    for name in filter(None, names):
        insert_once(session, BlobToEraseRow, {"sha256": name, "since": now}, key=("sha256",))


def orphans(session: Session, names: Sequence[str]) -> list[str]:
    """Of these blobs those that no row holds: put for a transaction that then failed."""
    held: set[str] = set()
    for column in holders():
        held |= set(session.scalars(select(column).where(column.in_(names))))
    return [name for name in names if name not in held and not _in_a_letter(session, name)]


def blobs_to_delete(session: Session, now: datetime, limit: int = 200) -> tuple[list[str], list[str]]:
    """Hashes of erased cases' evidence: those that nothing else holds, and those that something holds."""
    due = select(BlobToEraseRow.sha256).where(BlobToEraseRow.since <= now).limit(limit)
    names = session.scalars(due).all()
    held = [name for name in names if _held(session, name)]
    return [name for name in names if name not in held], held


def delete_blobs(shelf: BlobStore, names: Iterable[str], now: datetime) -> list[str]:
    """Delete them; those that are gone. One that was put again just now is left: a row that holds it may be on its
    way. Raises StoreUnavailable."""
    return [name for name in names if shelf.delete(name, now - _WAIT)]


def settle_blobs(session: Session, done: Iterable[str], left: Iterable[str], now: datetime) -> None:
    """``done`` need not be looked at any more; ``left`` are looked at again later. What is gone is remembered."""
    done = list(done)
    session.execute(delete(BlobToEraseRow).where(BlobToEraseRow.sha256.in_(done)))
    erasures.note(session, erasures.BLOB, [name for name in done if not _held(session, name)], now)
    again = update(BlobToEraseRow).where(BlobToEraseRow.sha256.in_(list(left)))
    session.execute(again.values(since=now + _WAIT))


def _held(session: Session, name: str) -> bool:
    """Does any row still hold this blob?"""
    for column in holders():
        if session.execute(select(column).where(column == name).limit(1)).first() is not None:
            return True
    return _in_a_letter(session, name)


def _in_a_letter(session: Session, name: str) -> bool:
    page = select(LetterLayoutRow.key).where(cast(LetterLayoutRow.pages, Text).contains(name))
    return session.scalars(page.limit(1)).first() is not None


def holders() -> Iterable[Column[Any]]:
    """Every column that names a blob; not those whose file stands in its own row (``info``: ``on_shelf`` is False)."""
    for table in Base.metadata.sorted_tables:
        if table is not BlobToEraseRow.__table__:
            yield from (column for column in table.columns if _names_a_blob(column))


def _names_a_blob(column: Column[Any]) -> bool:
    return column.name in _HASH_COLUMNS and column.info.get("on_shelf", True)
