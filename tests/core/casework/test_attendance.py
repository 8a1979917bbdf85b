"""When people of ours answer. 2 March 2026 is a Monday."""

from datetime import date, datetime

import pytest

from core.casework.announced import Announced, AnnouncedDay
from core.casework.attendance import Attendance
from core.casework.worktime import OfficeHours
from tests.core.casework.given import at

TUESDAY, PAKISTAN_DAY = date(2026, 3, 3), date(2026, 3, 23)


@pytest.mark.parametrize(
    ("announced", "now", "opens"),
    [
        (Announced(), at(3, 10), at(3, 10)),
        (Announced(), at(3, 18), at(4, 9)),
        (Announced(1, closed=(AnnouncedDay(TUESDAY, "a strike"),)), at(3, 10), at(4, 9)),
        (Announced(), at(23, 10), at(24, 9)),
        (Announced(1, opened=(AnnouncedDay(PAKISTAN_DAY, "work"),)), at(23, 10), at(23, 10)),
    ],
)
def test_days_announced_are_the_helplines_too(announced: Announced, now: datetime, opens: datetime) -> None:
    attendance = Attendance(OfficeHours(), announced=lambda: announced)
    assert attendance.opens(now) == opens
    assert attendance.there(now) == (opens == now)


def test_what_is_announced_while_it_runs_holds_at_once() -> None:
    held = [Announced()]
    attendance = Attendance(OfficeHours(), announced=lambda: held[0])
    assert attendance.there(at(3, 10))
    held[0] = Announced(1, closed=(AnnouncedDay(TUESDAY, "a strike"),))
    assert not attendance.there(at(3, 10))
