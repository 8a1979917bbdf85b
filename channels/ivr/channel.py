"""The helpline as the rest of the house sees it. Calls go through gateway/calls; what is sent is SMS, or a call."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from twilio.rest import Client

from channels.ivr import placing, sms
from channels.ivr.audio import Audio
from channels.ivr.screens import Answer, Screen, say
from channels.ivr.settings import Settings
from channels.ivr.twiml import Speaker, hang_up
from channels.ivr.webhook import Event, read_event
from channels.providers.aggregator.reports import is_report, read_report
from channels.providers.senders import is_one_way
from channels.providers.twilio import media, reports, rest
from channels.providers.twilio.signature import read_form, signed_form
from channels.providers.twilio.webhooks import webhook
from core.errors import Malformed
from core.messages import Delivery, Envelope, InboundMessage, OutboundMessage, WebhookRequest
from core.ports import Peek


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Ivr:
    """The helpline over Twilio Voice. ``base_url`` is our public address."""

    settings: Settings
    base_url: str
    region: str
    audio: Audio = field(default_factory=lambda: Audio(None))
    now: Callable[[], datetime] = _now
    name: str = "ivr"
    asks_all_at_once: bool = False
    needs_desk: bool = False

    def event(self, request: WebhookRequest) -> Event:
        """What happened on the line. Raises SignatureInvalid or Malformed."""
        return read_event(signed_form(request, self.settings), self.region)

    def twiml(self, screen: Screen, language: str, action: str, seconds_left: int | None = None) -> str:
        """A screen as TwiML; ``action`` is a path of ours, ``seconds_left`` how long the call may still last."""
        left = self.settings.max_call_seconds if seconds_left is None else seconds_left
        return self._speaker.render(screen, language, f"{self.base_url}{action}", left)

    def says(self, key: str, language: str = "ur") -> str:
        """A document that says one thing and ends the call."""
        return self.twiml(Screen((say(key),), Answer.NOTHING), language, "")

    def hung_up(self) -> str:
        """A document that ends the call without a word."""
        return hang_up()

    def report(self, request: WebhookRequest) -> Delivery | None:
        if is_report(self.settings.aggregator, request):
            return read_report(self.settings.aggregator, request)
        return reports.read_report(signed_form(request, self.settings))

    def peek(self, envelope: Envelope) -> Peek:
        event = read_event(read_form(envelope.body), self.region)
        return Peek(f"tel:{event.caller}" if event.caller else f"call:{event.call}")

    def parse(self, _envelope: Envelope) -> Sequence[InboundMessage]:
        raise Malformed("a call is no message")

    def fetch(self, url: str, claimed_type: str) -> tuple[bytes, str]:
        return media.fetch(self.settings, url, claimed_type)

    @property
    def public_number(self) -> str:
        return self.settings.number

    def one_way(self, message: OutboundMessage) -> bool:
        spoken = placing.is_call(message) or placing.is_spoken(message)
        return not spoken and is_one_way(self.settings.texts_from)

    def send(self, message: OutboundMessage) -> str:
        if placing.is_spoken(message):
            return placing.say_it(self._client, self.settings.number, message)
        if placing.is_call(message):
            longest = self.settings.max_call_seconds
            return placing.place(self._client, self.settings.number, self.base_url, longest, message, self.now())
        return sms.send(self._client, self.settings, webhook(self.base_url, "/in/ivr/sms"), message)

    def find_sent(self, message: OutboundMessage, since: datetime) -> str | None:
        if placing.is_call(message) or placing.is_spoken(message):
            return placing.find_placed(self._client, self.settings.number, message, since)
        return sms.find_sent(self._client, self.settings, message, since)

    @functools.cached_property
    def _speaker(self) -> Speaker:
        return Speaker(self.settings, self.audio, self.base_url)

    @functools.cached_property
    def _client(self) -> Client:
        return rest.open_client(self.settings)
