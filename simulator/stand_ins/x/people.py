"""What people do on X, told to the gateway as the X Activity API tells it, or listed when it asks."""

import json
import secrets
from typing import Any

from flask import Blueprint, Response, jsonify, request

from simulator.stand_ins.x.world import PREFIX, World

HANDLE = "ArziKP"


def add(pages: Blueprint, world: World) -> None:
    """The routes."""
    _add_writing(pages, world)
    _add_rest(pages, world)


def _add_writing(pages: Blueprint, world: World) -> None:
    @pages.post("/people/<person>/messages")
    def writes(person: str) -> Response:
        """JSON: ``text``."""
        return _writes(world, person, str(request.get_json()["text"]), [])

    @pages.post("/people/<person>/files/<kind>")
    def sends(person: str, kind: str) -> Response:
        """A direct message of a ``photo``. Bare bytes, their type as Content-Type."""
        name = secrets.token_urlsafe(12)
        with world.use() as rows:
            rows.execute("INSERT INTO files VALUES (?, ?, ?)", (name, request.mimetype, request.get_data()))
        url = f"{request.url_root.rstrip('/')}{PREFIX}/files/{name}"
        return _writes(
            world, person, "", [{"media_key": f"3_{name}", "type": kind, "url": url, "media_url_https": url}]
        )

    @pages.post("/people/<person>/posts")
    def posts(person: str) -> Response:
        """JSON: ``text``, in which our name should stand."""
        text, number = str(request.get_json()["text"]), world.next_id()
        ours, at = world.account.account_id, text.lower().find(f"@{HANDLE}".lower())
        named = [{"start": at, "end": at + len(HANDLE) + 1, "username": HANDLE, "id": ours}] if at >= 0 else []
        shape: dict[str, Any] = {"id": number, "author_id": person, "text": text, "created_at": world.moment()}
        shape |= {"entities": {"mentions": named}, "conversation_id": number, "display_text_range": [0, len(text)]}
        world.keep("post", person, shape, ours=False)
        includes = {"users": [{"id": person, "name": f"Citizen {person}"}]}
        status = world.tell("post.mention.create", shape, includes) if named else 0
        return jsonify({"id": number, "status": status})


def _add_rest(pages: Blueprint, world: World) -> None:
    @pages.post("/people/<person>/<what>")
    def blocks(person: str, what: str) -> Response:
        """``block`` or ``unblock``; the webhook is the Account Activity API's, which alone tells of it."""
        if what not in ("block", "unblock"):
            return Response(status=404)
        world.keep_fact(f"blocked {person}", what == "block")
        people = {"source": {"id": person}, "target": {"id": world.account.account_id}}
        event = {"type": what, "created_timestamp": str(int(world.now() * 1000)), **people}
        status = world.post({"for_user_id": world.account.account_id, f"{what}_events": [event]})
        return jsonify({"status": status})

    @pages.get("/people/<person>/messages")
    def shown(person: str) -> Response:
        """What they see: their messages and ours, and what was replied to their posts."""
        return jsonify({"messages": world.said("direct", person)[::-1], "posts": world.said("post", person)[::-1]})

    @pages.post("/faults")
    def faults() -> Response:
        """The next calls of the API are refused: ``status``, ``detail``, ``problem``, ``code``; ``times``."""
        given = dict(request.get_json())
        with world.use() as rows:
            for _ in range(int(given.pop("times", 1))):
                rows.execute("INSERT INTO faults (shape) VALUES (?)", (json.dumps(given),))
        return Response(status=204)


def _writes(world: World, person: str, text: str, media: list[dict[str, Any]]) -> Response:
    number, ours = world.next_id(), world.account.account_id
    event: dict[str, Any] = {
        "id": number,
        "event_type": "MessageCreate",
        "text": text,
        "sender_id": person,
        "media": media,
    }
    event |= {"dm_conversation_id": f"{ours}-{person}", "created_at": world.moment()}
    event |= {"attachments": {"media_keys": [one["media_key"] for one in media]}} if media else {}
    world.keep("direct", person, event, ours=False)
    data: dict[str, Any] = {"text": text, "entities": {"urls": []}}
    data |= {"attachment": {"type": "media", "media": media[0]}} if media else {}
    created = {"target": {"recipient_id": ours}, "sender_id": person, "message_data": data}
    told = {"type": "message_create", "id": number, "created_timestamp": str(int(world.now() * 1000))}
    users = {person: {"data": {"id": person, "name": f"Citizen {person}"}}}
    payload = {"direct_message_events": [{**told, "message_create": created}], "users": users}
    return jsonify({"id": number, "status": world.tell("dm.received", payload)})
