"""A webhook's events, each an envelope of its own: one request may hold those of many people.

Meta comes again for 36 hours until it hears 200, and then gives the webhook up: so only what it cannot have written is
refused, and what says nothing to us (deliveries, reads, reactions, our own echoes) is no envelope.
https://developers.facebook.com/docs/messenger-platform/webhooks
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from channels.providers.meta.bodies import Body, comment_body, message_body, postback_body
from channels.providers.shapes import Shape, decoded, needed, number, part, parts, words
from core.errors import Malformed
from core.messages import Address, Envelope, InboundMessage
from core.ports import Peek
from core.text.language import language

COMMENT = "~"
"""Between a person's id and the comment's, where the answer is a private reply to it."""
_COMMENTED = {"page": ("feed", "message", "comment_id"), "instagram": ("comments", "text", "id")}
"""Object → the field that tells of comments, and the names of a comment's text and id."""


@dataclass(frozen=True, slots=True)
class Concern:
    """Whose events are ours. ``account_id``: None takes those of any. ``mention``: what a comment has to hold."""

    account_id: str | None = None
    mention: str = ""


def envelopes(channel: str, concern: Concern, raw: bytes, now: datetime) -> tuple[Envelope, ...]:
    """Of a body whose signature was checked. Raises Malformed."""
    shape = decoded(raw)
    kind = words(shape, "object")
    if kind not in _COMMENTED:
        raise Malformed("an object of no kind that we know")
    if not isinstance(shape.get("entry"), list):
        raise Malformed("no entries")
    made = []
    for entry in parts(shape, "entry"):
        if concern.account_id not in (None, words(entry, "id")):
            continue  # another page of the same app: its own installation hears of it
        for told in (*_messaging(entry), *_comments(entry, kind, concern.mention)):
            body = json.dumps({"object": kind, **told}, ensure_ascii=False, separators=(",", ":")).encode()
            envelope = Envelope(channel, _id(kind, told), body, now)
            messages(envelope)
            made.append(envelope)
    return tuple(made)


def read(envelope: Envelope) -> tuple[InboundMessage, ...]:
    """The messages of a whole webhook, of whatever account. Raises Malformed."""
    found = envelopes(envelope.channel, Concern(), envelope.body, envelope.received_at)
    return tuple(message for one in found for message in messages(one))


def peek(envelope: Envelope, *, keep_media: bool) -> Peek:
    """Whose it is, and which files must be fetched for it. Raises Malformed."""
    read = messages(envelope, keep_media=keep_media)
    files = tuple(file for message in read for file in message.attachments if file.url is not None)
    return Peek(f"{envelope.channel}:{_whose(decoded(envelope.body))}", files)


def messages(envelope: Envelope, *, keep_media: bool = True) -> tuple[InboundMessage, ...]:
    """What a person said in an event: one message, or none. Without ``keep_media`` a file is only told of. Raises
    Malformed."""
    shape = decoded(envelope.body)
    event = part(shape, "event")
    if event is not None and (part(event, "message") or {}).get("is_deleted") is True:
        return (_taken_back(envelope, shape, event),)
    if event is not None:
        found = _said(event)
        answered = part(part(event, "message") or {}, "reply_to")
        sent_at = _moment(event)
        address = _whose(shape)
        in_reply_to = words(answered, "mid") or None if answered is not None else None
    else:
        value = needed(shape, "change")
        found = comment_body(value, _COMMENTED[words(shape, "object")][1])
        address, sent_at, in_reply_to = f"{_whose(shape)}{COMMENT}{_comment_id(shape, value)}", None, None
    if found.says_nothing:
        return ()
    if found.attachments and not keep_media:
        found = Body(found.text, (), found.location, found.choice, unsupported="media")
    return (
        InboundMessage(
            channel=envelope.channel,
            id=envelope.id,
            sender=Address(address, found.name),
            sent_at=sent_at,
            text=found.text,
            full_text=found.text,
            language=language(found.text)[0] if found.text else "und",
            location=found.location,
            attachments=found.attachments,
            choice=found.choice,
            unsupported=found.unsupported,
            in_reply_to=in_reply_to,
        ),
    )


def _taken_back(envelope: Envelope, shape: Shape, event: Shape) -> InboundMessage:
    """An unsent message: https://developers.facebook.com/docs/instagram-platform/webhooks/examples"""
    sender, mid = Address(_whose(shape)), _mid(needed(event, "message"))
    return InboundMessage(envelope.channel, envelope.id, sender, sent_at=_moment(event), takes_back=mid)


def _messaging(entry: Shape) -> Iterator[dict[str, Shape]]:
    for event in parts(entry, "messaging"):
        said = part(event, "message") or {}
        concerns_us = any(name in event for name in ("message", "postback", "message_edit"))
        sender = part(event, "sender")
        if not concerns_us or said.get("is_echo") is True:
            continue
        if sender is not None and words(sender, "id") == words(entry, "id"):
            continue
        yield {"event": event}


def _comments(entry: Shape, kind: str, mention: str) -> Iterator[dict[str, Shape]]:
    field, text, _ = _COMMENTED[kind]
    for change in parts(entry, "changes"):
        value = part(change, "value") or {}
        if words(change, "field") != field or not mention or mention.casefold() not in words(value, text).casefold():
            continue
        if kind == "page" and (words(value, "item"), words(value, "verb")) != ("comment", "add"):
            continue
        writer = part(value, "from")
        if writer is None or words(writer, "id") in ("", words(entry, "id")):
            continue  # Meta does not say who wrote: nobody can be answered
        yield {"change": value}


def _said(event: Shape) -> Body:
    if (said := part(event, "message")) is not None:
        return message_body(said)
    if (edited := part(event, "message_edit")) is not None:
        return Body(words(edited, "text"), says_nothing=not words(edited, "text"))
    return postback_body(needed(event, "postback"))


def _id(kind: str, told: dict[str, Shape]) -> str:
    event = told.get("event")
    if event is None:
        return f"comment.{_comment_id({'object': kind}, told['change'])}"
    if (edited := part(event, "message_edit")) is not None:
        return f"{_mid(edited)}.edit{number(edited, 'num_edit')}"
    if (said := part(event, "message")) is not None:
        return f"{_mid(said)}.unsent" if said.get("is_deleted") is True else _mid(said)
    pressed = needed(event, "postback")
    if words(pressed, "mid"):
        return _mid(pressed)
    return "postback." + hashlib.sha256(json.dumps(event, sort_keys=True).encode()).hexdigest()


def _mid(said: Shape) -> str:
    mid = words(said, "mid")
    if not mid or not mid.isascii() or not mid.isprintable() or len(mid) > 400:
        raise Malformed("no mid")
    return mid


def _comment_id(shape: Shape, value: Shape) -> str:
    found = words(value, _COMMENTED[words(shape, "object")][2])
    if not found.replace("_", "").isdigit() or not found.isascii() or len(found) > 80:
        raise Malformed("no comment's id")
    return found


def _whose(shape: Shape) -> str:
    event = part(shape, "event")
    found = words(needed(event, "sender") if event is not None else needed(needed(shape, "change"), "from"), "id")
    if not found.isdigit() or not found.isascii() or len(found) > 40:
        raise Malformed("no sender")
    return found


def _moment(event: Shape) -> datetime | None:
    """Milliseconds; None where it is no time at all. Raises Malformed."""
    if event.get("timestamp") is None:
        return None
    try:
        return datetime.fromtimestamp(number(event, "timestamp") / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
