"""When people of ours answer who writes to us."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache

from core.casework.announced import Announced
from core.casework.worktime import OfficeHours, WorkTime


@dataclass(frozen=True, eq=False)
class Attendance:
    """When people of ours answer who writes to us, and how soon. ``answer_minutes``: how long it usually takes in these
    hours. ``hold_hours``: a thread that an agent took and left alone so long is the assistant's again. ``left_hours``:
    a complaint left open so long is unfinished; ``left_minutes``: the same of one that may be serious. ``announced``:
    what an administrator announced of days off and of work on holidays, as it is now."""

    hours: OfficeHours = field(default_factory=OfficeHours)
    answer_minutes: int = 30
    hold_hours: int = 12
    left_hours: int = 20
    left_minutes: int = 15
    announced: Callable[[], Announced] = Announced

    def opens(self, now: datetime) -> datetime:
        """The moment itself when somebody is there, else when somebody is there again."""
        days = self.announced()
        return _calendar(self, replace(days, periods=()), now.year).opens(now)

    def there(self, now: datetime) -> bool:
        """Is somebody there?"""
        return self.opens(now) == now

    def hold_until(self, now: datetime) -> datetime:
        """Until when a thread is an agent's who took it, or wrote in it, now."""
        return now + timedelta(hours=self.hold_hours)


@lru_cache(maxsize=8)
def _calendar(attendance: Attendance, days: Announced, year: int) -> WorkTime:
    """Made once for some years: making it takes a while. Offices' other hours are none of the helpline's."""
    return WorkTime(days.over(attendance.hours), year - 1, year + 2)
