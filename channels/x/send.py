"""OutboundMessage → a direct message; or, to somebody who only wrote posts, one reply that invites to write one.

What the dialogue asks is nobody else's to read, so of an answer to a post nothing but the invitation goes out.
https://docs.x.com/x-api/direct-messages/manage/integrate, https://docs.x.com/x-api/posts/manage-tweets/integrate
"""

import html
from datetime import UTC, datetime

import httpx

from channels.providers.cutting import parts
from channels.providers.shapes import Shape
from channels.providers.shapes import parts as objects
from channels.x import direct
from channels.x.api import call
from channels.x.events import POST
from channels.x.posts import is_number
from channels.x.settings import Settings
from channels.x.words import invitation
from core.errors import DeliveryDelayed, DeliveryFailed, DeliveryUnknown, Malformed, NotFound
from core.messages import OutboundMessage

LONGEST = 10_000
"""Signs of a direct message."""
_LATELY = 20


def send(client: httpx.Client, settings: Settings, auth: httpx.Auth, message: OutboundMessage) -> str:
    """Hand it over; the id of its last part. Raises as ``api.call``."""
    person, _, post = message.to.partition(POST)
    if not is_number(person) or (post and not is_number(post)):
        raise DeliveryFailed("no account of X's", code="404")
    if post and not _wrote_to_us(client, settings, auth, person):
        said = {"text": invitation(message.language, post), "reply": {"in_reply_to_tweet_id": post}}
        return _id(call(client, settings, auth, "POST", "/2/tweets", json=said), "id")
    path, sent = f"/2/dm_conversations/with/{person}/messages", ""
    for part in parts(_said(message), LONGEST):
        sent = _id(call(client, settings, auth, "POST", path, json={"text": part}), "dm_event_id")
    return sent


def _wrote_to_us(client: httpx.Client, settings: Settings, auth: httpx.Auth, person: str) -> bool:
    """Did somebody who now wrote a post write to us directly before? Then the answer goes there. What X lists costs a
    cent; where it cannot say, the invitation goes out. Raises AccountRefused."""
    path = f"/2/dm_conversations/with/{person}/dm_events"
    given = {"max_results": "5", "event_types": "MessageCreate", "dm_event.fields": "sender_id"}
    try:
        answer = call(client, settings, auth, "GET", path, params=given)
        return any(direct.sender(one) == person for one in objects(answer, "data"))
    except (DeliveryDelayed, DeliveryFailed, DeliveryUnknown, Malformed):
        return False


def find_sent(
    client: httpx.Client, settings: Settings, auth: httpx.Auth, message: OutboundMessage, since: datetime
) -> str | None:
    """The id of a direct message that went out since then, found by its words. Raises as ``api.call``, and NotFound for
    a reply to a post."""
    if not is_number(message.to):
        raise NotFound("X is asked for direct messages only")
    given = {"max_results": _LATELY, "event_types": "MessageCreate", "dm_event.fields": "sender_id,created_at,text"}
    path = f"/2/dm_conversations/with/{message.to}/dm_events"
    answer = call(client, settings, auth, "GET", path, params=given)
    last = parts(_said(message), LONGEST)[-1]
    try:
        found = [one for one in objects(answer, "data") if _is_it(one, settings.account_id, last, since)]
        return direct.event_id(found[0]) if found else None
    except Malformed as error:
        raise DeliveryUnknown(f"GET {path}: {error.detail}") from error


def _is_it(event: Shape, ours: str, text: str, since: datetime) -> bool:
    at = direct.sent_at(event)
    same = html.unescape(str(event.get("text", ""))).strip() == text
    return same and direct.sender(event) == ours and (at or datetime.max.replace(tzinfo=UTC)) >= since


def _said(message: OutboundMessage) -> str:
    """API v2 has no buttons: what can be chosen is numbered."""
    return "\n".join([message.text, *(f"{n}. {button.title}" for n, button in enumerate(message.buttons, 1))])


def _id(answer: Shape, name: str) -> str:
    data = answer.get("data")
    found = data.get(name) if isinstance(data, dict) else None
    if not isinstance(found, str) or not found:
        raise DeliveryUnknown(f"an answer without {name}")
    return found
