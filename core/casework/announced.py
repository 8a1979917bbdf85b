"""What an administrator announced for the offices: days off, holidays on which work is done, other hours for a time."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from core.casework.worktime import Hours, HoursPeriod, OfficeHours


@dataclass(frozen=True, slots=True)
class AnnouncedDay:
    """One day, and why: the notification's words."""

    day: date
    why: str


@dataclass(frozen=True, slots=True)
class AnnouncedHours:
    """Other hours for a time, both ends included: Ramzan."""

    period: HoursPeriod
    why: str


@dataclass(frozen=True, slots=True)
class Announced:
    """All of it, by day. ``version`` counts the calendar's changes; 0 is the configuration's alone."""

    version: int = 0
    closed: tuple[AnnouncedDay, ...] = ()
    opened: tuple[AnnouncedDay, ...] = ()
    periods: tuple[AnnouncedHours, ...] = ()

    def over(self, hours: OfficeHours) -> OfficeHours:
        """The configuration's hours and holidays with this over them: of a day, what was announced holds."""
        closed, opened = {one.day for one in self.closed}, {one.day for one in self.opened}
        return dataclasses.replace(
            hours,
            closed=tuple(sorted((set(hours.closed) | closed) - opened)),
            opened=tuple(sorted((set(hours.opened) | opened) - closed)),
            periods=(*hours.periods, *(one.period for one in self.periods)),
        )


def announced_to_json(announced: Announced) -> dict[str, Any]:
    return {
        "version": announced.version,
        "closed": [[one.day.isoformat(), one.why] for one in announced.closed],
        "opened": [[one.day.isoformat(), one.why] for one in announced.opened],
        "periods": [{**period_to_json(one.period), "why": one.why} for one in announced.periods],
    }


def announced_from_json(value: Mapping[str, Any] | None) -> Announced:
    """None where nothing was announced ever."""
    if not value:
        return Announced()
    days = {
        name: tuple(AnnouncedDay(date.fromisoformat(day), why) for day, why in value[name])
        for name in ("closed", "opened")
    }
    periods = tuple(AnnouncedHours(period_from_json(one), one["why"]) for one in value["periods"])
    return Announced(value["version"], days["closed"], days["opened"], periods)


def period_to_json(period: HoursPeriod) -> dict[str, Any]:
    return {"first": period.first.isoformat(), "last": period.last.isoformat(), "days": days_to_json(period.days)}


def period_from_json(value: Mapping[str, Any]) -> HoursPeriod:
    return HoursPeriod(
        date.fromisoformat(value["first"]), date.fromisoformat(value["last"]), days_from_json(value["days"])
    )


def days_to_json(days: Mapping[int, Hours]) -> dict[str, list[list[str]]]:
    """By weekday: ``{"0": [["09:00", "17:00"]]}``."""
    return {
        str(weekday): [[start.isoformat("minutes"), end.isoformat("minutes")] for start, end in spans]
        for weekday, spans in sorted(days.items())
    }


def days_from_json(value: Mapping[str, Any]) -> dict[int, Hours]:
    return {
        int(weekday): tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in spans)
        for weekday, spans in value.items()
    }
