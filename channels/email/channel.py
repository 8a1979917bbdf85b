"""The channel as the rest of the house sees it (core.ports.Channel and ReportingChannel)."""

from collections.abc import Sequence
from dataclasses import dataclass

from channels.email import parse
from channels.email.automatic import why_automatic
from channels.email.bounces import read_reports
from channels.email.send import send
from channels.email.settings import Settings
from channels.email.structure import read_mail
from core.messages import Delivery, Envelope, InboundMessage, OutboundMessage
from core.ports import Peek


@dataclass(frozen=True)
class Email:
    """Mail by SMTP and IMAP."""

    settings: Settings
    reader: parse.Reader
    name: str = "email"
    asks_all_at_once: bool = True
    needs_desk: bool = False

    def peek(self, envelope: Envelope) -> Peek:
        return parse.peek(envelope)

    def parse(self, envelope: Envelope) -> tuple[InboundMessage, ...]:
        return (parse.parse(envelope, self.reader),)

    def reports(self, envelope: Envelope) -> Sequence[Delivery]:
        mail = read_mail(envelope.body)
        kind = why_automatic(mail, envelope.facts, self.reader.signer, self.reader.own)
        return read_reports(mail, parse.recipients_of(mail, envelope.facts), kind, self.reader.signer)

    def send(self, message: OutboundMessage) -> str:
        return send(message, self.settings, self.reader.signer)
