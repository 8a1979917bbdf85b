"""Messenger, by Meta's webhooks and Send API; what it shares with its sister is in channels/providers/meta.

docs/messenger.md says how to set it up.
"""

from channels.providers.meta import events
from channels.providers.meta.channel import MetaChannel
from channels.providers.meta.settings import MetaSettings
from core.messages import Envelope, InboundMessage
from core.ports import Declaration, Surroundings

DECLARATION = Declaration({"en": "Messenger", "ur": "میسنجر", "ps": "مېسنجر"}, inspect_as="messenger")
LONGEST = 2000
"""Signs of a message (https://developers.facebook.com/docs/messenger-platform/reference/send-api)."""


class Settings(MetaSettings):
    """The messenger section of config.yaml."""


def read(envelope: Envelope, region: str) -> tuple[InboundMessage, ...]:  # noqa: ARG001 - Meta tells no phone numbers
    """The messages in an envelope, read without any account."""
    return events.read(envelope)


def build(settings: Settings, surroundings: Surroundings) -> MetaChannel:
    """The channel, ready to use. No connection is made yet."""
    return MetaChannel(settings.at(surroundings.simulated_apis.get("meta")), "messenger", LONGEST)
