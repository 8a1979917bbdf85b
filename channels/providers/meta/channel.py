"""What the house sees of a product of Meta's (core.ports.BatchedChannel, ChallengedChannel, MediaChannel,
WindowedChannel)."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx

from channels.providers.cutting import Measure
from channels.providers.meta import events, files, send, signature
from channels.providers.meta.graph import open_client
from channels.providers.meta.settings import MetaSettings
from core.errors import Malformed
from core.messages import Delivery, Envelope, InboundMessage, OutboundMessage, WebhookRequest
from core.ports import Peek


@dataclass(frozen=True)
class MetaChannel:
    """One account. ``longest`` and ``measure``: how much one message takes, in signs or, on Instagram, in bytes."""

    settings: MetaSettings
    name: str
    longest: int
    measure: Measure = len
    asks_all_at_once: bool = False
    needs_desk: bool = False

    def receive_all(self, request: WebhookRequest, now: datetime) -> tuple[Envelope, ...]:
        signature.prove(
            request.body,
            request.headers.get(signature.HEADER, ""),
            self.settings.app_secret.get_secret_value(),
        )
        concern = events.Concern(self.settings.account_id, self.settings.mention)
        return events.envelopes(self.name, concern, request.body, now)

    def receive(self, request: WebhookRequest, now: datetime) -> Envelope:
        """The only event of a request. Raises Malformed where it holds none, or more."""
        found = self.receive_all(request, now)
        if len(found) != 1:
            raise Malformed(f"{len(found)} events")
        return found[0]

    def challenge(self, asked: Mapping[str, str]) -> tuple[str, str]:
        return signature.challenge(asked, self.settings.verify_token.get_secret_value()), "text/plain"

    def acknowledgement(self, envelope: Envelope) -> tuple[str, str]:  # noqa: ARG002 - it is the same for all
        return "EVENT_RECEIVED", "text/plain"

    def report(self, request: WebhookRequest) -> Delivery | None:  # noqa: ARG002 - there is no such call
        """Meta tells of deliveries and reads among the events, and of no failure: what fails is refused at once."""
        raise Malformed("Meta makes no reports")

    def peek(self, envelope: Envelope) -> Peek:
        return events.peek(envelope, keep_media=self.settings.keep_media)

    def parse(self, envelope: Envelope) -> tuple[InboundMessage, ...]:
        return events.messages(envelope, keep_media=self.settings.keep_media)

    def fetch(self, url: str, claimed_type: str) -> tuple[bytes, str]:
        return files.fetch(self.settings, url, claimed_type)

    def send(self, message: OutboundMessage) -> str:
        return send.send(self._client, self.settings, message, self.longest, self.measure)

    @property
    def window(self) -> timedelta:
        return timedelta(hours=self.settings.window_hours)

    def as_template(self, message: OutboundMessage) -> OutboundMessage | None:  # noqa: ARG002 - see docs/messenger.md
        """None is configured: what comes later takes another way."""
        return None

    @functools.cached_property
    def _client(self) -> httpx.Client:
        return open_client(self.settings)
