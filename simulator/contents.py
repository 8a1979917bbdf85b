"""Twilio's Content API as far as we need it: templates with variables and buttons, approved by WhatsApp or not."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.errors import Malformed
from simulator import identities
from simulator.database import Transaction, new_sid
from simulator.refused import Refused

_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_FORBIDDEN = re.compile(r"[\n\t]| {5,}")
_TYPES = (
    "twilio/quick-reply", "twilio/list-picker", "twilio/call-to-action", "twilio/media", "whatsapp/card", "twilio/text"
)  # fmt: skip

MOST_BUTTONS, LONGEST_TITLE, LONGEST_ID = 10, 20, 200
MOST_ROWS, LONGEST_ROW, LONGEST_ABOUT, LONGEST_BODY = 10, 24, 72, 1024
IN_SESSION = 3
"""So many buttons are shown of a content that WhatsApp did not approve."""
APPROVABLE = frozenset({"twilio/text", "twilio/quick-reply", "twilio/call-to-action", "twilio/media", "whatsapp/card"})
"""A list cannot even be submitted (https://www.twilio.com/docs/content/twiliolist-picker)."""


@dataclass(frozen=True, slots=True)
class Content:
    """One template. ``resource`` holds friendly_name, language, variables and types, as the Content API has them."""

    sid: str
    resource: Mapping[str, Any]
    approved: bool


@dataclass(frozen=True, slots=True)
class Rendered:
    """A template with its variables filled in."""

    body: str
    buttons: tuple[Mapping[str, str], ...]
    media: tuple[str, ...]


def add(tx: Transaction, resource: Mapping[str, Any], sid: str | None = None, approved: bool = False) -> Content:
    """Keep a template, under its own or a new SID. Raises Malformed when it has no type that we know."""
    types = resource.get("types")
    if not isinstance(types, Mapping) or not any(name in types for name in _TYPES):
        raise Malformed(f"a content needs one of {', '.join(_TYPES)}")
    _check_buttons(types)
    content = Content(sid or new_sid("HX"), resource, approved)
    tx.execute(
        "INSERT INTO contents VALUES (?, ?, ?) ON CONFLICT (sid) DO UPDATE SET resource = excluded.resource,"
        " approved = excluded.approved",
        (content.sid, json.dumps(resource), int(approved)),
    )
    return content


def _check_buttons(types: Mapping[str, Any]) -> None:
    """WhatsApp's limits (https://www.twilio.com/docs/content/twilio-quick-reply, …/twiliolist-picker)."""
    actions = types.get("twilio/quick-reply", {}).get("actions", [])
    if len(actions) > MOST_BUTTONS or any(
        not 0 < len(str(action.get("title", ""))) <= LONGEST_TITLE or len(str(action.get("id", ""))) > LONGEST_ID
        for action in actions
    ):
        raise Malformed("a quick reply has at most ten buttons, with titles of 1 to 20 and ids of up to 200 characters")
    if "twilio/list-picker" in types:
        items = types["twilio/list-picker"].get("items", [])
        if not 1 <= len(items) <= MOST_ROWS or not types["twilio/list-picker"].get("button"):
            raise Malformed("a list has one to ten items, and a button")
        if any(not item.get("item") or not item.get("id") for item in items):
            raise Malformed("an item has its text and its id")


def _check_list(body: str, opens: str, rows: Sequence[Mapping[str, str]]) -> None:
    """A list as it is sent, its variables filled in. Raises Refused."""
    too_long = any(
        not 0 < len(row["title"]) <= LONGEST_ROW
        or not 0 < len(row["payload"]) <= LONGEST_ID
        or len(row["about"]) > LONGEST_ABOUT
        for row in rows
    )
    if too_long or len(body) > LONGEST_BODY or not 0 < len(opens) <= LONGEST_TITLE:
        raise Refused(21658)
    if len({row["payload"] for row in rows}) < len(rows):
        raise Refused(21656)


def get(tx: Transaction, sid: str) -> Content | None:
    """The template with this SID."""
    row = tx.execute("SELECT * FROM contents WHERE sid = ?", (sid,)).fetchone()
    return Content(row["sid"], json.loads(row["resource"]), bool(row["approved"])) if row else None


def every(tx: Transaction) -> list[Content]:
    """All templates."""
    rows = tx.execute("SELECT * FROM contents ORDER BY rowid")
    return [Content(row["sid"], json.loads(row["resource"]), bool(row["approved"])) for row in rows]


def approve(tx: Transaction, sid: str, approved: bool = True) -> None:
    """WhatsApp's word on a template."""
    tx.execute("UPDATE contents SET approved = ? WHERE sid = ?", (int(approved), sid))


def reject(tx: Transaction, sid: str, reason: str) -> None:
    """WhatsApp's no."""
    content = get(tx, sid)
    if content is not None:
        resource = json.dumps({**content.resource, "rejected": reason})
        tx.execute("UPDATE contents SET approved = 0, resource = ? WHERE sid = ?", (resource, sid))


def why_rejected(content: Content) -> str:
    """Why WhatsApp would not approve it, "" where it would
    (https://www.twilio.com/docs/content/using-variables-with-content-api)."""
    for shape in content.resource["types"].values():
        body = str(shape.get("body", "")).strip()
        if body.startswith("{{") or body.endswith("}}"):
            return "variables can't be at the start or end of the template"
        if re.search(r"\}\}\s*\{\{", body):
            return "variables can't be next to each other"
        samples = content.resource.get("variables") or {}
        if any(not str(samples.get(name, "")).strip() for name in _PLACE.findall(body)):
            return "a variable has no sample"
    return ""


def read_variables(written: str | None) -> dict[str, str]:
    """ContentVariables: a JSON object of strings. Raises Refused 21656, also for what WhatsApp does not take in a
    variable: nothing at all, line breaks, tabs, more than four spaces (https://www.twilio.com/docs/api/errors/21656)."""
    try:
        values = json.loads(written or "{}")
    except ValueError as problem:
        raise Refused(21656) from problem
    if not isinstance(values, dict):
        raise Refused(21656)
    for value in values.values():
        if not isinstance(value, str) or not value.strip() or _FORBIDDEN.search(value):
            raise Refused(21656)
        if len(value) > 1600:
            raise Refused(21658)
    return values


def render(content: Content, variables: Mapping[str, str]) -> Rendered:
    """The message that a template makes. Variables that are not given take the template's own default."""
    values = {**dict(content.resource.get("variables") or {}), **variables}

    def fill(text: object) -> str:
        return _PLACE.sub(lambda place: str(values.get(place[1], place[0])), str(text or ""))

    types = content.resource["types"]
    name = next(name for name in _TYPES if name in types)
    shape = types[name]
    opens = fill(shape.get("button"))
    if name == "twilio/list-picker":
        found = [
            {
                "title": fill(item.get("item")),
                "payload": fill(item.get("id")),
                "about": fill(item.get("description")),
                "type": "list",
                "opens": opens,
            }
            for item in shape.get("items", [])
        ]
        _check_list(fill(shape.get("body")), opens, found)
    else:
        found = [
            {
                "title": fill(action.get("title")) or identities.SHARE,
                "payload": fill(action.get("id")) or _action_type(name, action),
                "type": _action_type(name, action),
            }
            for action in shape.get("actions", [])
        ]
    media = tuple(fill(url) for url in shape.get("media", []))
    if name == "twilio/quick-reply" and not content.approved and len(found) > IN_SESSION:
        raise Refused(63013)
    return Rendered(fill(shape.get("body")), tuple(found), media)


def _action_type(content_type: str, action: Mapping[str, Any]) -> str:
    return "reply" if content_type == "twilio/quick-reply" else str(action.get("type", "URL")).lower()
