"""An account of Meta's, as the sections of Messenger and Instagram have it."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr

OFFICIAL = "https://graph.facebook.com/v24.0"


class MetaSettings(BaseModel):
    """One page or professional account, and how it is reached."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    account_id: str = Field(
        pattern=r"^[0-9]{5,32}$", description="The page's id, or the Instagram professional account's."
    )
    access_token: SecretStr = Field(description="The page's token: opens the Send API. A secret.")
    app_secret: SecretStr = Field(min_length=16, description="The app's secret: proves Meta's webhooks. A secret.")
    verify_token: SecretStr = Field(
        min_length=16, description="What Meta shows once, when the webhook is entered; you make it up. A secret."
    )
    api_base_url: str = Field(OFFICIAL, description="Where the Graph API is. The simulator puts its own in its place.")
    timeout_seconds: float = Field(10.0, gt=0, le=60, description="How long one call may take.")
    max_media_bytes: int = Field(
        25_000_000, gt=0, description="Larger attachments are refused, with a word to the citizen."
    )
    keep_media: bool = Field(
        True,
        description="Take attachments; false where Meta's review of the app does not allow it: they are told of it.",
    )
    mention: str = Field(
        "",
        max_length=60,
        description="What a comment has to hold (@ourname) to be answered, once, by a private reply. Empty: none is.",
    )
    window_hours: int = Field(
        24, ge=1, le=168, description="So long after their last message an answer is taken; later ones go another way."
    )

    def at(self, api_base_url: str | None) -> Self:
        """The same account with its API elsewhere, where an address is given."""
        return self if api_base_url is None else self.model_copy(update={"api_base_url": api_base_url})
