"""Events as X posts them (https://docs.x.com/x-api/activity/event-payloads), lists as it answers, and an account."""

import json
from typing import Any

from channels.x import X, build
from channels.x.settings import Settings
from channels.x.signature import HEADER, sign
from core.messages import WebhookRequest
from core.ports import Surroundings

PUBLIC = "https://arzi.example.org"
OURS, GUL, SAIRA = "1111111111111111111", "2222222222222222222", "3333333333333333333"
KEY, SECRET = "a-consumer-key", "a-consumer-secret-of-the-tests"
TOKEN, TOKEN_SECRET = "1111111111111111111-a-token", "a-token-secret-of-the-tests"
TEXT = "3 din se bijli nahi hai"
POST = "2080765813578191303"
PICTURE = {"media_key": "3_1", "type": "photo", "url": "https://pbs.twimg.com/media/G1.jpg"}
FILM = {
    "media_key": "7_2",
    "type": "video",
    "variants": [
        {"content_type": "application/x-mpegURL", "url": "https://video.twimg.com/2/pl.m3u8"},
        {"bit_rate": 632_000, "content_type": "video/mp4", "url": "https://video.twimg.com/2/low.mp4"},
        {"bit_rate": 2_176_000, "content_type": "video/mp4", "url": "https://video.twimg.com/2/middle.mp4"},
        {"bit_rate": 10_368_000, "content_type": "video/mp4", "url": "https://video.twimg.com/2/high.mp4"},
    ],
}
USERS = [{"id": GUL, "name": "Gul Khan", "username": "gulkhan"}, {"id": OURS, "name": "Arzi", "username": "ArziKP"}]


def names_us(at: int = 0, handle: str = "ArziKP") -> dict[str, Any]:
    return {"start": at, "end": at + len(handle) + 1, "username": handle, "id": OURS}


def post(**changes: Any) -> dict[str, Any]:
    """A post of Gul's that mentions us; None leaves something out."""
    plain = {
        "id": POST,
        "author_id": GUL,
        "created_at": "2026-07-24T21:23:23.000Z",
        "text": f"@ArziKP {TEXT}",
        "display_text_range": [0, 40],
        "entities": {"mentions": [names_us()]},
        "conversation_id": POST,
    }
    return _without_none({**plain, **changes})


def with_media(*media: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The event of a post with these files."""
    keys = {"media_keys": [one["media_key"] for one in media]}
    return activity("post.mention.create", post(attachments=keys, **changes), users=USERS, media=list(media))


def direct(
    serial: str = "2080765901528535096", /, data: dict[str, Any] | None = None, **changes: Any
) -> dict[str, Any]:
    """A direct message of Gul's as a webhook has it; ``data`` in place of its words."""
    created = {
        "target": {"recipient_id": OURS},
        "sender_id": GUL,
        "message_data": {"text": TEXT, "entities": {"urls": []}} if data is None else data,
        **changes,
    }
    plain = {"type": "message_create", "id": serial, "created_timestamp": "1784928224372"}
    return {**plain, "message_create": _without_none(created)}


def listed(serial: str = "2080765901528535096", /, **changes: Any) -> dict[str, Any]:
    """The same as API v2 lists it."""
    plain = {
        "id": serial,
        "event_type": "MessageCreate",
        "text": TEXT,
        "sender_id": GUL,
        "dm_conversation_id": f"{OURS}-{GUL}",
        "created_at": "2026-07-24T21:23:44.372Z",
    }
    return _without_none({**plain, **changes})


def activity(kind: str, payload: object, **includes: Any) -> dict[str, Any]:
    """A webhook of the X Activity API."""
    told = {"event_uuid": "1", "filter": {"user_id": OURS}, "event_type": kind, "payload": payload}
    return {"data": {**told, "includes": includes}}


def mentioned(**changes: Any) -> dict[str, Any]:
    return activity("post.mention.create", post(**changes), users=USERS)


def told(*events: dict[str, Any], **users: Any) -> dict[str, Any]:
    """The webhook of direct messages."""
    known = {GUL: {"data": {"id": GUL, "name": "Gul Khan"}}, **users}
    return activity("dm.received", {"direct_message_events": list(events or (direct(),)), "users": known})


def account_activity(**parts: Any) -> dict[str, Any]:
    """A webhook of the Account Activity API."""
    return {"for_user_id": OURS, **parts}


def v1_post(**changes: Any) -> dict[str, Any]:
    """A post as that API has it."""
    plain = {
        "id": int(POST),
        "id_str": POST,
        "created_at": "Fri Jul 24 21:23:23 +0000 2026",
        "text": f"@ArziKP {TEXT}",
        "user": {"id": int(GUL), "id_str": GUL, "name": "Gul Khan", "screen_name": "gulkhan"},
        "entities": {"user_mentions": [{"id_str": OURS, "screen_name": "ArziKP", "indices": [0, 7]}]},
    }
    return _without_none({**plain, **changes})


def block(source: str = GUL, kind: str = "block") -> dict[str, Any]:
    target = OURS if source != OURS else GUL
    people = {"source": {"id": source}, "target": {"id": target}}
    return account_activity(block_events=[{"type": kind, "created_timestamp": "1784928224372", **people}])


def encrypted(**changes: Any) -> dict[str, Any]:
    plain = {"id": "e4f4d3fc-8bbf", "sender_id": GUL, "conversation_id": f"{GUL}:{OURS}", "encoded_event": "CwABAAAA"}
    return activity("chat.received", _without_none({**plain, **changes}))


def posted(told: object, signed: str | None = None) -> WebhookRequest:
    """The request with a body, or with these bytes, signed with our secret unless said otherwise."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    shown = sign(body, SECRET) if signed is None else signed
    return WebhookRequest("POST", f"{PUBLIC}/in/x", {HEADER: shown}, body)


def account(api: str = "http://127.0.0.1:1", **changes: object) -> X:
    given = {
        "account_id": OURS,
        "consumer_key": KEY,
        "consumer_secret": SECRET,
        "access_token": TOKEN,
        "access_token_secret": TOKEN_SECRET,
        "timeout_seconds": 1,
        **changes,
    }
    return build(Settings.model_validate(given), Surroundings(PUBLIC, "PK", {"x": api}))


def _without_none(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value is not None}
