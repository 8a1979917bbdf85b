"""An update of Telegram's as an envelope, and as the messages in it. https://core.telegram.org/bots/api#update

An update that is not taken with 200 is sent again, and all that the same person wrote later waits behind it. So only
what Telegram cannot have written is refused: what says nothing to us is kept, and is no message.
"""

from datetime import datetime

from channels.providers.shapes import Shape, decoded, moment, needed, number, part, parts, words
from channels.telegram.bodies import Body, body
from core.errors import Malformed
from core.messages import Address, Envelope, InboundMessage
from core.ports import Peek
from core.text.language import language

_SPOKEN = ("message", "edited_message")
_BLOCKED = "kicked"


def envelope(channel: str, raw: bytes, now: datetime) -> Envelope:
    """The envelope of an update whose secret was checked. Raises Malformed for what ``messages`` could not read."""
    update = decoded(raw)
    found = Envelope(channel, _id(update), raw, now)
    messages(found)
    return found


def peek(envelope: Envelope) -> Peek:
    """Whose it is, which files must be fetched for it, and the number that their own contact proves. Raises
    Malformed."""
    read = messages(envelope)
    files = tuple(file for message in read for file in message.attachments if file.url is not None)
    numbers = tuple(f"tel:{message.found['phone'][0]}" for message in read if "phone" in message.found)
    return Peek(f"{envelope.channel}:{_whose(decoded(envelope.body))}", files, numbers)


def messages(envelope: Envelope) -> tuple[InboundMessage, ...]:
    """What a person said in an update: one message, or none. Raises Malformed."""
    update = decoded(envelope.body)
    _id(update)
    for kind in _SPOKEN:
        told = part(update, kind)
        if told is not None:
            return _spoken(envelope.channel, update, told, edited=kind != "message")
    pressed = part(update, "callback_query")
    if pressed is not None:
        return _pressed(envelope.channel, update, pressed)
    changed = part(update, "my_chat_member")
    if changed is not None:
        return _changed(envelope.channel, update, changed)
    return ()


def pressed(envelope: Envelope) -> str | None:
    """The id of the press of a button that an envelope is; None for any other."""
    query = part(decoded(envelope.body), "callback_query")
    return words(query, "id") or None if query is not None else None


def _id(update: Shape) -> str:
    """An update's number alone is not enough: after a week without any, the next is chosen by chance."""
    serial = number(update, "update_id")
    if serial < 0:
        raise Malformed("update_id is below nothing")
    for kind in _SPOKEN:
        message = part(update, kind)
        if message is not None:
            edited = f".{number(message, 'edit_date')}" if "edit_date" in message else ""
            return f"{serial}.{number(needed(message, 'chat'), 'id')}.{number(message, 'message_id')}{edited}"
    query = part(update, "callback_query")
    if query is not None:
        return f"{serial}.{words(query, 'id')[:40]}"
    return str(serial)


def _whose(update: Shape) -> int:
    """The person, or the group, that it is from; 0 for what is of nobody."""
    for kind in (*_SPOKEN, "my_chat_member"):
        told = part(update, kind)
        if told is not None:
            return number(needed(told, "chat"), "id")
    query = part(update, "callback_query")
    return number(needed(query, "from"), "id") if query is not None else 0


def _spoken(channel: str, update: Shape, told: Shape, *, edited: bool) -> tuple[InboundMessage, ...]:
    chat, message_id = needed(told, "chat"), number(told, "message_id")
    chat_id = number(chat, "id")
    if words(chat, "type") != "private":
        return ()  # a group hears nothing from us: whoever reads there would read a citizen's case
    sender = needed(told, "from")
    found = body(told, number(sender, "id"), words(sender, "language_code"))
    if edited:
        found = _as_edited(found)
    if found.says_nothing or sender.get("is_bot") is True:
        return ()
    answered = part(told, "reply_to_message")
    made = _message(channel, update, chat_id, sender, told, found)
    if answered is not None and number(answered, "message_id") != message_id:
        made = made.with_(in_reply_to=f"{chat_id}:{number(answered, 'message_id')}")
    return (made,)


def _as_edited(found: Body) -> Body:
    """What a changed message says now. Its files came with the message as it was, and a place that moves on is the same
    place: only new words are news."""
    if not found.text:
        return Body(says_nothing=True)
    return Body(found.text, phone=found.phone, stop=found.stop)


def _pressed(channel: str, update: Shape, query: Shape) -> tuple[InboundMessage, ...]:
    sender, under = needed(query, "from"), part(query, "message") or {}
    chat = part(under, "chat") or {"id": number(sender, "id"), "type": "private"}
    data = words(query, "data")
    if words(chat, "type") != "private" or not data:
        return ()
    keyboard = part(under, "reply_markup") or {}
    rows = keyboard.get("inline_keyboard")
    buttons = [one for row in rows for one in parts({"row": row}, "row")] if isinstance(rows, list) else []
    title = next((words(one, "text") for one in buttons if one.get("callback_data") == query.get("data")), data)
    made = _message(channel, update, number(chat, "id"), sender, {}, Body(title))
    return (made.with_(choice=data),)


def _changed(channel: str, update: Shape, changed: Shape) -> tuple[InboundMessage, ...]:
    """Somebody blocked the bot, or took that back; then they press "Start", which is a message of its own."""
    chat = needed(changed, "chat")
    status = words(needed(changed, "new_chat_member"), "status")
    if words(chat, "type") != "private" or status != _BLOCKED:
        return ()
    return (_message(channel, update, number(chat, "id"), needed(changed, "from"), changed, Body(stop=True)),)


def _message(channel: str, update: Shape, chat: int, sender: Shape, told: Shape, found: Body) -> InboundMessage:
    name = " ".join(filter(None, (words(sender, one) for one in ("first_name", "last_name"))))
    return InboundMessage(
        channel=channel,
        id=_id(update),
        sender=Address(str(chat), name or None),
        sent_at=moment(told, "date"),
        text=found.text,
        full_text=found.text,
        language=language(found.text)[0] if found.text else "und",
        location=found.location,
        attachments=found.attachments,
        stop=found.stop,
        unsupported=found.unsupported,
        found={"phone": (found.phone, 1.0)} if found.phone is not None else {},
    )
