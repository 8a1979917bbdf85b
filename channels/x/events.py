"""A webhook of X's, or its answer to our asking, as envelopes; an envelope as the message in it.

A post or a direct message has the same envelope whichever way it came, so that one that comes twice makes nothing new.
Webhooks: the X Activity API (one event each), and the Account Activity API that it replaces (several, of v1.1's form).
https://docs.x.com/x-api/activity/event-payloads, https://docs.x.com/x-api/account-activity/introduction
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from channels.providers.shapes import Shape, decoded, needed, part, parts, words
from channels.x import direct, posts
from channels.x.bodies import Body
from core.errors import Malformed
from core.messages import Address, Envelope, InboundMessage
from core.ports import Peek
from core.text.language import language

POST = "~"
"""Between a person's number and the post's, where the answer is a reply to it."""
_POSTS = ("post.mention.create", "post.reply.create")
_ENCRYPTED = "chat.received"


@dataclass(frozen=True, slots=True)
class Concern:
    """What is for us. ``account_id``: "" for any account's, read without one."""

    account_id: str
    mentions: bool = True
    replies: bool = True


def of_webhook(channel: str, concern: Concern, raw: bytes, now: datetime) -> tuple[Envelope, ...]:
    """Of a body whose signature was checked. Raises Malformed."""
    shape = decoded(raw)
    event = part(shape, "data")
    if event is not None:
        told = words(needed(event, "filter"), "user_id")
        found = _of_activity(event)
    elif "for_user_id" in shape:
        told = words(shape, "for_user_id")
        found = _of_account(shape)
    elif "user_event" in shape:
        return ()  # somebody took back what they had allowed the app
    else:
        raise Malformed("no event that we know")
    if not told:
        raise Malformed("nobody's event")
    if concern.account_id not in ("", told):
        return ()
    return envelopes(channel, Concern(told, concern.mentions, concern.replies), found, now)


def envelopes(
    channel: str, concern: Concern, found: Iterable[Mapping[str, Any]], now: datetime
) -> tuple[Envelope, ...]:
    """Those that somebody said to us. Raises Malformed."""
    made = []
    for told in found:
        if not _concerns(told, concern):
            continue
        body = json.dumps({"ours": concern.account_id, **told}, ensure_ascii=False, separators=(",", ":")).encode()
        envelope = Envelope(channel, _id(told), body, now)
        messages(envelope)
        made.append(envelope)
    return tuple(made)


def read(envelope: Envelope) -> tuple[InboundMessage, ...]:
    """The messages of a whole webhook. Raises Malformed."""
    found = of_webhook(envelope.channel, Concern(""), envelope.body, envelope.received_at)
    return tuple(message for one in found for message in messages(one))


def peek(envelope: Envelope) -> Peek:
    """Whose it is, and which files must be fetched for it. Raises Malformed."""
    files = tuple(file for message in messages(envelope) for file in message.attachments if file.url is not None)
    return Peek(f"{envelope.channel}:{_whose(decoded(envelope.body))}", files)


def messages(envelope: Envelope) -> tuple[InboundMessage, ...]:
    """What a person said. Raises Malformed."""
    shape = decoded(envelope.body)
    who, about = _whose(shape), part(shape, "about") or {}
    address, at, answers = who, None, None
    if (post := part(shape, "post")) is not None:
        found = posts.post_body(post, about, words(shape, "ours"))
        address, at, answers = f"{who}{POST}{posts.post_id(post)}", posts.sent_at(post), posts.answers_to(post)
    elif (event := part(shape, "direct")) is not None:
        found, at = direct.direct_body(event, about), direct.sent_at(event)
    elif part(shape, "encrypted") is not None:
        found = Body(unsupported="encrypted")
    else:
        found = Body(stop=True)
    return (
        InboundMessage(
            channel=envelope.channel,
            id=envelope.id,
            sender=Address(address, found.name),
            sent_at=at,
            text=found.text,
            full_text=found.text,
            language=language(found.text)[0] if found.text else "und",
            location=found.location,
            attachments=found.attachments,
            stop=found.stop,
            unsupported=found.unsupported,
            in_reply_to=answers,
        ),
    )


def _of_activity(event: Shape) -> Iterator[Mapping[str, Any]]:
    kind, payload = words(event, "event_type"), part(event, "payload") or {}
    if kind in _POSTS:
        yield {"post": payload, "about": part(event, "includes") or {}}
    elif kind == "dm.received":
        for one in parts(payload, "direct_message_events"):
            yield {"direct": one, "about": part(payload, "users") or {}}
    elif kind == _ENCRYPTED:
        yield {"encrypted": {name: words(payload, name) for name in ("id", "sender_id", "conversation_id")}}


def _of_account(shape: Shape) -> Iterator[Mapping[str, Any]]:
    for post in parts(shape, "tweet_create_events"):
        yield {"post": post, "about": {}}
    for event in parts(shape, "direct_message_events"):
        yield {"direct": event, "about": part(shape, "users") or {}}
    for block in parts(shape, "block_events"):
        yield {"block": block}


def _concerns(told: Mapping[str, Any], concern: Concern) -> bool:
    ours = concern.account_id
    if "post" in told:
        return concern.mentions and posts.is_for(told["post"], ours, replies=concern.replies)
    if "direct" in told:
        return direct.is_for(told["direct"], ours)
    if "block" in told:  # we may have blocked them
        return words(told["block"], "type") == "block" and _number(needed(told["block"], "source")) != ours
    return _whose(told) != ours and ":" in words(told["encrypted"], "conversation_id")  # else it is a group's


def _whose(shape: Shape) -> str:
    if (post := part(shape, "post")) is not None:
        return posts.author(post)
    if (event := part(shape, "direct")) is not None:
        return direct.sender(event)
    if (block := part(shape, "block")) is not None:
        return _number(needed(block, "source"))
    found = words(needed(shape, "encrypted"), "sender_id")
    if not posts.is_number(found):
        raise Malformed("no sender")
    return found


def _number(user: Shape) -> str:
    found = words(user, "id_str") or (words(user, "id") if isinstance(user.get("id"), str) else "")
    if not posts.is_number(found):
        raise Malformed("no account's number")
    return found


def _id(told: Mapping[str, Any]) -> str:
    if "post" in told:
        return f"post.{posts.post_id(told['post'])}"
    if "direct" in told:
        return f"dm.{direct.event_id(told['direct'])}"
    if "block" in told:
        when = words(told["block"], "created_timestamp")
        if not when.isdigit():
            raise Malformed("no time of blocking")
        return f"block.{_whose(told)}.{when[:20]}"
    found = words(told["encrypted"], "id")
    if not found or not found.isascii() or not found.isprintable() or len(found) > 80:
        raise Malformed("no message's id")
    return f"chat.{found}"
