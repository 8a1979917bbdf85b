"""What is in one message of Telegram's: words, files, a place, a contact. https://core.telegram.org/bots/api#message"""

import re
from dataclasses import dataclass

import phonenumbers

from channels.providers.shapes import Shape, degrees, needed, number, part, parts, words
from channels.telegram.files import address
from core.messages import Attachment, Location
from core.text.file_names import is_file_name

_FILES = {
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "video": "video/mp4",
    "video_note": "video/mp4",
    "animation": "video/mp4",
    "document": "application/octet-stream",
}
"""Kinds of files and what they are where Telegram does not say. An animation comes as a document too."""
_NOT_OURS = ("poll", "dice", "game", "story", "invoice", "checklist", "paid_media", "giveaway", "sticker")
"""What a person can send, and nobody here can read."""
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+|$)")
_NUMBER = re.compile(r"\+?([1-9][0-9]{6,14})", re.ASCII)
_GREETING = {"en": "Hello"}
_SALAM = "السلام علیکم"


@dataclass(frozen=True, slots=True)
class Body:
    """The contents of a message. ``phone``: the sender's own number, proven by Telegram. ``says_nothing``: no person
    said it."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    location: Location | None = None
    phone: str | None = None
    stop: bool = False
    unsupported: str | None = None
    says_nothing: bool = False


def body(message: Shape, sender: int, language_code: str) -> Body:
    """Raises Malformed."""
    caption = words(message, "caption")
    text = words(message, "text") or ("" if is_file_name(caption) else caption)
    command = _COMMAND.match(text)
    if command is not None:
        return _ordered(command[1].lower(), text[command.end() :].strip(), language_code)
    contact = part(message, "contact")
    if contact is not None:
        return _contact(contact, sender, forwarded=message.get("forward_origin") is not None)
    place, files = _place(message), _files(message)
    sticker = part(message, "sticker")
    if sticker is not None and not text:
        text = words(sticker, "emoji")
    if text or files or place is not None:
        return Body(text, files, place)
    return _nothing(message)


def _nothing(message: Shape) -> Body:
    """A message in which we found nothing: of a kind that we do not take, or a note of Telegram's own ("pinned a
    message"), which nobody said."""
    kind = next((name for name in _NOT_OURS if name in message), None)
    return Body(unsupported=kind, says_nothing=kind is None)


def _ordered(command: str, rest: str, language_code: str) -> Body:
    """A command, as plain words: /start is what the app sends when somebody presses "Start", perhaps with the number
    that a link of ours had in it (https://core.telegram.org/bots/features#deep-linking)."""
    if command == "stop":
        return Body(stop=True)
    if command == "start":
        return Body(rest or _GREETING.get(language_code[:2], _SALAM))
    return Body(f"{command.replace('_', ' ')} {rest}".strip())


def _place(message: Shape) -> Location | None:
    venue = part(message, "venue")
    point = needed(venue, "location") if venue is not None else part(message, "location")
    if point is None:
        return None
    latitude, longitude = degrees(point, "latitude", 90), degrees(point, "longitude", 180)
    if venue is None:
        return Location(latitude, longitude)
    return Location(latitude, longitude, words(venue, "address") or None, words(venue, "title") or None)


def _files(message: Shape) -> tuple[Attachment, ...]:
    photos = parts(message, "photo")
    if photos:
        best = max(photos, key=lambda one: number(one, "width") * number(one, "height"))
        return _file(best, "image/jpeg")
    for kind, usual in _FILES.items():
        found = part(message, kind)
        if found is not None:
            return _file(found, usual)
    return ()


def _file(found: Shape, usual: str) -> tuple[Attachment, ...]:
    url = address(words(found, "file_id"))
    if url is None:
        return ()
    size = found.get("file_size")
    return (
        Attachment(
            filename=words(found, "file_name") or None,
            media_type=words(found, "mime_type").partition(";")[0].strip().lower() or usual,
            size=size if isinstance(size, int) and not isinstance(size, bool) else None,
            url=url,
        ),
    )


def _contact(contact: Shape, sender: int, *, forwarded: bool) -> Body:
    """The sender's own number is proven: Telegram itself writes whose a number is, whatever the app said
    (https://github.com/tdlib/td/issues/2575). It reads the number in its own way: so only bare digits, which can be
    read in one way. Anybody else's card is a file: their number is not the sender's."""
    told, name = words(contact, "phone_number"), " ".join(words(contact, one) for one in ("first_name", "last_name"))
    own = contact.get("user_id") == sender and isinstance(contact.get("user_id"), int) and not forwarded
    phone = _e164(told) if own else None
    if phone is not None:
        return Body(text=phone, phone=phone)
    card = words(contact, "vcard") or f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name.strip()}\r\nTEL:{told}\r\nEND:VCARD\r\n"
    return Body(attachments=(Attachment("contact.vcf", "text/vcard", content=card.encode()),))


def _e164(told: str) -> str | None:
    bare = _NUMBER.fullmatch(told)
    if bare is None:
        return None
    try:
        number = phonenumbers.parse(f"+{bare[1]}")
    except phonenumbers.NumberParseException:
        return None
    read = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return read if phonenumbers.is_possible_number(number) and read == f"+{bare[1]}" else None
