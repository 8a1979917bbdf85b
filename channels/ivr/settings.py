"""The helpline's section of config.yaml."""

from pydantic import BaseModel, ConfigDict, Field

from channels.providers.twilio.account import Account


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
    agent_number: str = Field(
        "", description="Where 'speak to a person' is put through to; left out, they are called back."
    )
    max_call_seconds: int = Field(900, ge=60, description="A call is ended, with what was said kept, after so long.")
    max_recording_seconds: int = Field(180, ge=10, le=3600, description="The longest recording of a complaint.")
    calls_an_hour: int = Field(
        12, ge=1, description="More calls than this in an hour from one number are not answered."
    )
    prompts_dir: str = Field("", description="Folder of recorded prompts (LANGUAGE/KEY.mp3), played instead of <Say>.")
    voices: dict[str, Voice] = Field(default_factory=lambda: dict(VOICES), description="ur, ps and en.")
