"""Twilio's Content API as far as we need it: templates with variables and buttons, approved by WhatsApp or not."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import Malformed
from gateway.simulator.database import Transaction, new_sid
from gateway.simulator.refused import Refused

_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_FORBIDDEN = re.compile(r"[\n\t]| {5,}")
_TYPES = ("twilio/quick-reply", "twilio/list-picker", "twilio/call-to-action", "twilio/media", "twilio/text")

MOST_BUTTONS, LONGEST_TITLE, LONGEST_ID = 10, 20, 200


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
    """WhatsApp's limits (https://www.twilio.com/docs/content/twilio-quick-reply)."""
    actions = types.get("twilio/quick-reply", {}).get("actions", [])
    if len(actions) > MOST_BUTTONS or any(
        not 0 < len(str(action.get("title", ""))) <= LONGEST_TITLE or len(str(action.get("id", ""))) > LONGEST_ID
        for action in actions
    ):
        raise Malformed("a quick reply has at most ten buttons, with titles of 1 to 20 and ids of up to 200 characters")


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
    if name == "twilio/list-picker":
        found = [
            {"title": fill(item.get("item")), "payload": fill(item.get("id")), "type": "list"}
            for item in shape.get("items", [])
        ]
    else:
        found = [
            {"title": fill(action.get("title")), "payload": fill(action.get("id")), "type": _action_type(name, action)}
            for action in shape.get("actions", [])
        ]
    return Rendered(fill(shape.get("body")), tuple(found), tuple(fill(url) for url in shape.get("media", [])))


def _action_type(content_type: str, action: Mapping[str, Any]) -> str:
    return "reply" if content_type == "twilio/quick-reply" else str(action.get("type", "URL")).lower()
