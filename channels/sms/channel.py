"""SMS as the rest of the house sees it."""

from dataclasses import dataclass
from datetime import datetime

from channels.providers.aggregator.reports import is_report, read_report
from channels.providers.aggregator.send import send as send_by_aggregator
from channels.providers.aggregator.settings import Aggregator
from channels.providers.gsm7 import plain
from channels.providers.senders import is_one_way
from channels.providers.twilio import rest
from channels.providers.twilio.channel import MessageChannel
from core.errors import NotFound
from core.messages import Delivery, OutboundMessage, WebhookRequest


@dataclass(frozen=True, kw_only=True)
class Sms(MessageChannel):
    """SMS from one number, or name, of ours, through Twilio or a local ``aggregator``. Answers to choose are numbered
    lines."""

    name: str = "sms"
    aggregator: Aggregator | None = None

    def one_way(self, message: OutboundMessage) -> bool:  # noqa: ARG002 - all come from the same sender
        return is_one_way(self.sender)

    def send(self, message: OutboundMessage) -> str:
        text = plain(rest.numbered(message))
        if self.aggregator is not None:
            return send_by_aggregator(self.aggregator, self.sender, message.to, text, message.id)
        return rest.create_message(self.client, self.sender, message.to, self.status_url, {"body": text})

    def report(self, request: WebhookRequest) -> Delivery | None:
        if is_report(self.aggregator, request):
            return read_report(self.aggregator, request)
        return super().report(request)

    def find_sent(self, message: OutboundMessage, since: datetime) -> str | None:
        if self.aggregator is not None:
            raise NotFound("an aggregator cannot be asked what it has")
        texts = {rest.numbered(message), plain(rest.numbered(message))}
        return rest.find_message(self.client, self.sender, message.to, texts, since)
