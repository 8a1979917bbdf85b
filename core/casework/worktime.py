"""Working time: what an office's days, hours and holidays make of a span of time.

Measured in working days, so that "three days" means the same everywhere: one working day is one day on which the office
is open, however long its hours (a Friday's few hours are a day). Times in between are shares of that day's hours.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol
from zoneinfo import ZoneInfo

from core.casework.holidays import official
from core.errors import ConfigInvalid

Hours = tuple[tuple[time, time], ...]
_FULL: Hours = ((time(9), time(17)),)
_FRIDAY: Hours = ((time(9), time(12, 30)), (time(14), time(17)))


@dataclass(frozen=True, slots=True)
class HoursPeriod:
    """Other hours from ``first`` to ``last``, both included: those of Ramzan. ``days`` as in OfficeHours."""

    first: date
    last: date
    days: Mapping[int, Hours]


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When offices work. ``days``: weekday (0 is Monday) → spans of local time in order; a day not in it is free.

    ``closed`` are holidays that the calendar does not know (announced at short notice, or in one place); ``opened`` are
    holidays of the calendar on which work was ordered (the lunar ones are estimates until the moon is seen).
    ``periods``: of two that have a day, the later one in the list holds.
    """

    days: Mapping[int, Hours] = field(
        default_factory=lambda: MappingProxyType({0: _FULL, 1: _FULL, 2: _FULL, 3: _FULL, 4: _FRIDAY})
    )
    zone: str = "Asia/Karachi"
    country: str = "PK"
    province: str | None = "Khyber Pakhtunkhwa"
    closed: Collection[date] = ()
    opened: Collection[date] = ()
    periods: tuple[HoursPeriod, ...] = ()

    def on(self, day: date) -> Hours:
        """The hours of a day that is no holiday."""
        other = next((one for one in reversed(self.periods) if one.first <= day <= one.last), None)
        return (other or self).days.get(day.weekday(), ())

    def free(self, first_year: int, last_year: int) -> frozenset[date]:
        """The holidays of these years."""
        known = {one.day for one in official(self.country, self.province, first_year, last_year)}
        return frozenset((known - set(self.opened)) | set(self.closed))


class Timekeeper(Protocol):
    """What counts days: working days, or those of the clock."""

    def add(self, start: datetime, days: float) -> datetime: ...

    def between(self, start: datetime, end: datetime) -> float: ...


class RoundTheClock:
    """Days of 24 hours, nights and holidays too: what is urgent does not wait for office hours."""

    def add(self, start: datetime, days: float) -> datetime:
        """So many days later, in UTC."""
        return start.astimezone(UTC) + timedelta(days=days)

    def between(self, start: datetime, end: datetime) -> float:
        """Days from ``start`` to ``end``; 0 where ``end`` is not after it."""
        return max(0.0, (end - start).total_seconds() / 86400)


