"""SMS through Twilio: what a caller is sent, and answers with.

The same messages as WhatsApp's, without buttons and templates. https://www.twilio.com/docs/messaging
"""

from pydantic import Field

from channels.providers.twilio.account import Account
from channels.providers.twilio.inbound import message
from channels.sms.channel import Sms
from core.messages import Envelope, InboundMessage
from core.ports import Surroundings

__all__ = ["Settings", "Sms", "build", "read"]


class Settings(Account):
    """The SMS section of config.yaml."""

    sender: str = Field(description="Our own number in E.164; usually the helpline's.")


def read(envelope: Envelope, region: str) -> tuple[InboundMessage, ...]:
    """The messages in an envelope, read without any account."""
    return (message(envelope, region),)


def build(settings: Settings, surroundings: Surroundings) -> Sms:
    """The channel, ready to use. No connection is made yet."""
    account = settings.at(surroundings.simulated_apis.get("twilio"))
    return Sms(
        account=account,
        sender=settings.sender,
        status_url=f"{surroundings.public_url}/in/sms/status",
        region=surroundings.region,
    )
