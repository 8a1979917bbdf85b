"""The helpline's section of config.yaml."""

from datetime import time
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from channels.providers.aggregator.settings import Aggregator
from channels.providers.senders import checked
from channels.providers.twilio.account import Account
from core.helpline import CallingHours

Hours = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")]


class Voice(BaseModel):
    """How one language is spoken and heard. ``hear`` empty: speech is not recognised in it, only recorded."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: str = Field(description="Locale in which <Say> speaks.")
    voice: str = Field("", description="Twilio's name of the voice; left out, the locale's default.")
    hear: str = Field("", description="Locale in which speech is recognised; left out, it is only recorded.")


VOICES = {
    "ur": Voice(language="ur-IN", voice="", hear="ur-PK"),
    "ps": Voice(language="ur-IN", voice="", hear=""),
    "en": Voice(language="en-GB", voice="Polly.Amy", hear="en-PK"),
}


class Settings(Account):
    """The account and how a call goes."""

    number: str = Field(description="The helpline's own number in E.164; SMS are sent from it.")
    sms_sender: str = Field(
        "", description="From whom SMS come, where that is another than the number: a registered name, say."
    )
    aggregator: Aggregator | None = Field(
        None, description="A local aggregator by which SMS go out, instead of Twilio; docs/sms.md."
    )
    agent_number: str = Field(
        "", description="Where 'speak to a person' is put through to; left out, they are called back."
    )
    max_call_seconds: int = Field(900, ge=60, description="A call is ended, with what was said kept, after so long.")
    max_recording_seconds: int = Field(180, ge=10, le=3600, description="The longest recording of a complaint.")
    calls_an_hour: int = Field(
        12, ge=1, description="More calls than this in an hour from one number are not answered."
    )
    shared_numbers: tuple[str, ...] = Field(
        (),
        description="Numbers in E.164, or their beginnings, from which many people call (an office's exchange): who "
        "calls is asked whether it is about their own complaint. Landlines are asked anyway.",
    )
    calling_hours: Hours = Field("09:00-20:00", description="Hours of the day in which citizens are called.")
    feedback_tries: int = Field(
        3, ge=0, le=10, description="How often a citizen is called to ask whether a case is solved; 0: never."
    )
    feedback_wait_minutes: int = Field(240, ge=5, description="How long to wait between two of these calls.")
    prompts_dir: str = Field("var/prompts", description="Folder of recorded prompts, played instead of <Say>.")
    voices: dict[str, Voice] = Field(default_factory=lambda: dict(VOICES), description="ur, ps and en.")

    @field_validator("sms_sender")
    @classmethod
    def _sender(cls, given: str) -> str:
        return checked(given) if given else given

    @property
    def texts_from(self) -> str:
        """Who stands on our SMS."""
        return self.sms_sender or self.number

    @property
    def hearing(self) -> tuple[str, ...]:
        """The languages in which speech is recognised."""
        return tuple(name for name, voice in self.voices.items() if voice.hear)

    @property
    def hours(self) -> CallingHours:
        """When citizens are called."""
        start, end = self.calling_hours.split("-")
        return CallingHours(time.fromisoformat(start), time.fromisoformat(end))

    def folder(self, home: Path) -> Path | None:
        """The folder of recorded prompts; None where there is none."""
        return home / self.prompts_dir if self.prompts_dir else None
