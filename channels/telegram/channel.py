"""Telegram as the rest of the house sees it (core.ports.WebhookChannel, MediaChannel, SetUpChannel)."""

import functools
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import httpx

from channels.telegram import files, send, set_up, updates
from channels.telegram.api import open_client
from channels.telegram.settings import Settings
from core.errors import SignatureInvalid
from core.messages import Delivery, Envelope, InboundMessage, OutboundMessage, WebhookRequest
from core.ports import Peek

HEADER = "x-telegram-bot-api-secret-token"


@dataclass(frozen=True)
class Telegram:
    """One bot."""

    settings: Settings
    name: str = "telegram"
    asks_all_at_once: bool = False
    needs_desk: bool = False

    def receive(self, request: WebhookRequest, now: datetime) -> Envelope:
        self._prove(request)
        return updates.envelope(self.name, request.body, now)

    def acknowledgement(self, envelope: Envelope) -> tuple[str, str]:
        """A press of a button is answered with the acknowledgement, so that the phone does not show it as waiting
        (https://core.telegram.org/bots/api#making-requests-when-getting-updates)."""
        pressed = updates.pressed(envelope)
        if pressed is None:
            return "", "text/plain"
        return json.dumps({"method": "answerCallbackQuery", "callback_query_id": pressed}), "application/json"

    def report(self, request: WebhookRequest) -> Delivery | None:
        """Telegram reports nothing of what it took: it refuses at once, or tells that the bot was blocked."""
        self._prove(request)
        return None

    def peek(self, envelope: Envelope) -> Peek:
        return updates.peek(envelope)

    def parse(self, envelope: Envelope) -> tuple[InboundMessage, ...]:
        return updates.messages(envelope)

    def fetch(self, url: str, claimed_type: str) -> tuple[bytes, str]:
        return files.fetch(self._client, self.settings, url, claimed_type)

    def send(self, message: OutboundMessage) -> str:
        return send.send(self._client, self.settings, message)

    def set_up(self, public_url: str) -> Iterator[str]:
        return set_up.set_up(self._client, self.settings, public_url)

    def _prove(self, request: WebhookRequest) -> None:
        shown = request.headers.get(HEADER, "").encode()
        if not hmac.compare_digest(shown, self.settings.webhook_secret.get_secret_value().encode()):
            raise SignatureInvalid("not Telegram's secret token")

    @functools.cached_property
    def _client(self) -> httpx.Client:
        return open_client(self.settings)
