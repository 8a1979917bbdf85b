"""The Telegram section of config.yaml."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr

OFFICIAL = "https://api.telegram.org"
MOST_FETCHED = 20_000_000
"""Bots can download files of up to 20 MB (https://core.telegram.org/bots/api#getfile)."""


class Settings(BaseModel):
    """A bot, and how it is reached."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token: SecretStr = Field(description="The bot's token, from @BotFather: opens the API. A secret.")
    webhook_secret: SecretStr = Field(
        min_length=16,
        max_length=256,
        description="What Telegram shows with each update (secret_token): A-Z, a-z, 0-9, _ and -. A secret.",
    )
    api_base_url: str = Field(
        OFFICIAL,
        description="Where the Bot API is. The simulator puts its own in its place.",
    )
    timeout_seconds: float = Field(10.0, gt=0, le=60, description="How long one call may take.")
    max_media_bytes: int = Field(
        MOST_FETCHED, gt=0, description="Larger attachments are refused, with a word to the citizen."
    )

    def at(self, api_base_url: str | None) -> Self:
        """The same bot with its API elsewhere, where an address is given."""
        return self if api_base_url is None else self.model_copy(update={"api_base_url": api_base_url})
