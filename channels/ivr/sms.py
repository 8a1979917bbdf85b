"""What the helpline sends: SMS, from its own number or a registered name. Answers to choose are numbered lines."""

from datetime import datetime

from twilio.rest import Client

from channels.ivr.settings import Settings
from channels.providers.aggregator.send import send as send_by_aggregator
from channels.providers.gsm7 import plain
from channels.providers.twilio import rest
from core.errors import NotFound
from core.messages import OutboundMessage


def send(client: Client, settings: Settings, status_url: str, message: OutboundMessage) -> str:
    """Hand it over; its id there. Raises as core.ports.Channel.send."""
    text, sender = plain(rest.numbered(message)), settings.texts_from
    if settings.aggregator is not None:
        return send_by_aggregator(settings.aggregator, sender, message.to, text, message.id)
    return rest.create_message(client, sender, message.to, status_url, {"body": text})


def find_sent(client: Client, settings: Settings, message: OutboundMessage, since: datetime) -> str | None:
    """The SID under which Twilio has this SMS already, or None. Raises NotFound where it is not Twilio who has it."""
    if settings.aggregator is not None:
        raise NotFound("an aggregator cannot be asked what it has")
    text = rest.numbered(message)
    return rest.find_message(client, settings.texts_from, message.to, {text, plain(text)}, since)
