"""SMS as the rest of the house sees it."""

from dataclasses import dataclass
from datetime import datetime

from channels.providers.twilio import messages
from channels.providers.twilio.channel import MessageChannel
from core.messages import OutboundMessage


@dataclass(frozen=True, kw_only=True)
class Sms(MessageChannel):
    """SMS from one number of ours. Answers to choose are numbered lines."""

    name: str = "sms"

    def send(self, message: OutboundMessage) -> str:
        content = {"body": messages.numbered(message)}
        return messages.create(self.client, self.sender, message.to, self.status_url, content)

    def find_sent(self, message: OutboundMessage, since: datetime) -> str | None:
        return messages.find(self.client, self.sender, message.to, {messages.numbered(message)}, since)
