"""A Twilio webhook of a message (WhatsApp, SMS, MMS) as an InboundMessage.

https://www.twilio.com/docs/messaging/guides/webhook-request
"""

import dataclasses
from collections.abc import Mapping
from datetime import datetime

from channels.providers.twilio.callers import hides_number, ids_in, number_of
from channels.providers.twilio.contacts import proven_number
from channels.providers.twilio.signature import read_body
from core.errors import Malformed
from core.messages import Address, Attachment, Envelope, InboundMessage, Location
from core.ports import Peek
from core.text.file_names import is_file_name
from core.text.language import language
from core.text.normalise import clean_text, says_yes_or_no

MAX_MEDIA = 10
_KNOWN_TYPES = {
    "",
    "text",
    "image",
    "audio",
    "video",
    "document",
    "location",
    "button",
    "interactive",
    "sticker",
    "contacts",
    "reaction",
}


def envelope(channel: str, form: Mapping[str, str], body: bytes, now: datetime) -> Envelope:
    """The envelope of a webhook whose signature was checked. Raises Malformed for what ``message`` could not read."""
    _sender(form, None)
    _media(form)
    _location(form)
    return Envelope(channel, _id(form), body, now)


def peek(envelope: Envelope, region: str) -> Peek:
    """Whose it is, and what must be fetched for it. Raises Malformed."""
    form = read_body(envelope.body)
    sender = _sender(form, region)
    also = [f"twilio:{one}" for one in ids_in(form) if sender and one != sender]
    if (shared := _shared(form, sender)) is not None:
        also.append(f"tel:{shared}")
    return Peek(_person(form, sender), () if shared is not None else _media(form), tuple(also))


def messages(envelope: Envelope, region: str) -> tuple[InboundMessage, ...]:
    """The message, or none: a reaction to a message of ours answers it where its sign is a yes or a no, and else asks
    for nothing; one that is taken back has no sign. Raises Malformed."""
    form = read_body(envelope.body)
    if form.get("MessageType", "").lower() == "reaction" and not says_yes_or_no(form.get("Body", "")):
        return ()
    return (message(envelope, region),)


def message(envelope: Envelope, region: str) -> InboundMessage:
    """The message in a webhook's form, urlencoded or as JSON. Raises Malformed."""
    form = read_body(envelope.body)
    sender = _sender(form, region)
    kind = form.get("MessageType", "").lower()
    text = clean_text(form.get("Body") or form.get("ButtonText") or "").strip()
    media = _media(form)
    if media and is_file_name(text):
        # of a document WhatsApp gives the name as the words
        media, text = (dataclasses.replace(media[0], filename=text), *media[1:]), ""
    shared = _shared(form, sender)
    if shared is not None:
        text, media = shared, ()
    location = _location(form)
    empty = not text and not media and location is None and not form.get("ButtonPayload")
    unsupported = kind if kind not in _KNOWN_TYPES else ("empty" if empty else None)
    phone = sender if sender.startswith("+") else shared
    found = {"phone": (phone, 1.0)} if phone is not None else {}
    return InboundMessage(
        channel=envelope.channel,
        id=_id(form),
        sender=Address(sender, clean_text(form.get("ProfileName", "")).strip() or None),
        recipients=tuple(filter(None, [form.get("To", "").removeprefix("whatsapp:")])),
        sent_at=None,
        text=text,
        full_text=text,
        language=language(text)[0] if text else "und",
        in_reply_to=form.get("OriginalRepliedMessageSid") or None,
        location=location,
        attachments=media,
        choice=form.get("ButtonPayload") or form.get("ListId") or None,
        unsupported=unsupported,
        found=found,
    )


def _id(form: Mapping[str, str]) -> str:
    found = form.get("MessageSid") or form.get("SmsMessageSid") or form.get("SmsSid") or ""
    if not found or len(found) > 64 or not found.isalnum() or not found.isascii():
        raise Malformed("no MessageSid")
    return found


def _sender(form: Mapping[str, str], region: str | None) -> str:
    """The sender as E.164, or Twilio's own name for one without a number; "" for one who hides it and cannot be
    answered."""
    raw = form.get("From", "").strip().removeprefix("whatsapp:").strip()
    for candidate in filter(None, (raw, "+" + form["WaId"] if form.get("WaId", "").isdigit() else "")):
        number = number_of(candidate, region)
        if number is not None:
            return number
    if raw and hides_number(raw):
        return ""
    if not raw or len(raw) > 128 or any(sign.isspace() or not sign.isprintable() for sign in raw):
        raise Malformed("no sender")
    if raw.startswith("+") or raw.isdigit():
        raise Malformed("a sender's number that is none")
    return raw


def _shared(form: Mapping[str, str], sender: str) -> str | None:
    """The number that somebody who withheld it now gave by WhatsApp's own contact request."""
    return proven_number(form) if sender and not sender.startswith("+") else None


def _person(form: Mapping[str, str], sender: str) -> str:
    """Two who hide their number are two persons, and so are two messages: nothing says whose they are."""
    if not sender:
        return f"hidden:{_id(form)}"
    return f"tel:{sender}" if sender.startswith("+") else f"twilio:{sender}"


def _media(form: Mapping[str, str]) -> tuple[Attachment, ...]:
    try:
        count = int(form.get("NumMedia") or 0)
    except ValueError as error:
        raise Malformed("NumMedia is not a number") from error
    if not 0 <= count <= MAX_MEDIA:
        raise Malformed(f"NumMedia is {count}")
    return tuple(
        Attachment(
            filename=None,
            media_type=form.get(f"MediaContentType{n}", "").split(";")[0].strip().lower() or "application/octet-stream",
            url=form[f"MediaUrl{n}"],
        )
        for n in range(count)
        if form.get(f"MediaUrl{n}")
    )


def _location(form: Mapping[str, str]) -> Location | None:
    if not form.get("Latitude") or not form.get("Longitude"):
        return None
    try:
        latitude, longitude = float(form["Latitude"]), float(form["Longitude"])
    except ValueError as error:
        raise Malformed("a location that is no number") from error
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Malformed("a location that is not on Earth")
    return Location(latitude, longitude, form.get("Address") or None, form.get("Label") or None)
