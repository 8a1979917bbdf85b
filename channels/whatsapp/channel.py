"""WhatsApp as the rest of the house sees it (besides, core.ports.LookupChannel and WindowedChannel), and an
OutboundMessage as a message of Twilio's."""

import dataclasses
import functools
import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from channels.providers.twilio import rest
from channels.providers.twilio.callers import is_id
from channels.providers.twilio.channel import MessageChannel
from channels.whatsapp.contents import Contents, filled, without_numbers
from core.errors import AccountRefused, DeliveryDelayed, DeliveryFailed, DeliveryUnknown
from core.messages import OutboundMessage

RECORDINGS = {".mp3": "audio/mpeg", ".ogg": "audio/ogg"}
"""What WhatsApp plays of what people record: https://www.twilio.com/docs/whatsapp/guidance-whatsapp-media-messages"""
LANGUAGES = ("en", "ur", "ps")
CONTACT = "contact"
"""The key under ``templates`` of a content whose button is WhatsApp's contact request."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class WhatsApp(MessageChannel):
    """WhatsApp through Twilio. ``templates`` are approved ones, for outside the 24-hour window; ``recordings`` is a
    folder of spoken answers (LANGUAGE/NAME.mp3), which Twilio fetches below ``recordings_url``."""

    name: str = "whatsapp"
    templates: Mapping[str, str]
    recordings: Path | None = None
    recordings_url: str = ""
    window: timedelta = timedelta(hours=24)
    """https://www.twilio.com/docs/whatsapp/key-concepts, "customer service window"."""

    def send(self, message: OutboundMessage) -> str:
        request = self._contact_request(message)
        if request is not None:
            try:
                return rest.create_message(self.client, self._ours, _to(message), self.status_url, request)
            except (AccountRefused, DeliveryFailed) as error:  # nothing was sent yet, and words ask the same
                _log.warning("the contact request is refused: %s", error.detail)
        return rest.create_message(self.client, self._ours, _to(message), self.status_url, self._content(message))

    def find_sent(self, message: OutboundMessage, since: datetime) -> str | None:
        wanted: set[str | None] = {rest.numbered(message), message.text, without_numbers(message)}
        if message.recording is not None:
            wanted = {"", None}
        if message.menu is not None:
            wanted.add(message.menu.said(message.text))
        if self._contact_request(message) is not None:
            wanted.add(_in_a_line(message))
        return rest.find_message(self.client, self._ours, _to(message), wanted, since)

    def recording(self, name: str, language: str) -> str | None:
        found = (self.recording_file(language, f"{name}{ending}") for ending in RECORDINGS)
        file = next((file for file in found if file is not None), None)
        return f"{self.recordings_url}/{language}/{file.name}" if file is not None else None

    def recording_file(self, language: str, file: str) -> Path | None:
        plain = re.fullmatch(r"[a-z_]{1,40}\.[a-z0-9]{3}", file) and language in LANGUAGES
        found = self.recordings / language / file if self.recordings is not None and plain else None
        return found if found is not None and found.suffix in RECORDINGS and found.is_file() else None

    def as_template(self, message: OutboundMessage) -> OutboundMessage | None:
        sid = self.templates.get(f"reply.{message.language}") or self.templates.get("reply")
        if sid is None or message.template is not None or message.recording is not None:
            return None
        return dataclasses.replace(message, template=sid, variables={"1": _in_a_line(message)})

    @property
    def public_number(self) -> str:
        return self.sender

    @property
    def _ours(self) -> str:
        return f"whatsapp:{self.sender}"

    @functools.cached_property
    def _contents(self) -> Contents:
        return Contents()

    def _contact_request(self, message: OutboundMessage) -> dict[str, Any] | None:
        """WhatsApp's own question for the number, to who withholds it; None where it is not asked for, or the account
        has no content for it (docs/whatsapp-identity.md)."""
        language = message.language
        sid = self.templates.get(f"{CONTACT}.{language}") or self.templates.get(CONTACT)
        if message.asks != "phone" or sid is None or not is_id(message.to) or message.template is not None:
            return None
        return {"content_sid": sid, "content_variables": json.dumps({"1": _in_a_line(message)}, ensure_ascii=False)}

    def _content(self, message: OutboundMessage) -> dict[str, Any]:
        if message.recording is not None:  # WhatsApp shows no words beside a sound
            return {"media_url": [message.recording]}
        if message.template is not None:
            return {"content_sid": message.template, "content_variables": json.dumps(dict(message.variables))}
        found = filled(message) if message.buttons or message.menu is not None else None
        if found is None:
            return {"body": rest.numbered(message)}
        try:
            sid = self._contents.sid(self.client, found.kind, found.shape)
        except (AccountRefused, DeliveryDelayed, DeliveryFailed, DeliveryUnknown):
            # No content, no buttons: nothing was sent yet, and numbered lines say the same.
            return {"body": rest.numbered(message)}
        return {"content_sid": sid, "content_variables": json.dumps(found.values, ensure_ascii=False)}


def _in_a_line(message: OutboundMessage) -> str:
    """The text as a template's variable, which holds no line break (21656)."""
    lines = (" ".join(line.split()) for line in rest.numbered(message).splitlines() if line.strip())
    return " · ".join(lines)[:1024]


def _to(message: OutboundMessage) -> str:
    return f"whatsapp:{message.to.removeprefix('whatsapp:')}"
