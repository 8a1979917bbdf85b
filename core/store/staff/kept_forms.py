"""Forms that came after their session had ended, kept until their writer is signed in again; and drafts of forms."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.store.staff.tables import KeptFormRow

KEPT = timedelta(days=1)


def keep(
    session: Session, name: str, staff_id: int, path: str, fields: Sequence[Any], page: str, now: datetime
) -> None:
    """Those that are older are forgotten on the way."""
    session.execute(delete(KeptFormRow).where(KeptFormRow.at < now - KEPT))
    session.add(KeptFormRow(name=name, staff=staff_id, path=path, page=page, fields={"fields": list(fields)}, at=now))


def put(session: Session, name: str, staff_id: int, path: str, fields: Sequence[Any], now: datetime) -> None:
    """A draft, over the one before. Those that are older are forgotten on the way."""
    session.execute(delete(KeptFormRow).where((KeptFormRow.at < now - KEPT) | (KeptFormRow.name == name)))
    row = KeptFormRow(name=name, staff=staff_id, path=path, page=path, fields={"fields": list(fields)}, at=now)
    session.add(row)


def draft(session: Session, name: str, staff_id: int, now: datetime) -> KeptFormRow | None:
    """A draft of theirs."""
    mine = (KeptFormRow.name == name, KeptFormRow.staff == staff_id, KeptFormRow.at >= now - KEPT)
    return session.scalars(select(KeptFormRow).where(*mine)).first()


def forget(session: Session, name: str) -> None:
    session.execute(delete(KeptFormRow).where(KeptFormRow.name == name))


def find(
    session: Session, name: str, staff_id: int, now: datetime
) -> tuple[str, Sequence[tuple[str, str]], str] | None:
    """Where it was to go, its fields, and the page on which it was; None where it is not theirs, or is gone."""
    mine = (KeptFormRow.name == name, KeptFormRow.staff == staff_id, KeptFormRow.at >= now - KEPT)
    row = session.scalars(select(KeptFormRow).where(*mine)).first()
    return (row.path, [(one, value) for one, value in row.fields["fields"]], row.page) if row is not None else None
