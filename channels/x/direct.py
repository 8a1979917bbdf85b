"""What is in a direct message: as API v2 lists it, and as webhooks bring it (the form of v1.1).

https://docs.x.com/x-api/direct-messages/lookup/integrate, https://docs.x.com/x-api/activity/event-payloads
"""

import html
import re
from datetime import UTC, datetime

from channels.providers.shapes import Shape, needed, part, parts, words
from channels.x.bodies import Body, attachment
from channels.x.posts import is_number, located
from core.errors import Malformed
from core.messages import Attachment, Location
from core.text.normalise import clean_text

_SHORT = re.compile(r"https://t\.co/\w+")


def sender(event: Shape) -> str:
    """Who wrote it. Raises Malformed."""
    created = part(event, "message_create")
    found = words(created, "sender_id") if created is not None else words(event, "sender_id")
    if not is_number(found):
        raise Malformed("no sender")
    return found


def event_id(event: Shape) -> str:
    """Raises Malformed."""
    found = words(event, "id")
    if not is_number(found):
        raise Malformed("no message's id")
    return found


def is_for(event: Shape, ours: str) -> bool:
    """Did somebody write it to us alone? In a group everybody would read what a citizen is told. Raises Malformed."""
    created = part(event, "message_create")
    if created is not None:
        if words(event, "type") != "message_create":
            return False
        to = words(needed(created, "target"), "recipient_id")
        return sender(event) != ours and ours in ("", to)
    if words(event, "event_type") != "MessageCreate" or "-" not in words(event, "dm_conversation_id"):
        return False
    return sender(event) != ours


def sent_at(event: Shape) -> datetime | None:
    """When; None where it does not say, or says no time at all. Raises Malformed."""
    told, stamped = words(event, "created_at"), words(event, "created_timestamp")
    try:
        if stamped:
            return datetime.fromtimestamp(int(stamped) / 1000, UTC)
        found = datetime.fromisoformat(told)
    except (ValueError, OverflowError, OSError):
        return None
    return found.astimezone(UTC) if found.tzinfo is not None else None


def direct_body(event: Shape, about: Shape) -> Body:
    """``about``: v2's includes, or a webhook's users. Raises Malformed."""
    created = part(event, "message_create")
    if created is not None:
        data = needed(created, "message_data")
        files, place = _v1_attached(data)
        text, name = _text(data), _v1_name(about, sender(event))
    else:
        files, place = _v2_files(event, about), None
        text = _text(event)
        names = [words(one, "name") for one in parts(about, "users") if words(one, "id") == sender(event)]
        name = names[0] if names else ""
    if not text and not files and place is None:
        return Body(unsupported="message", name=name or None)
    return Body(text, files, place, name=name or None)


def _text(said: Shape) -> str:
    urls = {}
    for one in parts(part(said, "entities") or {}, "urls"):
        shown = words(one, "expanded_url")
        inside = "media_key" in one or re.search(r"/messages/media/\d+$|/(?:photo|video)/\d$", shown)
        urls[words(one, "url")] = "" if inside else shown
    text = _SHORT.sub(lambda found: urls.get(found[0], found[0]), words(said, "text"))
    return clean_text(html.unescape(text)).strip()


def _v1_attached(data: Shape) -> tuple[tuple[Attachment, ...], Location | None]:
    attached = part(data, "attachment")
    if attached is None:
        return (), None
    if words(attached, "type") == "location":
        shared = part(needed(attached, "location"), "shared_coordinate")
        return (), located(needed(shared, "coordinates")) if shared is not None else None
    media = part(attached, "media")
    file = attachment(media) if media is not None else None
    return ((file,) if file is not None else ()), None


def _v1_name(users: Shape, number: str) -> str:
    user = part(users, number) or {}
    return words(part(user, "data") or user, "name")


def _v2_files(event: Shape, includes: Shape) -> tuple[Attachment, ...]:
    keys = (part(event, "attachments") or {}).get("media_keys")
    wanted = [key for key in keys if isinstance(key, str)] if isinstance(keys, list) else []
    there = {words(one, "media_key"): one for one in parts(includes, "media")}
    return tuple(file for key in wanted if key in there and (file := attachment(there[key])) is not None)
