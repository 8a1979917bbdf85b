"""The helpline as the rest of the house sees it. Calls themselves go through gateway/calls; what is sent is SMS."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from twilio.rest import Client

from channels.ivr import sms
from channels.ivr.screens import Answer, Screen, say
from channels.ivr.settings import Settings
from channels.ivr.twiml import render
from channels.ivr.webhook import Event, read_event
from channels.providers.twilio import media, reports, rest
from channels.providers.twilio.signature import read_form, signed_form
from core.errors import Malformed
from core.messages import Delivery, Envelope, InboundMessage, OutboundMessage, WebhookRequest
from core.ports import Peek


@dataclass(frozen=True)
class Ivr:
    """The helpline over Twilio Voice. ``base_url`` is our public address."""

    settings: Settings
    base_url: str
    region: str
    name: str = "ivr"
    asks_all_at_once: bool = False
    needs_desk: bool = False

    def event(self, request: WebhookRequest) -> Event:
        """What happened on the line. Raises SignatureInvalid or Malformed."""
        return read_event(signed_form(request, self.settings.auth_token.get_secret_value()), self.region)

    def twiml(self, screen: Screen, language: str, action: str) -> str:
        """A screen as TwiML; ``action`` is a path of ours."""
        return render(screen, language, self.settings, self.base_url, f"{self.base_url}{action}")

    def trouble(self) -> str:
        """What is said when we cannot answer now."""
        return self.twiml(Screen((say("trouble"),), Answer.NOTHING), "ur", "")

    def report(self, request: WebhookRequest) -> Delivery | None:
        return reports.read_report(signed_form(request, self.settings.auth_token.get_secret_value()))

    def peek(self, envelope: Envelope) -> Peek:
        event = read_event(read_form(envelope.body), self.region)
        return Peek(f"tel:{event.caller}" if event.caller else f"call:{event.call}")

    def parse(self, _envelope: Envelope) -> Sequence[InboundMessage]:
        raise Malformed("a call is no message")

    def fetch(self, url: str, claimed_type: str) -> tuple[bytes, str]:
        return media.fetch(self.settings, url, claimed_type)

    def send(self, message: OutboundMessage) -> str:
        return sms.send(self._client, self.settings.number, f"{self.base_url}/in/ivr/sms", message)

    def find_sent(self, message: OutboundMessage, since: datetime) -> str | None:
        return sms.find_sent(self._client, self.settings.number, message, since)

    @functools.cached_property
    def _client(self) -> Client:
        return rest.open_client(self.settings)
