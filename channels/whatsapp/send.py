"""An OutboundMessage as a WhatsApp message of Twilio's."""

import dataclasses
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from twilio.rest import Client

from channels.providers.twilio import messages
from channels.whatsapp.buttons import QuickReplies, body_and_variables, fit
from core.errors import DeliveryDelayed, DeliveryFailed, DeliveryUnknown
from core.messages import OutboundMessage


def send(client: Client, replies: QuickReplies, sender: str, status_url: str, message: OutboundMessage) -> str:
    """Hand it to Twilio; the message's SID. Raises DeliveryDelayed, DeliveryFailed or DeliveryUnknown."""
    content = _content(client, replies, message)
    return messages.create(client, f"whatsapp:{sender}", _to(message), status_url, content)


def _content(client: Client, replies: QuickReplies, message: OutboundMessage) -> dict[str, Any]:
    if message.template is not None:
        return {"content_sid": message.template, "content_variables": json.dumps(dict(message.variables))}
    if fit(message):
        lines, values = body_and_variables(message.text)
        try:
            sid = replies.sid(client, message.language, lines, message.buttons)
        except (DeliveryDelayed, DeliveryFailed, DeliveryUnknown):
            # No content, no buttons: nothing was sent yet, and numbered lines say the same.
            return {"body": messages.numbered(message)}
        return {"content_sid": sid, "content_variables": json.dumps(values, ensure_ascii=False)}
    return {"body": messages.numbered(message)}


def find_sent(client: Client, sender: str, message: OutboundMessage, since: datetime) -> str | None:
    """The SID under which Twilio has this message already, or None: asked after a crash in the middle of sending."""
    wanted = {messages.numbered(message), message.text}
    return messages.find(client, f"whatsapp:{sender}", _to(message), wanted, since)


def as_template(templates: Mapping[str, str], message: OutboundMessage) -> OutboundMessage | None:
    """The same message as an approved template, for outside the 24-hour window; None where none is configured."""
    sid = templates.get(f"reply.{message.language}") or templates.get("reply")
    if sid is None or message.template is not None:
        return None
    one_line = " · ".join(" ".join(line.split()) for line in messages.numbered(message).splitlines() if line.strip())
    return dataclasses.replace(message, template=sid, variables={"1": one_line[:1024]})


def _to(message: OutboundMessage) -> str:
    return f"whatsapp:{message.to.removeprefix('whatsapp:')}"
