"""Answers to press: quick replies made through Twilio's Content API, once for each set of buttons.

Inside the 24-hour window they need no approval. https://www.twilio.com/docs/content/twilio-quick-reply
"""

import hashlib
import json
import threading

from twilio.rest import Client
from twilio.rest.content.v1.content import ContentList

from channels.providers.twilio.rest import calling
from core.messages import Button, OutboundMessage

MOST, LONGEST_TITLE, LONGEST_PAYLOAD, LONGEST_BODY = 3, 20, 200, 1024
"""WhatsApp's own limits: more or longer ones are numbered in the text instead."""


def fit(message: OutboundMessage) -> bool:
    """Can these buttons be pressed, or must they be numbered?"""
    return (
        1 <= len(message.buttons) <= MOST
        and len(message.text) <= LONGEST_BODY
        and all(len(b.title) <= LONGEST_TITLE and len(b.payload) <= LONGEST_PAYLOAD for b in message.buttons)
    )


def body_and_variables(text: str) -> tuple[str, dict[str, str]]:
    """A body with a variable for each line, and the values: Twilio refuses one with a line break in it (21656)."""
    body: list[str] = []
    values: dict[str, str] = {}
    for line in text.splitlines():
        line = " ".join(line.split())
        if line:
            values[str(len(values) + 1)] = line
        body.append(f"{{{{{len(values)}}}}}" if line else "")
    return "\n".join(body), values


class QuickReplies:
    """The account's quick-reply contents by their buttons. Asked for once, then remembered in this process."""

    def __init__(self) -> None:
        self._sids: dict[str, str] | None = None
        self._lock = threading.Lock()

    def sid(self, client: Client, language: str, body: str, buttons: tuple[Button, ...]) -> str:
        """The content's SID; made when there is none yet. Raises as ``send``."""
        name = _name(language, body, buttons)
        with self._lock:
            if self._sids is None:
                listed = calling(lambda: client.content.v1.contents.list(limit=1000))
                self._sids = {content.friendly_name: content.sid for content in listed if content.friendly_name}
            if name not in self._sids:
                self._sids[name] = _make(client, name, language, body, buttons)
            return self._sids[name]


def _name(language: str, body: str, buttons: tuple[Button, ...]) -> str:
    shown = json.dumps([language, body, *((b.title, b.payload) for b in buttons)], ensure_ascii=False)
    return f"arzi_{hashlib.sha256(shown.encode()).hexdigest()[:24]}"


def _make(client: Client, name: str, language: str, body: str, buttons: tuple[Button, ...]) -> str:
    # The lines are variables, so that one content serves every question with these answers.
    actions = [{"type": "QUICK_REPLY", "title": b.title, "id": b.payload} for b in buttons]
    request = ContentList.ContentCreateRequest(
        {
            "friendly_name": name,
            "language": {"en": "en", "ps": "en"}.get(language, "ur"),
            "variables": {str(n): "…" for n in range(1, body.count("{{") + 1)},
            "types": {"twilio/quick-reply": {"body": body, "actions": actions}},
        }
    )
    return str(calling(lambda: client.content.v1.contents.create(request)).sid)
