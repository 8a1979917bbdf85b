"""WhatsApp through Twilio.

channel.py what the house sees, and OutboundMessage → Twilio; contents.py its buttons and lists,
templates.py what WhatsApp must approve. Webhooks are read in
channels/providers/twilio/, which SMS and the helpline share. https://www.twilio.com/docs/whatsapp/api
"""

from pydantic import Field

from channels.providers.twilio.account import Account
from channels.providers.twilio.inbound import message
from channels.providers.twilio.webhooks import webhook
from channels.whatsapp.channel import WhatsApp
from core.messages import Envelope, InboundMessage
from core.ports import Declaration, Surroundings

DECLARATION = Declaration(
    {"en": "WhatsApp", "ur": "واٹس ایپ", "ps": "واټس اېپ"}, inspect_as="whatsapp", writes_to="phone", rank=10
)


class Settings(Account):
    """The WhatsApp section of config.yaml."""

    sender: str = Field(description="Our own WhatsApp number in E.164, as Twilio knows it: +14155238886.")
    templates: dict[str, str] = Field(
        default_factory=dict,
        description="Approved templates by purpose and language (reply.ur: HX…), sent outside the 24-hour window; "
        "{{1}} is the text. contact: one whose button asks for the number of who withholds it.",
    )
    recordings_dir: str = Field(
        "var/recordings", description="Folder of spoken answers, for those who sent their voice; docs/helpline.md."
    )


def read(envelope: Envelope, region: str) -> tuple[InboundMessage, ...]:
    """The messages in an envelope, read without any account."""
    return (message(envelope, region),)


def build(settings: Settings, surroundings: Surroundings) -> WhatsApp:
    """The channel, ready to use. No connection is made yet."""
    return WhatsApp(
        account=settings.at(surroundings.simulated_apis.get("twilio")),
        sender=settings.sender,
        templates=settings.templates,
        status_url=webhook(surroundings.public_url, "/in/whatsapp/status"),
        region=surroundings.region,
        recordings=surroundings.home / settings.recordings_dir if settings.recordings_dir else None,
        recordings_url=f"{surroundings.public_url}/in/whatsapp/recordings",
    )
