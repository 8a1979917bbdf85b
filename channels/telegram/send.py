"""An OutboundMessage as Telegram's sendMessage.

Plain text: nothing in it is markup, and no link in it is looked at by Telegram to show what is behind it.
https://core.telegram.org/bots/api#sendmessage
"""

from collections.abc import Iterator, Sequence

import httpx

from channels.telegram.api import call
from channels.telegram.settings import Settings
from core.errors import DeliveryFailed, DeliveryUnknown
from core.messages import Button, MenuRow, OutboundMessage

LONGEST_TEXT = 4096
"""UTF-16 code units, as Telegram counts them (https://core.telegram.org/api/entities#entity-length)."""
LONGEST_DATA = 64
"""Bytes of UTF-8 that come back when a button is pressed."""
MOST_ROWS = 100
"""Buttons under one message; Telegram names no number, and refuses a keyboard that is too large."""

Keyboard = list[list[dict[str, str]]]


def send(client: httpx.Client, settings: Settings, message: OutboundMessage) -> str:
    """Hand it over, in parts where it is too long; the id of the last one. Raises as core.ports.Channel.send.

    A part that fails makes all of them be sent again: told twice is better than half.
    """
    if not message.to.lstrip("-").isascii() or not message.to.lstrip("-").isdigit():
        raise DeliveryFailed("no chat of Telegram's", code="400")
    text, keyboard = _said(message)
    *before, final = parts(text)
    for part in before:
        _one(client, settings, message.to, part, [])
    return _one(client, settings, message.to, final, keyboard)


def _one(client: httpx.Client, settings: Settings, to: str, text: str, keyboard: Keyboard) -> str:
    given: dict[str, object] = {"chat_id": int(to), "text": text, "link_preview_options": {"is_disabled": True}}
    if keyboard:
        given["reply_markup"] = {"inline_keyboard": keyboard}
    made = call(client, settings, "sendMessage", given)
    number = made.get("message_id") if isinstance(made, dict) else None
    if isinstance(number, bool) or not isinstance(number, int):
        raise DeliveryUnknown("sendMessage: an answer without an id")
    return f"{to}:{number}"  # a message's number is its chat's own


def _said(message: OutboundMessage) -> tuple[str, Keyboard]:
    """The text, and what can be pressed under it; what does not fit on buttons is numbered in the text."""
    if message.menu is not None and _fit(message.menu.rows):
        return message.menu.said(message.text), [[_button(row)] for row in message.menu.rows]
    if _fit(message.buttons):
        return message.text, [[_button(button)] for button in message.buttons]
    return "\n".join([message.text, *(f"{n}. {button.title}" for n, button in enumerate(message.buttons, 1))]), []


def _fit(buttons: Sequence[Button | MenuRow]) -> bool:
    return len(buttons) <= MOST_ROWS and all(
        button.title.strip() and 1 <= len(button.payload.encode()) <= LONGEST_DATA for button in buttons
    )


def _button(button: Button | MenuRow) -> dict[str, str]:
    return {"text": button.title, "callback_data": button.payload}


def parts(text: str) -> list[str]:
    """The text in parts that one message takes, cut where a line ends, else between words, else anywhere."""
    return list(_parts(text)) or [""]


def _parts(text: str) -> Iterator[str]:
    rest = text.strip()
    while rest:
        fits = _first_units(rest, LONGEST_TEXT)
        if len(fits) < len(rest):
            at = max(fits.rfind("\n"), 0) or max(fits.rfind(" "), 0)
            fits = fits[:at] or fits
        yield fits.strip()
        rest = rest[len(fits) :].strip()


def _first_units(text: str, limit: int) -> str:
    """As many characters as there are in so many UTF-16 code units."""
    if len(text) * 2 <= limit:
        return text
    return text.encode("utf-16-le")[: limit * 2].decode("utf-16-le", "ignore")
