"""The web app as the rest of the house sees it (core.ports.Channel, WaryChannel).

Nobody is called and nobody calls: the pages are served by the gateway, which knows a visitor by their cookie and packs
what they send (body.py). What is sent to a visitor stands in the outbox, where their page reads it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from channels.web import body
from channels.web.settings import Settings
from core.errors import DeliveryFailed
from core.messages import Envelope, InboundMessage, OutboundMessage
from core.ports import Peek

NAME = "web"


@dataclass(frozen=True)
class Web:
    """The citizen's pages."""

    settings: Settings = field(default_factory=lambda: Settings.model_validate({}))
    name: str = NAME
    asks_all_at_once: bool = False
    needs_desk: bool = False

    @property
    def most_an_hour(self) -> int:
        return self.settings.most_an_hour

    def peek(self, envelope: Envelope) -> Peek:
        return Peek(person_of(body.unpack(envelope.body).visitor))

    def parse(self, envelope: Envelope) -> Sequence[InboundMessage]:
        return (body.message(envelope),)

    def send(self, message: OutboundMessage) -> str:
        """It is in the visitor's thread from now on; the id is our own."""
        if not body.VISITOR.fullmatch(message.to):
            raise DeliveryFailed("no visitor of the web app", code="address")
        return message.id


def person_of(visitor: str) -> str:
    """The key of a visitor's messages (core.ports.Peek)."""
    return f"{NAME}:{visitor}"
