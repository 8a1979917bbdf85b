"""Working time against a calendar checked by hand. 2 March 2026 is a Monday; 23 March is Pakistan Day."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.casework.worktime import OfficeHours, WorkTime
from core.errors import ConfigInvalid

PK = ZoneInfo("Asia/Karachi")


@cache
def _work() -> WorkTime:
    return WorkTime(OfficeHours(), 2025, 2028)


def _at(text: str) -> datetime:
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=PK)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("03-02 09:00", 1, "03-02 17:00"),
        ("03-02 13:00", 1, "03-03 13:00"),
        ("03-02 09:00", 3, "03-04 17:00"),
        ("03-02 09:00", 0.25, "03-02 11:00"),
        ("03-02 20:00", 1, "03-03 17:00"),
        ("03-02 06:00", 0.5, "03-02 13:00"),
        ("03-05 13:00", 1, "03-06 12:15"),  # half of a Friday's 6.5 hours
        ("03-06 12:15", 1, "03-09 13:00"),  # over the weekend
        ("03-06 13:00", 0, "03-06 13:00"),  # in the Friday prayer's break
        ("03-07 10:00", 1, "03-09 17:00"),  # a Saturday
        ("03-19 17:00", 1, "03-24 17:00"),  # Eid on Friday and Saturday, Sunday, Pakistan Day on Monday
    ],
)
def test_deadlines(start: str, days: float, end: str) -> None:
    assert _work().add(_at(start), days) == _at(end)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("03-02 09:00", "03-02 17:00", 1),
        ("03-02 17:00", "03-03 09:00", 0),
        ("03-06 12:30", "03-06 14:00", 0),
        ("03-02 09:00", "03-09 09:00", 5),
        ("03-20 00:00", "03-24 00:00", 0),
        ("03-09 09:00", "03-02 09:00", 0),
    ],
)
def test_how_long_it_was(start: str, end: str, days: float) -> None:
    assert _work().between(_at(start), _at(end)) == pytest.approx(days)


def test_open() -> None:
    assert _work().open(_at("03-02 09:00"))
    assert not _work().open(_at("03-02 17:00"))
    assert not _work().open(_at("03-23 10:00"))


def test_what_the_government_announced_outweighs_the_calendar() -> None:
    hours = OfficeHours(closed=[date(2026, 3, 3)], opened=[date(2026, 3, 23)])
    work = WorkTime(hours, 2026, 2026)
    assert not work.open(_at("03-03 10:00"))
    assert work.open(_at("03-23 10:00"))


_moments = st.datetimes(datetime(2025, 1, 2), datetime(2027, 12, 1), timezones=st.just(PK))  # noqa: DTZ001
_days = st.floats(0, 60)


@given(_moments, _days)
def test_adding_and_measuring_agree(start: datetime, days: float) -> None:
    end = _work().add(start, days)
    assert end >= start
    assert _work().between(start, end) == pytest.approx(days, abs=1e-4)


@given(_moments, _days, _days)
def test_more_time_is_never_an_earlier_deadline(start: datetime, some: float, more: float) -> None:
    assert _work().add(start, some) <= _work().add(start, some + more) + timedelta(seconds=1)


@given(_moments, st.integers(0, 100_000), _days)
def test_a_later_start_is_never_an_earlier_deadline(start: datetime, later: int, days: float) -> None:
    end = _work().add(start + timedelta(seconds=later), days)
    assert _work().add(start, days) <= end + timedelta(seconds=1)


def test_outside_its_years_it_says_so() -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        _work().add(datetime(2031, 1, 1, tzinfo=PK), 1)
    with pytest.raises(ValueError, match="outside the calendar"):
        _work().add(datetime(2028, 12, 1, tzinfo=PK), 300)


@pytest.mark.parametrize(
    "days",
    [{}, {7: ((time(9), time(17)),)}, {0: ((time(17), time(9)),)}, {0: ((time(9), time(13)), (time(12), time(17)))}],
)
def test_hours_that_make_no_sense_are_refused(days: dict) -> None:
    with pytest.raises(ConfigInvalid):
        WorkTime(OfficeHours(days=days), 2026, 2026)
