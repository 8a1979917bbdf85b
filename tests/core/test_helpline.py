"""When the helpline may ring somebody."""

from datetime import datetime, time

import pytest

from core.helpline import CallingHours


@pytest.mark.parametrize(
    ("now", "start", "end", "at"),
    [
        ("2026-11-23T09:00", 9, 20, "2026-11-23T09:00"),
        ("2026-11-23T19:59", 9, 20, "2026-11-23T19:59"),
        ("2026-11-23T20:00", 9, 20, "2026-11-24T09:00"),
        ("2026-11-23T23:30", 9, 20, "2026-11-24T09:00"),
        ("2026-11-24T00:10", 9, 20, "2026-11-24T09:00"),
        ("2026-11-23T08:59", 9, 20, "2026-11-23T09:00"),
        ("2026-12-31T21:00", 10, 18, "2027-01-01T10:00"),
    ],
)
def test_decent_hours_by_pakistans_clock(now: str, start: int, end: int, at: str) -> None:
    hours = CallingHours(time(start), time(end))
    moment = datetime.fromisoformat(f"{now}:00+05:00").astimezone(tz=None)
    assert hours.next(moment) == datetime.fromisoformat(f"{at}:00+05:00")
    assert hours.end_of(hours.next(moment)) > hours.next(moment)
