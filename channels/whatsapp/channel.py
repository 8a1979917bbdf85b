"""WhatsApp as the rest of the house sees it (besides, core.ports.LookupChannel and WindowedChannel)."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from channels.providers.twilio.channel import MessageChannel
from channels.whatsapp import send
from channels.whatsapp.buttons import QuickReplies
from core.messages import OutboundMessage


@dataclass(frozen=True, kw_only=True)
class WhatsApp(MessageChannel):
    """WhatsApp through Twilio. ``templates`` are approved ones, for outside the 24-hour window."""

    name: str = "whatsapp"
    templates: Mapping[str, str]

    def send(self, message: OutboundMessage) -> str:
        return send.send(self.client, self._replies, self.sender, self.status_url, message)

    def find_sent(self, message: OutboundMessage, since: datetime) -> str | None:
        return send.find_sent(self.client, self.sender, message, since)

    def as_template(self, message: OutboundMessage) -> OutboundMessage | None:
        return send.as_template(self.templates, message)

    @functools.cached_property
    def _replies(self) -> QuickReplies:
        return QuickReplies()
