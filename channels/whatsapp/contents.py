"""Answers to press or to choose from a list: contents of Twilio's Content API, one for each shape of message.

Inside the 24-hour window they need no approval; a list can have none. Titles and payloads are variables, so that few
contents serve every question. https://www.twilio.com/docs/content/twilio-quick-reply
https://www.twilio.com/docs/content/twiliolist-picker
"""

import hashlib
import threading
from dataclasses import dataclass
from typing import Any

from twilio.rest import Client
from twilio.rest.content.v1.content import ContentList

from channels.providers.twilio.rest import calling, own_id
from core.messages import OutboundMessage

MOST_BUTTONS, LONGEST_TITLE, LONGEST_PAYLOAD, LONGEST_BODY = 3, 20, 200, 1024
MOST_ROWS, LONGEST_ROW, LONGEST_ABOUT = 10, 24, 72
"""WhatsApp's own limits: what is more or longer is numbered in the text instead."""
QUICK_REPLY, LIST_PICKER = "twilio/quick-reply", "twilio/list-picker"


@dataclass(frozen=True, slots=True)
class Filled:
    """A content and what its variables are for one message."""

    kind: str
    shape: dict[str, Any]
    values: dict[str, str]


def filled(message: OutboundMessage) -> Filled | None:
    """The message as a list or with buttons to press; None where it must be numbered."""
    if message.menu is not None and _list_fits(message):
        return _list(message)
    return _buttons(message) if _buttons_fit(message) else None


def list_picker(body: str, rows: int, first: int) -> dict[str, Any]:
    """A list with so many rows. Its variables begin with the number ``first``: the button, then each row's."""
    numbers = iter(range(first, first + 1 + rows * 3))

    def variable() -> str:
        return f"{{{{{next(numbers)}}}}}"

    shape: dict[str, Any] = {"body": body, "button": variable()}
    shape["items"] = [{"item": variable(), "id": variable(), "description": variable()} for _ in range(rows)]
    return shape


def quick_reply(body: str, buttons: int, first: int) -> dict[str, Any]:
    """So many answers to press."""
    actions = [
        {"type": "QUICK_REPLY", "title": f"{{{{{first + 2 * n}}}}}", "id": f"{{{{{first + 2 * n + 1}}}}}"}
        for n in range(buttons)
    ]
    return {"body": body, "actions": actions}


def body_and_variables(text: str) -> tuple[str, dict[str, str]]:
    """A body with a variable for each line, and the values: Twilio refuses one with a line break in it (21656)."""
    body: list[str] = []
    values: dict[str, str] = {}
    for line in text.splitlines():
        line = " ".join(line.split())
        if line:
            values[str(len(values) + 1)] = line
        body.append(f"{{{{{len(values)}}}}}" if line else "")
    return "\n".join(body), values


class Contents:
    """The account's contents by their names. Asked for once, then remembered in this process."""

    def __init__(self) -> None:
        self._sids: dict[str, str] | None = None
        self._lock = threading.Lock()

    def sid(self, client: Client, kind: str, shape: dict[str, Any]) -> str:
        """The content's SID; made when there is none yet. Raises as ``send``."""
        name = name_of(kind, shape)
        with self._lock:
            if self._sids is None:
                listed = calling(lambda: client.content.v1.contents.list(limit=1000))
                self._sids = {content.friendly_name: content.sid for content in listed if content.friendly_name}
            if name not in self._sids:
                self._sids[name] = _make(client, name, kind, shape)
            return self._sids[name]


def name_of(kind: str, shape: dict[str, Any]) -> str:
    """A content's name in the account: arzi_list_8_3f…: its kind, how many there are, and a hash of its body."""
    is_list = kind == LIST_PICKER
    count = len(shape["items" if is_list else "actions"])
    body = hashlib.sha256(str(shape["body"]).encode()).hexdigest()[:12]
    return f"arzi_{'list' if is_list else 'reply'}_{count}_{body}"


def _make(client: Client, name: str, kind: str, shape: dict[str, Any]) -> str:
    most = max((int(number) for number in _numbers(shape)), default=0)
    request = ContentList.ContentCreateRequest(
        {
            "friendly_name": name,
            "language": "en",  # of the content; what it says is in its variables
            "variables": {str(n): f"sample {n}" for n in range(1, most + 1)},
            "types": {kind: shape},
        }
    )
    return own_id(calling(lambda: client.content.v1.contents.create(request)).sid)


def _numbers(shape: Any) -> list[str]:
    if isinstance(shape, dict):
        return [number for part in shape.values() for number in _numbers(part)]
    if isinstance(shape, list):
        return [number for part in shape for number in _numbers(part)]
    return [piece.partition("}}")[0] for piece in str(shape).split("{{")[1:]]


def _list(message: OutboundMessage) -> Filled:
    assert message.menu is not None
    body, values = body_and_variables(message.menu.said(message.text))
    rows = message.menu.rows
    shape = list_picker(body, len(rows), len(values) + 1)
    said = [message.menu.button]
    for row in rows:  # an empty variable is refused (21656)
        said += [row.title, row.payload, row.about or row.title]
    values |= {str(n): one for n, one in enumerate(said, len(values) + 1)}
    return Filled(LIST_PICKER, shape, values)


def _buttons(message: OutboundMessage) -> Filled:
    body, values = body_and_variables(without_numbers(message))
    shape = quick_reply(body, len(message.buttons), len(values) + 1)
    said = [one for button in message.buttons for one in (button.title, button.payload)]
    values |= {str(n): one for n, one in enumerate(said, len(values) + 1)}
    return Filled(QUICK_REPLY, shape, values)


def without_numbers(message: OutboundMessage) -> str:
    """The text without the lines that number what can be pressed."""
    numbered = "\n".join(f"{n}. {button.title}" for n, button in enumerate(message.buttons, 1))
    return message.text.replace(f"\n{numbered}", "") if len(message.buttons) > 1 else message.text


def _list_fits(message: OutboundMessage) -> bool:
    menu = message.menu
    return (
        menu is not None
        and 1 <= len(menu.rows) <= MOST_ROWS
        and len(menu.said(message.text)) <= LONGEST_BODY
        and len(menu.button) <= LONGEST_TITLE
        and all(
            0 < len(row.title) <= LONGEST_ROW
            and len(row.payload) <= LONGEST_PAYLOAD
            and len(row.about) <= LONGEST_ABOUT
            for row in menu.rows
        )
    )


def _buttons_fit(message: OutboundMessage) -> bool:
    return (
        1 <= len(message.buttons) <= MOST_BUTTONS
        and len(message.text) <= LONGEST_BODY
        and all(len(b.title) <= LONGEST_TITLE and len(b.payload) <= LONGEST_PAYLOAD for b in message.buttons)
    )
