"""SMS as the rest of the house sees it (core.ports.WebhookChannel and MediaChannel)."""

import functools
from dataclasses import dataclass
from datetime import datetime

from twilio.rest import Client

from channels.providers.twilio import inbound, media, messages, reports, rest
from channels.providers.twilio.account import Account
from channels.providers.twilio.signature import signed_form
from core.messages import Delivery, Envelope, InboundMessage, OutboundMessage, WebhookRequest
from core.ports import Peek


@dataclass(frozen=True)
class Sms:
    """SMS from one number of ours. Answers to choose are numbered lines."""

    account: Account
    sender: str
    status_url: str
    region: str
    name: str = "sms"
    asks_all_at_once: bool = False
    needs_desk: bool = False

    def receive(self, request: WebhookRequest, now: datetime) -> Envelope:
        form = signed_form(request, self.account.auth_token.get_secret_value())
        return inbound.envelope(self.name, form, request.body, now)

    def acknowledgement(self) -> tuple[str, str]:
        return '<?xml version="1.0" encoding="UTF-8"?><Response/>', "text/xml"

    def report(self, request: WebhookRequest) -> Delivery | None:
        return reports.read_report(signed_form(request, self.account.auth_token.get_secret_value()))

    def peek(self, envelope: Envelope) -> Peek:
        return inbound.peek(envelope, self.region)

    def parse(self, envelope: Envelope) -> tuple[InboundMessage, ...]:
        return (inbound.message(envelope, self.region),)

    def fetch(self, url: str, claimed_type: str) -> tuple[bytes, str]:
        return media.fetch(self.account, url, claimed_type)

    def send(self, message: OutboundMessage) -> str:
        content = {"body": messages.numbered(message)}
        return messages.create(self._client, self.sender, message.to, self.status_url, content)

    def find_sent(self, message: OutboundMessage, since: datetime) -> str | None:
        return messages.find(self._client, self.sender, message.to, {messages.numbered(message)}, since)

    @functools.cached_property
    def _client(self) -> Client:
        return rest.open_client(self.account)
