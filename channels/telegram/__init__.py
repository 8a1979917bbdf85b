"""Telegram, by a bot: its Bot API over HTTP, updates by webhook.

channel.py what the house sees; updates.py an update → InboundMessage, bodies.py what is in a message; send.py
OutboundMessage → sendMessage; files.py files by their ids; api.py one call, and codes.py what its refusals mean;
set_up.py telling it where to call us. docs/telegram.md says how to set it up. https://core.telegram.org/bots/api
"""

from channels.telegram.channel import Telegram
from channels.telegram.settings import Settings
from channels.telegram.updates import messages
from core.messages import Envelope, InboundMessage
from core.ports import Declaration, Surroundings

DECLARATION = Declaration({"en": "Telegram", "ur": "ٹیلی گرام", "ps": "ټېلېګرام"}, inspect_as="telegram")

__all__ = ["DECLARATION", "Settings", "Telegram", "build", "read"]


def read(envelope: Envelope, region: str) -> tuple[InboundMessage, ...]:  # noqa: ARG001 - Telegram's numbers have theirs
    """The messages in an envelope, read without any account."""
    return messages(envelope)


def build(settings: Settings, surroundings: Surroundings) -> Telegram:
    """The channel, ready to use. No connection is made yet."""
    return Telegram(settings.at(surroundings.simulated_apis.get("telegram")))