class WorkTime:
    """A table of all working spans of some years, so that each question is two binary searches.

    Immutable once made. Asking outside its years raises ValueError. Making 20 years takes a fraction of a second.
    ``version``: which state of the calendar it is (core.services.calendar). ``free``: its holidays, where they are not
    to be looked up.
    """

    def __init__(
        self,
        hours: OfficeHours,
        first_year: int,
        last_year: int,
        *,
        version: int = 0,
        free: Collection[date] | None = None,
    ) -> None:
        check_hours(hours)
        self.version = version
        free = frozenset(hours.free(first_year, last_year) if free is None else free)
        self._starts, self._ends, self._before, self._worth, self._total = _table(
            _Written(hours), free, first_year, last_year
        )
        self._first = datetime(first_year, 1, 1, tzinfo=ZoneInfo(hours.zone)).timestamp()
        self._last = datetime(last_year + 1, 1, 1, tzinfo=ZoneInfo(hours.zone)).timestamp()

    def add(self, start: datetime, days: float) -> datetime:
        """The moment when ``days`` working days have passed since ``start``, to the second, in UTC.

        At the end of a day's work it is that evening, not the next morning.
        """
        return max(start.astimezone(UTC), self._at(self._count(start) + days))

    def between(self, start: datetime, end: datetime) -> float:
        """Working days from ``start`` to ``end``; 0 where ``end`` is not after it."""
        return max(0.0, self._count(end) - self._count(start))

    def open(self, moment: datetime) -> bool:
        """Is it office time?"""
        index, stamp = self._find(moment)
        return index >= 0 and stamp < self._ends[index]

    def opens(self, moment: datetime) -> datetime:
        """The moment itself in office time, else when the next begins, in UTC."""
        if self.open(moment):
            return moment
        index, _ = self._find(moment)
        return datetime.fromtimestamp(self._starts[index + 1], UTC)

    def _find(self, moment: datetime) -> tuple[int, float]:
        """The last span that began by then, and the moment as a number."""
        stamp = moment.timestamp()
        if not self._first <= stamp < self._last:
            raise ValueError(f"{moment:%Y-%m-%d} is outside the calendar")
        return bisect_right(self._starts, stamp) - 1, stamp

    def _count(self, moment: datetime) -> float:
        """Working days from the calendar's beginning to then."""
        index, stamp = self._find(moment)
        if index < 0:
            return 0.0
        start, end, worth = self._starts[index], self._ends[index], self._worth[index]
        return self._before[index] + (worth if stamp >= end else worth * (stamp - start) / (end - start))

    def _at(self, count: float) -> datetime:
        if count >= self._total:
            raise ValueError("the deadline is outside the calendar")
        index = max(0, bisect_left(self._before, count - 1e-9) - 1)
        share = max(0.0, count - self._before[index]) / self._worth[index]
        stamp = self._starts[index] + share * (self._ends[index] - self._starts[index])
        return datetime.fromtimestamp(round(stamp), UTC)


@dataclass(frozen=True, slots=True)
class _Written:
    """Hours, alike where what decides on which spans of a day are worked is alike."""

    hours: OfficeHours = field(compare=False)
    content: tuple[object, ...] = field(init=False)

    def __post_init__(self) -> None:
        periods = tuple((one.first, one.last, _sorted(one.days)) for one in self.hours.periods)
        object.__setattr__(self, "content", (self.hours.zone, _sorted(self.hours.days), periods))


def _sorted(days: Mapping[int, Hours]) -> tuple[tuple[int, Hours], ...]:
    return tuple((day, tuple(spans)) for day, spans in sorted(days.items()))


_Table = tuple[list[float], list[float], list[float], list[float], float]


@lru_cache(maxsize=32)
def _table(written: _Written, free: frozenset[date], first_year: int, last_year: int) -> _Table:
    """Of each span: its start, its end, the working days before it, its share of a day; at last all working days.

    Every part of a process that asks for the same years shares one; nobody changes it.
    """
    starts: list[float] = []
    ends: list[float] = []
    before: list[float] = []
    shares: list[float] = []
    done = 0.0
    for day in _working_days(written.hours, free, first_year, last_year):
        length = sum(end - start for start, end in day)
        for start, end in day:
            starts.append(start)
            ends.append(end)
            before.append(done)
            shares.append((end - start) / length)
            done += shares[-1]
        done = float(round(done))
    return starts, ends, before, shares, done


def _working_days(
    hours: OfficeHours, free: Collection[date], first_year: int, last_year: int
) -> Iterator[list[tuple[float, float]]]:
    zone = ZoneInfo(hours.zone)
    day = date(first_year, 1, 1)
    while day.year <= last_year:
        spans = hours.on(day)
        if spans and day not in free:
            yield [(_stamp(day, start, zone), _stamp(day, end, zone)) for start, end in spans]
        day += timedelta(days=1)


def _stamp(day: date, clock: time, zone: ZoneInfo) -> float:
    return datetime.combine(day, clock, zone).timestamp()


def check_hours(hours: OfficeHours) -> None:
    """Raises ConfigInvalid where spans overlap or are out of order, or nobody ever works."""
    if not any(hours.days.values()):
        raise ConfigInvalid("office hours: no working day")
    for days in (hours.days, *(one.days for one in hours.periods)):
        for weekday, spans in days.items():
            edges = [edge for span in spans for edge in span]
            if weekday not in range(7) or edges != sorted(edges) or len(set(edges)) != len(edges):
                raise ConfigInvalid(f"office hours: day {weekday} must be 0 to 6 with spans in order")
    for one in hours.periods:
        if one.last < one.first:
            raise ConfigInvalid(f"office hours: a period ends on {one.last}, before it begins")
