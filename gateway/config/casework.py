"""The section ``casework`` of config.yaml: office hours, deadlines, and when citizens are asked."""

from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from core.casework.sla import SlaRules
from core.casework.worktime import OfficeHours
from core.reference.categories import categories, category_days
from core.ticket import Level, Severity
from gateway.config.sections import Count, Seconds, Section

Days = Annotated[float, Field(gt=0, le=400)]
Span = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")]


class Weekday(StrEnum):
    """The days of the week, Monday first."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class UpperLevel(StrEnum):
    """The ladder above the office."""

    DEPUTY_COMMISSIONER = "deputy_commissioner"
    COMMISSIONER = "commissioner"
    CHIEF_SECRETARY = "chief_secretary"
    CHIEF_MINISTER = "chief_minister"


class Casework(Section):
    """How long everything may take."""

    office_hours: Mapping[Weekday, tuple[Span, ...]] = {
        Weekday.MONDAY: ("09:00-17:00",),
        Weekday.TUESDAY: ("09:00-17:00",),
        Weekday.WEDNESDAY: ("09:00-17:00",),
        Weekday.THURSDAY: ("09:00-17:00",),
        Weekday.FRIDAY: ("09:00-12:30", "14:00-17:00"),
    }
    holidays: tuple[date, ...] = ()
    working_holidays: tuple[date, ...] = ()
    category_days: Mapping[str, Days] = {}
    severity_share: Mapping[Severity, Annotated[float, Field(gt=0, le=4)]] = {
        Severity.LOW: 1.5,
        Severity.NORMAL: 1.0,
        Severity.HIGH: 0.5,
        Severity.CRITICAL: 0.2,
    }
    level_days: Mapping[UpperLevel, Days] = dict.fromkeys(UpperLevel, 5.0)
    remind_share: Annotated[float, Field(gt=0, lt=1)] = 0.75
    ask_again_days: tuple[Count, Count] = (3, 6)
    call_after_days: Count = 9
    call_working_days: Days = 3.0
    answer_again_days: Count = 3
    answer_within_days: Count = 7
    object_within_days: Count = 30
    deadlines_every_s: Seconds = 60

    @field_validator("category_days")
    @classmethod
    def _known_categories(cls, days: Mapping[str, Days]) -> Mapping[str, Days]:
        unknown = sorted(set(days) - set(categories()))
        if unknown:
            raise ValueError(f"should name categories; {', '.join(unknown)} is none")
        return days

    @field_validator("severity_share", "level_days")
    @classmethod
    def _all_of_them(cls, shares: Mapping[StrEnum, float]) -> Mapping[StrEnum, float]:
        kind = Severity if any(isinstance(key, Severity) for key in shares) else UpperLevel
        if set(shares) != set(kind):
            raise ValueError(f"should have all of {', '.join(kind)}")
        return shares

    def rules(self) -> SlaRules:
        """As core.casework.sla needs them. Raises ConfigInvalid."""
        return SlaRules(
            category_days=category_days() | dict(self.category_days),
            severity_share=self.severity_share,
            level_days={Level[name.name]: days for name, days in self.level_days.items()},
            remind_share=self.remind_share,
            ask_again_after=self.ask_again_days,
            call_after=self.call_after_days,
            call_days=self.call_working_days,
            answer_again_after=self.answer_again_days,
            answer_within=self.answer_within_days,
            object_within=self.object_within_days,
        )

    def hours(self) -> OfficeHours:
        """As core.casework.worktime needs them."""
        days = {list(Weekday).index(day): tuple(map(span, spans)) for day, spans in self.office_hours.items()}
        return OfficeHours(days=days, closed=self.holidays, opened=self.working_holidays)


def span(written: str) -> tuple[time, time]:
    start, end = written.split("-")
    return time.fromisoformat(start), time.fromisoformat(end)
