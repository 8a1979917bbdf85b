"""Messages through Twilio, by whatever channel: made, and looked for after a crash.

https://www.twilio.com/docs/messaging/api/message-resource
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from twilio.rest import Client

from channels.providers.twilio.rest import calling
from core.messages import OutboundMessage

MAX_TEXT = 1600
"""Twilio refuses a longer body (error 21617)."""


def create(client: Client, sender: str, to: str, status_url: str, content: Mapping[str, Any]) -> str:
    """Hand a message to Twilio; its SID. Raises DeliveryDelayed, DeliveryFailed or DeliveryUnknown."""
    resource = calling(lambda: client.messages.create(from_=sender, to=to, status_callback=status_url, **dict(content)))
    return str(resource.sid)


def find(client: Client, sender: str, to: str, bodies: Collection[str], since: datetime) -> str | None:
    """The SID of a message with one of these bodies that Twilio has since then, or None. Raises as ``create``."""
    listed = calling(lambda: client.messages.list(to=to, from_=sender, date_sent_after=since, limit=50))
    return next((str(found.sid) for found in listed if found.body in bodies), None)


def numbered(message: OutboundMessage) -> str:
    """The text with its buttons as numbered lines, as much as one message takes: any phone can answer a number."""
    text = "\n".join([message.text, *(f"{n}. {button.title}" for n, button in enumerate(message.buttons, 1))])
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"
