"""What the helpline sends: SMS, from its own number. Answers to choose are numbered lines."""

from datetime import datetime

from twilio.rest import Client

from channels.providers.twilio import messages
from core.messages import OutboundMessage


def send(client: Client, sender: str, status_url: str, message: OutboundMessage) -> str:
    """Hand it to Twilio; its SID. Raises DeliveryDelayed, DeliveryFailed or DeliveryUnknown."""
    return messages.create(client, sender, message.to, status_url, {"body": messages.numbered(message)})


def find_sent(client: Client, sender: str, message: OutboundMessage, since: datetime) -> str | None:
    """The SID under which Twilio has this SMS already, or None."""
    return messages.find(client, sender, message.to, {messages.numbered(message)}, since)
