"""Webhooks as Meta posts them (https://developers.facebook.com/docs/messenger-platform/webhooks), and an account."""

import importlib
import json
from typing import Any

from channels.providers.meta.channel import MetaChannel
from channels.providers.meta.signature import HEADER, sign
from core.messages import WebhookRequest
from core.ports import Surroundings

PUBLIC = "https://arzi.example.org"
PAGE, GUL, SAIRA = "104857600000001", "7654321098765432", "7654321098760001"
SECRET, VERIFY, TOKEN = "an-app-secret-of-the-tests", "a-verify-token-of-the-tests", "a-page-token-of-the-tests"
SENT_AT = 1_795_338_000_000
TEXT = "3 din se bijli nahi hai"
STORE = "https://scontent.xx.fbcdn.net/v/t1.0/1.jpg?oh=1"
OBJECTS = {"messenger": "page", "instagram": "instagram"}


def message(**changes: Any) -> dict[str, Any]:
    """A message of Gul's; None leaves something out."""
    return _without_none({"mid": "m_AbC-1", "text": TEXT, **changes})


def event(**changes: Any) -> dict[str, Any]:
    """An event with a message; None leaves something out."""
    plain = {"sender": {"id": GUL}, "recipient": {"id": PAGE}, "timestamp": SENT_AT, "message": message()}
    return _without_none({**plain, **changes})


def said(**changes: Any) -> dict[str, Any]:
    """An event with a message changed so."""
    return event(message=message(**changes))


def attached(kind: str, mid: str = "m_2", **payload: Any) -> dict[str, Any]:
    """A message of one attachment and no words."""
    return said(mid=mid, text=None, attachments=[{"type": kind, "payload": payload}])


def comment(channel: str, text: str = f"@arzikp {TEXT}", **changes: Any) -> dict[str, Any]:
    """A change that tells of a comment."""
    if channel == "messenger":
        value = {"item": "comment", "verb": "add", "comment_id": "10_20", "message": text, "post_id": "1_2"}
    else:
        value = {"id": "178001", "text": text, "media": {"id": "9"}}
    value |= {"from": {"id": GUL, "name": "Gul Khan"}}
    return {"field": "feed" if channel == "messenger" else "comments", "value": _without_none({**value, **changes})}


def webhook(channel: str, *events: object, changes: object = None, **entry: Any) -> dict[str, Any]:
    """A whole body with these events of one entry."""
    made = _without_none({"id": PAGE, "time": SENT_AT, "messaging": list(events) or None, "changes": changes, **entry})
    return {"object": OBJECTS[channel], "entry": [made]}


def posted(channel: str, told: object, signed: str | None = None) -> WebhookRequest:
    """The request with a body, or with these bytes, signed with our secret unless said otherwise."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    shown = sign(body, SECRET) if signed is None else signed
    return WebhookRequest("POST", f"{PUBLIC}/in/{channel}", {HEADER: shown}, body)


def account(channel: str, api: str = "http://127.0.0.1:1", **changes: object) -> MetaChannel:
    package: Any = importlib.import_module(f"channels.{channel}")
    given = {
        "account_id": PAGE,
        "access_token": TOKEN,
        "app_secret": SECRET,
        "verify_token": VERIFY,
        "mention": "@ArziKP",
        "timeout_seconds": 1,
        **changes,
    }
    made: MetaChannel = package.build(package.Settings.model_validate(given), Surroundings(PUBLIC, "PK", {"meta": api}))
    return made


def _without_none(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value is not None}
