"""OutboundMessage → the Send API. https://developers.facebook.com/docs/messenger-platform/reference/send-api"""

from collections.abc import Sequence

import httpx

from channels.providers.cutting import Measure, parts
from channels.providers.meta.events import COMMENT
from channels.providers.meta.graph import post
from channels.providers.meta.settings import MetaSettings
from core.errors import DeliveryFailed, DeliveryUnknown
from core.messages import Button, MenuRow, OutboundMessage

MOST_REPLIES, LONGEST_TITLE, LONGEST_PAYLOAD = 13, 20, 1000
"""https://developers.facebook.com/docs/messenger-platform/reference/buttons/quick-replies"""


def send(client: httpx.Client, settings: MetaSettings, message: OutboundMessage, longest: int, measure: Measure) -> str:
    """Hand it over; the id of its last part. A text that is longer than one message goes out in parts. Raises as
    ``graph.post`` does."""
    person, _, comment = message.to.partition(COMMENT)
    if not person.isascii() or not person.isdigit():
        raise DeliveryFailed("no person of Meta's", code="100")
    text, replies = _said(message)
    *before, final = parts(text, longest, measure)
    to = {"comment_id": comment} if comment else {"id": person}
    for part in before:
        _one(client, settings, to, {"text": part})
        to = {"id": person}  # one private reply is allowed; what follows needs their answer first
    return _one(client, settings, to, {"text": final, **({"quick_replies": replies} if replies else {})})


def _one(client: httpx.Client, settings: MetaSettings, to: dict[str, str], said: dict[str, object]) -> str:
    given: dict[str, object] = {"recipient": to, "messaging_type": "RESPONSE", "message": said}
    made = post(client, settings, f"{settings.account_id}/messages", given)
    found = made.get("message_id")
    if not isinstance(found, str) or not found:
        raise DeliveryUnknown("messages: an answer without an id")
    return found


def _said(message: OutboundMessage) -> tuple[str, list[dict[str, str]]]:
    """The text, and what can be pressed under it; what does not fit on replies is numbered in the text."""
    if message.menu is not None and _fit(message.menu.rows):
        return message.menu.said(message.text), [_reply(row) for row in message.menu.rows]
    if _fit(message.buttons):
        return message.text, [_reply(button) for button in message.buttons]
    return "\n".join([message.text, *(f"{n}. {button.title}" for n, button in enumerate(message.buttons, 1))]), []


def _fit(shown: Sequence[Button | MenuRow]) -> bool:
    return len(shown) <= MOST_REPLIES and all(
        one.title.strip() and len(one.title) <= LONGEST_TITLE and len(one.payload) <= LONGEST_PAYLOAD for one in shown
    )


def _reply(one: Button | MenuRow) -> dict[str, str]:
    return {"content_type": "text", "title": one.title, "payload": one.payload}
