"""The office calendar that holds: the configuration's, with what administrators announced over it, in versions.

Every process takes the version from the store, in the transaction in which it needs it. A version keeps its holidays
as they were: a change of the configuration, of the `holidays` package or of what was announced makes a new one, and
open cases follow it (core.casework.calendar), each with an event where its deadline moves.
"""

import dataclasses
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from core.casework.announced import (
    Announced,
    announced_from_json,
    announced_to_json,
    days_from_json,
    days_to_json,
    period_from_json,
    period_to_json,
)
from core.casework.worktime import OfficeHours, WorkTime
from core.store.casework.tables import TicketRow
from core.store.staff import admin_log, calendars

CALENDAR = "office_calendar"
"""The choice (core.store.staff.admin_log) of what was announced."""
_FOLLOWED = "office_calendar_followed"
YEARS_BACK, YEARS_AHEAD = 8, 4


def announced(session: Session) -> Announced:
    """What holds just now."""
    return announced_from_json(admin_log.chosen(session, CALENDAR))


def announce(session: Session, base: OfficeHours, wanted: Announced, now: datetime) -> Announced:
    """Keep what was announced as a new version over ``base``; as it was kept."""
    last = calendars.latest(session)
    version = (last[0] if last else 0) + 1
    kept = dataclasses.replace(wanted, version=version)
    calendars.add(session, version, _content(kept.over(base), now.year), now)
    admin_log.choose(session, CALENDAR, announced_to_json(kept), now)
    return kept


def is_changed(session: Session, base: OfficeHours, now: datetime) -> bool:
    """Did the configuration, the holidays that are known or the year make it another than the last version?"""
    last = calendars.latest(session)
    return last is None or last[1] != _content(announced(session).over(base), now.year)


def refresh(session: Session, base: OfficeHours, now: datetime) -> None:
    """Keep a new version where it is another."""
    if is_changed(session, base, now):
        announce(session, base, announced(session), now)


def is_followed(session: Session) -> bool:
    """Have all open cases followed the version that holds?"""
    return admin_log.chosen(session, _FOLLOWED) == announced(session).version


def mark_followed(session: Session, version: int, now: datetime) -> None:
    """All have."""
    admin_log.choose(session, _FOLLOWED, version, now)


def as_announced(announced: Announced, base: OfficeHours, year: int) -> WorkTime:
    """The calendar with what was announced, for the years that cases live in."""
    hours = announced.over(base)
    return WorkTime(hours, year - YEARS_BACK, year + YEARS_AHEAD, version=announced.version)


def as_of(session: Session, version: int, base: OfficeHours, year: int) -> WorkTime | None:
    """The calendar of a version; 0 is the configuration's. None where it is not known."""
    if version == 0:
        return WorkTime(base, year - 1, year + YEARS_AHEAD)
    content = calendars.content(session, version)
    if content is None:
        return None
    hours = dataclasses.replace(
        base,
        days=days_from_json(content["days"]),
        periods=tuple(period_from_json(one) for one in content["periods"]),
        zone=content["zone"],
    )
    free = frozenset(date.fromisoformat(day) for day in content["free"])
    first, last = content["years"]
    return WorkTime(hours, first, last, version=version, free=free)


def behind(session: Session, version: int, limit: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Open cases whose times were counted by another version: number, version, urgency, times."""
    return session.execute(
        select(
            TicketRow.number,
            TicketRow.calendar,
            TicketRow.urgent,
            TicketRow.due_at,
            TicketRow.clock_from,
            TicketRow.paused_at,
        )
        .where(TicketRow.calendar != version, TicketRow.due_at.is_not(None), TicketRow.closed_at.is_(None))
        .order_by(TicketRow.id)
        .limit(limit)
    ).all()


def take_over(session: Session, rows: Sequence[Row[*tuple[Any, ...]]], version: int) -> None:
    """Mark cases whose deadline stays as counted by a version, unless somebody changed them meanwhile."""
    for old in {row.calendar for row in rows}:
        numbers = [row.number for row in rows if row.calendar == old]
        session.execute(
            update(TicketRow).where(TicketRow.number.in_(numbers), TicketRow.calendar == old).values(calendar=version)
        )


def _content(hours: OfficeHours, year: int) -> dict[str, Any]:
    years = (year - 2, year + YEARS_AHEAD)
    return {
        "years": list(years),
        "zone": hours.zone,
        "days": days_to_json(hours.days),
        "periods": [period_to_json(one) for one in hours.periods],
        "free": [day.isoformat() for day in sorted(hours.free(*years)) if years[0] <= day.year <= years[1]],
    }
