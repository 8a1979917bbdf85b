"""What is in one event of Meta's: words, files, a place, a pressed button.

https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messages
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from channels.providers.shapes import Shape, degrees, needed, part, parts, words
from core.messages import Attachment, Location

_FILES = {"image": "image/jpeg", "video": "video/mp4", "audio": "audio/mp4", "file": "application/octet-stream"}
"""Kinds of attachments that are files of the sender's own, and what they are where the content does not tell."""
_SHARED = ("share", "story_mention", "ig_reel", "reel", "ig_post", "template", "fallback", "appointment_booking")
"""Somebody's post passed on, a link, a card: its words count, it is no file of the sender's."""


@dataclass(frozen=True, slots=True)
class Body:
    """The contents of an event. ``choice``: the payload of what was pressed. ``says_nothing``: no person said it."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    location: Location | None = None
    choice: str | None = None
    unsupported: str | None = None
    says_nothing: bool = False
    name: str | None = None


def message_body(said: Shape) -> Body:
    """Raises Malformed."""
    if said.get("is_deleted") is True:
        return Body(says_nothing=True)
    text, attached = words(said, "text"), parts(said, "attachments")
    pressed = part(said, "quick_reply")
    place = next((_place(one) for one in attached if words(one, "type") == "location"), None)
    files = tuple(file for one in attached if (file := _file(one)) is not None)
    links = [] if text else [link for one in attached if (link := _shared(one))]
    choice = words(pressed, "payload") or None if pressed is not None else None
    if text or files or place is not None or choice or links:
        return Body(text or "\n".join(links), files, place, choice)
    if said.get("is_unsupported") is True or attached:
        return Body(unsupported=words(attached[0], "type") or "message" if attached else "message")
    return Body(says_nothing=True)


def postback_body(pressed: Shape) -> Body:
    """A button of a card or of the menu; "Get started" is what who never wrote before presses. Raises Malformed."""
    title, payload = words(pressed, "title"), words(pressed, "payload")
    return Body(title or payload, choice=payload or None, says_nothing=not (title or payload))


def comment_body(value: Shape, name: str) -> Body:
    """What somebody wrote under a post of ours. Raises Malformed."""
    writer = needed(value, "from")
    return Body(words(value, name), name=words(writer, "name") or None, says_nothing=not words(value, name))


def _file(attached: Shape) -> Attachment | None:
    kind = words(attached, "type")
    payload = part(attached, "payload") or {}
    url = words(payload, "url")
    if kind not in _FILES or urlsplit(url).scheme not in ("http", "https") or "sticker_id" in payload:
        return None
    return Attachment(filename=None, media_type=_FILES[kind], url=url)


def _shared(attached: Shape) -> str:
    payload = part(attached, "payload") or {}
    if words(attached, "type") not in _SHARED:
        return ""
    return " ".join(filter(None, (words(attached, "title") or words(payload, "title"), words(payload, "url"))))


def _place(attached: Shape) -> Location:
    point = needed(needed(attached, "payload"), "coordinates")
    named = words(attached, "title") or None
    return Location(degrees(point, "lat", 90), degrees(point, "long", 180), None, named)
