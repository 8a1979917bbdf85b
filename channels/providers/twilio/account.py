"""What every channel over Twilio must know of the account."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr

OFFICIAL = "https://api.twilio.com"


class Account(BaseModel):
    """Credentials and where Twilio is reached."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    account_sid: str = Field(min_length=1, description="The account's SID (AC…), shown in Twilio's console.")
    auth_token: SecretStr = Field(description="The account's token: signs webhooks and opens the API. A secret.")
    shared_key: SecretStr | None = Field(
        None,
        description="The secret of the SharedKey that signs webhooks, where a Webhook Setting of Twilio's says so; "
        "while it is changed, the old and the new one with a blank between. A secret.",
    )
    api_base_url: str = Field(OFFICIAL, description="Where the REST API is. The simulator puts its own in its place.")
    timeout_seconds: float = Field(10.0, gt=0, le=60, description="How long one call to Twilio may take.")
    max_media_bytes: int = Field(
        16 * 1024 * 1024, gt=0, description="Larger attachments are refused, with a word to the citizen."
    )

    @property
    def shared_keys(self) -> tuple[str, ...]:
        """The secrets with which webhooks may be signed besides the token."""
        return tuple(self.shared_key.get_secret_value().split()) if self.shared_key is not None else ()

    def at(self, api_base_url: str | None) -> Self:
        """The same account with its API elsewhere, where an address is given."""
        return self if api_base_url is None else self.model_copy(update={"api_base_url": api_base_url})
