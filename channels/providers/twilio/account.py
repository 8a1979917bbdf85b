"""What every channel over Twilio must know of the account."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class Account(BaseModel):
    """Credentials and where Twilio is reached."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    account_sid: str = Field(min_length=1, description="The account's SID (AC…), shown in Twilio's console.")
    auth_token: SecretStr = Field(description="The account's token: signs webhooks and opens the API. A secret.")
    api_base_url: str = Field(
        "https://api.twilio.com", description="Where the REST API is; the simulator's own in development."
    )
    timeout_seconds: float = Field(10.0, gt=0, le=60, description="How long one call to Twilio may take.")
    max_media_bytes: int = Field(
        16 * 1024 * 1024, gt=0, description="Larger attachments are refused, with a word to the citizen."
    )
