"""The section ``emergency`` of config.yaml: who is told of emergencies, and when again."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from core.casework.alarms import AlarmRules, Duty
from core.ticket import Level
from gateway.config.casework import UpperLevel
from gateway.config.sections import Count, Section

Minute = Annotated[int, Field(ge=0, le=1440)]
Phone = Annotated[str, Field(pattern=r"^\+[1-9]\d{7,14}$", repr=False)]


class OnDuty(Section):
    """Somebody on duty. Without a district: for the whole province."""

    name: str
    phone: Phone
    district: str | None = None
    after_minutes: Minute = 0


class Emergency(Section):
    """What is done when somebody may be in danger."""

    minutes: tuple[Minute, ...] = (0, 5, 10, 20, 30)
    repeat_minutes: Count = 30
    by: tuple[Literal["sms", "call"], ...] = ("sms", "call")
    duty: tuple[OnDuty, ...] = ()
    office_minutes: Count = 60
    level_minutes: Mapping[UpperLevel, Count] = {
        UpperLevel.DEPUTY_COMMISSIONER: 60,
        UpperLevel.COMMISSIONER: 120,
        UpperLevel.CHIEF_SECRETARY: 240,
        UpperLevel.CHIEF_MINISTER: 240,
    }

    def rules(self, public: str) -> AlarmRules:
        """As core.casework.alarms needs them. Raises ConfigInvalid."""
        duty = tuple(Duty(one.name, one.phone, one.district, one.after_minutes) for one in self.duty)
        return AlarmRules(self.minutes, self.repeat_minutes, self.by, duty, f"{public}/desk")

    def urgent_minutes(self) -> Mapping[Level, int]:
        """What each level has for an emergency, by the clock."""
        above = {Level[name.name]: minutes for name, minutes in self.level_minutes.items()}
        return {Level.OFFICE: self.office_minutes, **above}
