"""X as the rest of the house sees it (core.ports.BatchedChannel, ChallengedChannel, PolledChannel, LookupChannel,
MediaChannel, SetUpChannel, WaryChannel)."""

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import httpx

from channels.x import events, files, polling, send, set_up, signature
from channels.x.api import open_client
from channels.x.oauth import Signed
from channels.x.settings import Settings
from core.errors import Malformed
from core.messages import Delivery, Envelope, InboundMessage, OutboundMessage, WebhookRequest
from core.ports import Peek


@dataclass(frozen=True)
class X:
    """One account."""

    settings: Settings
    name: str = "x"
    asks_all_at_once: bool = False
    needs_desk: bool = False

    def receive_all(self, request: WebhookRequest, now: datetime) -> tuple[Envelope, ...]:
        signature.prove(request.body, request.headers.get(signature.HEADER, ""), self._secret)
        chosen = self.settings
        concern = events.Concern(chosen.account_id, chosen.take_mentions, chosen.take_replies)
        return events.of_webhook(self.name, concern, request.body, now)

    def receive(self, request: WebhookRequest, now: datetime) -> Envelope:
        """The only event of a request. Raises Malformed where it holds none, or more."""
        found = self.receive_all(request, now)
        if len(found) != 1:
            raise Malformed(f"{len(found)} events")
        return found[0]

    def challenge(self, asked: Mapping[str, str]) -> tuple[str, str]:
        return signature.challenge(asked, self._secret)

    def acknowledgement(self, envelope: Envelope) -> tuple[str, str]:  # noqa: ARG002 - it is the same for all
        return "", "text/plain"

    def report(self, request: WebhookRequest) -> Delivery | None:  # noqa: ARG002 - there is no such call
        """X reports nothing of what it took: what fails is refused at once."""
        raise Malformed("X makes no reports")

    def peek(self, envelope: Envelope) -> Peek:
        return events.peek(envelope)

    def parse(self, envelope: Envelope) -> tuple[InboundMessage, ...]:
        return events.messages(envelope)

    @property
    def poll_every_s(self) -> float:
        return self.settings.poll.every_seconds

    def poll(self, mark: str | None, now: datetime) -> tuple[Sequence[Envelope], str]:
        return polling.poll(self._client, self.settings, self._signed, self.name, mark, now)

    @property
    def most_an_hour(self) -> int:
        return self.settings.most_an_hour

    def fetch(self, url: str, claimed_type: str) -> tuple[bytes, str]:
        return files.fetch(self.settings, self._signed, url, claimed_type)

    def send(self, message: OutboundMessage) -> str:
        return send.send(self._client, self.settings, self._signed, message)

    def find_sent(self, message: OutboundMessage, since: datetime) -> str | None:
        return send.find_sent(self._client, self.settings, self._signed, message, since)

    def set_up(self, public_url: str) -> Iterator[str]:
        return set_up.set_up(self._client, self.settings, self._signed, public_url)

    @property
    def _secret(self) -> str:
        return self.settings.consumer_secret.get_secret_value()

    @functools.cached_property
    def _signed(self) -> Signed:
        return Signed(self.settings)

    @functools.cached_property
    def _client(self) -> httpx.Client:
        return open_client(self.settings)
