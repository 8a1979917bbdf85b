"""What every channel of messages over Twilio does the same (core.ports.WebhookChannel, MediaChannel)."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from twilio.rest import Client

from channels.providers.twilio import inbound, media, missed, reports, rest
from channels.providers.twilio.account import Account
from channels.providers.twilio.signature import signed_form
from core.messages import Delivery, Envelope, InboundMessage, WebhookRequest
from core.ports import Peek


@dataclass(frozen=True, kw_only=True)
class MessageChannel:
    """Messages in; how they go out is each channel's own. ``status_url`` is told to Twilio for its reports."""

    name: str
    account: Account
    sender: str
    status_url: str
    region: str
    asks_all_at_once: bool = False
    needs_desk: bool = False

    def receive(self, request: WebhookRequest, now: datetime) -> Envelope:
        form = signed_form(request, self.account)
        return inbound.envelope(self.name, form, request.body, now)

    def acknowledgement(self, envelope: Envelope) -> tuple[str, str]:  # noqa: ARG002 - it is the same for all
        return '<?xml version="1.0" encoding="UTF-8"?><Response/>', "text/xml"

    def report(self, request: WebhookRequest) -> Delivery | None:
        return reports.read_report(signed_form(request, self.account))

    def peek(self, envelope: Envelope) -> Peek:
        return inbound.peek(envelope, self.region)

    def parse(self, envelope: Envelope) -> tuple[InboundMessage, ...]:
        return inbound.messages(envelope, self.region)

    def fetch(self, url: str, claimed_type: str) -> tuple[bytes, str]:
        return media.fetch(self.account, url, claimed_type)

    def missed(self, since: datetime, now: datetime) -> Iterator[Envelope]:
        return missed.messages(self.client, self.name, self._ours, self.account.api_base_url, since, now)

    @property
    def _ours(self) -> str:
        """Our number as Twilio writes it in ``To``."""
        return self.sender

    @functools.cached_property
    def client(self) -> Client:
        return rest.open_client(self.account)
