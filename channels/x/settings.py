"""The X section of config.yaml."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr

OFFICIAL = "https://api.x.com"


class Poll(BaseModel):
    """Asking X what came, where it does not call us."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(False, description="Ask X again and again (arzi listen poll); false where it calls us.")
    every_seconds: float = Field(
        60.0, ge=60, le=3600, description="How long between two askings: X allows 15 in a quarter of an hour."
    )


class Settings(BaseModel):
    """An account of ours, and how it is reached."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    account_id: str = Field(pattern=r"^[0-9]{1,19}$", description="Our account's number (not its @name).")
    consumer_key: SecretStr = Field(description="The app's API key. A secret.")
    consumer_secret: SecretStr = Field(
        min_length=16, description="The app's API key secret: signs our calls, and X's webhooks. A secret."
    )
    access_token: SecretStr = Field(description="Our account's access token for the app. A secret.")
    access_token_secret: SecretStr = Field(description="And its secret.")
    api_base_url: str = Field(OFFICIAL, description="Where the API is. The simulator puts its own in its place.")
    timeout_seconds: float = Field(10.0, gt=0, le=60, description="How long one call may take.")
    max_media_bytes: int = Field(
        25_000_000, gt=0, description="Larger attachments are refused, with a word to the citizen."
    )
    take_mentions: bool = Field(True, description="Take posts that mention us; false: direct messages only.")
    take_replies: bool = Field(True, description="Take replies to our own posts too, though they do not name us.")
    most_an_hour: int = Field(
        30, gt=0, description="Of more messages an hour from one account, the rest is kept and not answered."
    )
    poll: Poll = Field(Poll(enabled=False, every_seconds=60.0), description="Asking X what came.")

    def at(self, api_base_url: str | None) -> Self:
        """The same account with its API elsewhere, where an address is given."""
        return self if api_base_url is None else self.model_copy(update={"api_base_url": api_base_url})
