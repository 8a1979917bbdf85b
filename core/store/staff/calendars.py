"""The office calendar's versions: each as it was, holidays and all, so that old deadlines can be counted anew."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Conflict
from core.store.once import insert_once
from core.store.staff.tables import CalendarRow


def latest(session: Session) -> tuple[int, dict[str, Any]] | None:
    """The version that holds, and its content; None where none was kept yet."""
    row = session.execute(
        select(CalendarRow.version, CalendarRow.content).order_by(CalendarRow.version.desc()).limit(1)
    ).first()
    return (row.version, row.content) if row else None


def content(session: Session, version: int) -> dict[str, Any] | None:
    """What a version said; None where it is not known."""
    return session.scalars(select(CalendarRow.content).where(CalendarRow.version == version)).first()


def add(session: Session, version: int, content: Mapping[str, Any], now: datetime) -> None:
    """Keep a version. Raises Conflict where another process kept it just now."""
    row = {"version": version, "content": dict(content), "at": now}
    if insert_once(session, CalendarRow, row, key=("version",)) is None:
        raise Conflict(f"version {version} of the calendar is there already")
