"""The citizen's web app: what is written, photographed and said on the pages under /complain.

channel.py what the house sees; body.py what one message holds, as the pages pack it and the channel reads it. The pages
themselves are gateway/web/complain/. docs/web-app.md says what a citizen can do there, and how it is kept apart.
"""

from channels.web.body import message
from channels.web.channel import Web
from channels.web.settings import Settings
from core.messages import Envelope, InboundMessage
from core.ports import Declaration, Surroundings

DECLARATION = Declaration({"en": "Web app", "ur": "ویب ایپ", "ps": "وېب اپ"}, inspect_as="web")

__all__ = ["DECLARATION", "Settings", "Web", "build", "read"]


def read(envelope: Envelope, region: str) -> tuple[InboundMessage, ...]:  # noqa: ARG001 - the page checks numbers
    """The message in an envelope."""
    return (message(envelope),)


def build(settings: Settings, surroundings: Surroundings) -> Web:  # noqa: ARG001 - it needs nothing of the house
    """The channel, ready to use."""
    return Web(settings)
