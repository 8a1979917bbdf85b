"""SMS through Twilio or a local aggregator: what a caller is sent, and answers with.

The same messages as WhatsApp's, without buttons and templates. https://www.twilio.com/docs/messaging
"""

import secrets
from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator

from channels.providers.aggregator.settings import Aggregator
from channels.providers.senders import checked
from channels.providers.twilio.account import Account
from channels.providers.twilio.inbound import message
from channels.providers.twilio.webhooks import webhook
from channels.sms.channel import Sms
from core.messages import Envelope, InboundMessage
from core.ports import Declaration, Surroundings

DECLARATION = Declaration({"en": "SMS", "ur": "ایس ایم ایس", "ps": "اېس اېم اېس"}, writes_to="phone", rank=20)

__all__ = ["Settings", "Sms", "build", "read"]


class Settings(Account):
    """The SMS section of config.yaml."""

    sender: Annotated[str, AfterValidator(checked)] = Field(
        description="Our own number in E.164, usually the helpline's; or a registered name, which nobody can answer."
    )
    aggregator: Aggregator | None = Field(
        None, description="A local aggregator by which SMS go out, instead of Twilio; docs/sms.md."
    )

    @model_validator(mode="before")
    @classmethod
    def _without_twilio(cls, given: Any) -> Any:
        """With an aggregator nobody needs an account of Twilio's; then no webhook is signed rightly, either."""
        if isinstance(given, dict) and given.get("aggregator"):
            return {"account_sid": "-", "auth_token": secrets.token_hex(32), **given}
        return given


def read(envelope: Envelope, region: str) -> tuple[InboundMessage, ...]:
    """The messages in an envelope, read without any account."""
    return (message(envelope, region),)


def build(settings: Settings, surroundings: Surroundings) -> Sms:
    """The channel, ready to use. No connection is made yet."""
    account = settings.at(surroundings.simulated_apis.get("twilio"))
    return Sms(
        account=account,
        sender=settings.sender,
        status_url=webhook(surroundings.public_url, "/in/sms/status"),
        region=surroundings.region,
        aggregator=settings.aggregator,
    )
