"""The section ``helpline`` of config.yaml: when people answer who writes to us, and what counts as left open."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from core.casework.attendance import Attendance
from core.casework.worktime import OfficeHours
from gateway.config.casework import Span, Weekday, span
from gateway.config.sections import Count, Section


class HelplineHours(Section):
    """People who answer citizens' conversations."""

    hours: Mapping[Weekday, tuple[Span, ...]] = {
        Weekday.MONDAY: ("08:00-20:00",),
        Weekday.TUESDAY: ("08:00-20:00",),
        Weekday.WEDNESDAY: ("08:00-20:00",),
        Weekday.THURSDAY: ("08:00-20:00",),
        Weekday.FRIDAY: ("08:00-12:30", "14:00-20:00"),
        Weekday.SATURDAY: ("08:00-20:00",),
    }
    answer_minutes: Count = 30
    hold_hours: Annotated[int, Field(ge=1, le=72)] = 12
    left_hours: Count = 20
    left_minutes: Count = 15

    def attendance(self, office: OfficeHours) -> Attendance:
        """As core.casework.attendance needs it; holidays are the offices'."""
        days = list(Weekday)
        hours = {days.index(day): tuple(span(one) for one in spans) for day, spans in self.hours.items()}
        return Attendance(
            replace(office, days=hours), self.answer_minutes, self.hold_hours, self.left_hours, self.left_minutes
        )
