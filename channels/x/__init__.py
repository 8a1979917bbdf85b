"""X, by its API v2: direct messages, and posts that mention us; asked for, or told by webhooks.

channel.py what the house sees; events.py a webhook or an answer → envelopes, and an envelope → InboundMessage; posts.py
and direct.py what is in a post and in a direct message; polling.py asking what came; signature.py who calls us; send.py
OutboundMessage → a direct message, or a reply that invites to write one (words.py); files.py pictures and films; api.py
one call, signed by oauth.py, and codes.py what its refusals mean; set_up.py telling X where to call us.
docs/x.md says how to set it up. https://docs.x.com/x-api
"""

from channels.x import events
from channels.x.channel import X
from channels.x.settings import Settings
from core.messages import Envelope, InboundMessage
from core.ports import Declaration, Surroundings

DECLARATION = Declaration({"en": "X", "ur": "ایکس", "ps": "اېکس"}, inspect_as="x")

__all__ = ["DECLARATION", "Settings", "X", "build", "read"]


def read(envelope: Envelope, region: str) -> tuple[InboundMessage, ...]:  # noqa: ARG001 - X tells no phone numbers
    """The messages of a webhook, whoever's account it is about, read without any account."""
    return events.read(envelope)


def build(settings: Settings, surroundings: Surroundings) -> X:
    """The channel, ready to use. No connection is made yet."""
    return X(settings.at(surroundings.simulated_apis.get("x")))
