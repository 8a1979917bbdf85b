"""Instagram, by Meta's webhooks and Send API; what it shares with its sister is in channels/providers/meta.

docs/instagram.md says how to set it up.
"""

from channels.providers.meta import events
from channels.providers.meta.channel import MetaChannel
from channels.providers.meta.settings import MetaSettings
from core.messages import Envelope, InboundMessage
from core.ports import Declaration, Surroundings

DECLARATION = Declaration({"en": "Instagram", "ur": "انسٹاگرام", "ps": "انسټاګرام"}, inspect_as="instagram")
LONGEST = 1000
"""Bytes of UTF-8 (https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/messaging-api)."""


class Settings(MetaSettings):
    """The instagram section of config.yaml."""


def read(envelope: Envelope, region: str) -> tuple[InboundMessage, ...]:  # noqa: ARG001 - Meta tells no phone numbers
    """The messages in an envelope, read without any account."""
    return events.read(envelope)


def build(settings: Settings, surroundings: Surroundings) -> MetaChannel:
    """The channel, ready to use. No connection is made yet."""
    return MetaChannel(settings.at(surroundings.simulated_apis.get("meta")), "instagram", LONGEST, _bytes)


def _bytes(text: str) -> int:
    return len(text.encode())
