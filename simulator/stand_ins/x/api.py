"""The part of X's API v2 that the channel uses. https://docs.x.com/x-api"""

import base64
import hashlib
import hmac
import json
import re
from typing import Any
from urllib.parse import quote, unquote

from flask import Blueprint, Response, jsonify, request

from channels.x.send import LONGEST as LONGEST_MESSAGE
from channels.x.words import LONGEST as LONGEST_POST
from channels.x.words import weight
from simulator.stand_ins.x import hooks
from simulator.stand_ins.x.world import Refused, World

_LINK = re.compile(r"https?://|\b\w+\.(?:com|pk|org|net)\b")
_PAIR = re.compile(r'(\w+)="([^"]*)"')


def add(pages: Blueprint, world: World) -> None:
    """The routes, and how they refuse."""

    @pages.errorhandler(Refused)
    def refused(error: Refused) -> tuple[Response, int]:
        told: dict[str, Any] = {"title": "no", "detail": error.detail, "type": error.problem, "status": error.status}
        told |= {"errors": [{"code": error.code, "message": error.detail}]} if error.code else {}
        return jsonify(told), error.status

    _add_sending(pages, world)
    _add_listing(pages, world)
    hooks.add(pages, world, lambda: prove(world))


def prove(world: World) -> None:
    """Raises Refused where the call is not signed as our account's, or one is to be refused."""
    shown = {name: unquote(value) for name, value in _PAIR.findall(request.headers.get("Authorization", ""))}
    signature, account = shown.pop("oauth_signature", ""), world.account
    given = [*shown.items(), *request.args.items(multi=True)]
    pairs = sorted((quote(name, safe="~"), quote(value, safe="~")) for name, value in given if name != "realm")
    joined = "&".join(f"{name}={value}" for name, value in pairs)
    base = "&".join(quote(one, safe="~") for one in (request.method, request.base_url, joined))
    secrets = (account.consumer_secret, account.access_token_secret)
    key = "&".join(quote(one.get_secret_value(), safe="~") for one in secrets)
    wanted = base64.b64encode(hmac.new(key.encode(), base.encode(), hashlib.sha1).digest()).decode()
    ours = (account.consumer_key.get_secret_value(), account.access_token.get_secret_value())
    if (shown.get("oauth_consumer_key"), shown.get("oauth_token")) != ours or signature != wanted:
        raise Refused(401, "Unauthorized")
    with world.use() as rows:
        fault = rows.execute("DELETE FROM faults WHERE serial = (SELECT min(serial) FROM faults) RETURNING shape")
        told = fault.fetchone()
    if told:
        raise Refused(**json.loads(told[0]))


def _add_sending(pages: Blueprint, world: World) -> None:
    @pages.post("/2/dm_conversations/with/<person>/messages")
    def write(person: str) -> tuple[Response, int]:
        prove(world)
        text = str(request.get_json().get("text", ""))
        if not text or len(text) > LONGEST_MESSAGE:
            raise Refused(400, problem="https://api.x.com/2/problems/invalid-request")
        if not any(not one["ours"] for one in world.said("direct", person)) or world.fact(f"blocked {person}"):
            raise Refused(403, "You cannot send messages to this user.", code=349)
        number, ours = world.next_id(), world.account.account_id
        event = {"id": number, "event_type": "MessageCreate", "text": text, "sender_id": ours}
        event |= {"dm_conversation_id": f"{ours}-{person}", "created_at": world.moment()}
        world.keep("direct", person, event, ours=True)
        return jsonify({"data": {"dm_conversation_id": f"{ours}-{person}", "dm_event_id": number}}), 201

    @pages.post("/2/tweets")
    def reply() -> tuple[Response, int]:
        prove(world)
        given = dict(request.get_json())
        text, to = str(given.get("text", "")), str((given.get("reply") or {}).get("in_reply_to_tweet_id", ""))
        answered = next((one for one in world.said("post") if one["id"] == to and not one["ours"]), None)
        if answered is None:
            raise Refused(403, "Replies are only to who summoned you.")
        if any(one["ours"] and one["text"] == text for one in world.said("post")):
            raise Refused(403, "You are not allowed to create a Tweet with duplicate content.", code=187)
        if not text or weight(text) > LONGEST_POST:
            raise Refused(400, problem="https://api.x.com/2/problems/invalid-request")
        number = world.next_id()
        shape = {"id": number, "text": text, "in_reply_to": to, "cost": 0.2 if _LINK.search(text) else 0.01}
        world.keep("post", answered["author_id"], shape, ours=True)
        return jsonify({"data": {"id": number, "text": text}}), 201


def _add_listing(pages: Blueprint, world: World) -> None:
    @pages.get("/2/users/me")
    def me() -> Response:
        prove(world)
        return jsonify({"data": {"id": world.account.account_id, "name": "Arzi", "username": "ArziKP"}})

    @pages.get("/2/users/<account>/mentions")
    def mentions(account: str) -> Response:
        prove(world)
        since = int(request.args.get("since_id", 0))
        found = [one for one in world.said("post") if not one["ours"] and int(one["id"]) > since]
        return _listed(found if account == world.account.account_id else [])

    @pages.get("/2/dm_events")
    def messages() -> Response:
        prove(world)
        return _listed(world.said("direct"))

    @pages.get("/2/dm_conversations/with/<person>/dm_events")
    def messages_with(person: str) -> Response:
        prove(world)
        return _listed(world.said("direct", person))

    @pages.get("/files/<name>")
    def download(name: str) -> Response:
        prove(world)
        with world.use() as rows:
            found = rows.execute("SELECT content, kind FROM files WHERE id = ?", (name,)).fetchone()
        return Response(found[0], content_type=found[1]) if found else Response(status=404)


def _listed(found: list[dict[str, Any]]) -> Response:
    """A page of them: ``pagination_token`` is how many stood before."""
    begin, many = int(request.args.get("pagination_token", 0)), int(request.args.get("max_results", 100))
    page = found[begin : begin + many]
    meta: dict[str, Any] = {"result_count": len(page)}
    meta |= {"next_token": str(begin + many)} if len(found) > begin + many else {}
    if not page:
        return jsonify({"meta": meta})
    media = [file for one in page for file in one.get("media", [])]
    users = [
        {"id": one, "name": f"Citizen {one}"} for one in {told.get("author_id") or told["sender_id"] for told in page}
    ]
    data = [{name: value for name, value in one.items() if name not in ("ours", "media")} for one in page]
    return jsonify({"data": data, "includes": {"users": users, "media": media}, "meta": meta})
