"""The channel as the rest of the house sees it (core.ports.Channel, NamingChannel and WaryChannel)."""

from dataclasses import dataclass

from channels.email import parse
from channels.email.compose import message_id
from channels.email.send import send
from channels.email.settings import Settings
from core.messages import Envelope, InboundMessage, OutboundMessage
from core.ports import Peek


@dataclass(frozen=True)
class Email:
    """Mail by SMTP and IMAP."""

    settings: Settings
    reader: parse.Reader
    name: str = "email"
    asks_all_at_once: bool = True
    needs_desk: bool = False

    @property
    def most_an_hour(self) -> int:
        return self.settings.max_per_hour

    def peek(self, envelope: Envelope) -> Peek:
        return parse.peek(envelope, self.reader.own)

    def parse(self, envelope: Envelope) -> tuple[InboundMessage, ...]:
        return (parse.parse(envelope, self.reader),)

    def id_of(self, message: OutboundMessage) -> str:
        return message_id(message, self.reader.signer)

    def send(self, message: OutboundMessage) -> str:
        return send(message, self.settings, self.reader.signer)
