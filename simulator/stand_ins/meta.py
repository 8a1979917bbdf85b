"""A stand-in for Meta: the Send API at /simulator/meta/ACCOUNT/messages, and what people do on Messenger and Instagram.

It posts webhooks, signed with the app's secret, to the gateway's own /in/messenger and /in/instagram. For tests and for
trying it out (docs/simulator.md).
"""

import json
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from flask import Blueprint, Response, jsonify, request

from channels.instagram import LONGEST as INSTAGRAM_BYTES
from channels.messenger import LONGEST as MESSENGER_SIGNS
from channels.providers.meta.send import LONGEST_TITLE, MOST_REPLIES
from channels.providers.meta.settings import MetaSettings
from channels.providers.meta.signature import HEADER, sign
from gateway.config import Settings, channel_settings
from gateway.extensions import load

PREFIX = "/simulator/meta"
WINDOW_S = 24 * 3600
_OBJECTS = {"messenger": "page", "instagram": "instagram"}
_KINDS = ("image", "video", "audio", "file")
_TABLES = """
CREATE TABLE IF NOT EXISTS messages (
    serial INTEGER PRIMARY KEY, channel TEXT, person TEXT, ours INTEGER, at REAL, shape TEXT);
CREATE TABLE IF NOT EXISTS files (id TEXT PRIMARY KEY, kind TEXT, content BLOB);
CREATE TABLE IF NOT EXISTS faults (serial INTEGER PRIMARY KEY, shape TEXT);
"""


class Refused(Exception):
    """As the Graph API refuses."""

    def __init__(self, code: int, subcode: int = 0, status: int = 400) -> None:
        super().__init__(code)
        self.code, self.subcode, self.status = code, subcode, status


@dataclass(frozen=True)
class World:
    """The accounts by channel, where the gateway is, and a small file of what was said."""

    accounts: Mapping[str, MetaSettings] = field(repr=False)
    gateway: str
    file: Path
    now: Callable[[], float] = time.time

    @contextmanager
    def use(self) -> Iterator[sqlite3.Connection]:
        """All or nothing."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self.file, timeout=10)) as connection, connection:
            connection.executescript(_TABLES)
            yield connection

    def keep(self, channel: str, person: str, shape: Mapping[str, Any], *, ours: bool) -> None:
        row = (channel, person, ours, self.now(), json.dumps(shape))
        with self.use() as rows:
            rows.execute("INSERT INTO messages (channel, person, ours, at, shape) VALUES (?, ?, ?, ?, ?)", row)

    def post(self, channel: str, entry: Mapping[str, Any]) -> int:
        """The webhook of one entry; the status that the gateway answered with."""
        account = self.accounts[channel]
        told = {"id": account.account_id, "time": int(self.now() * 1000), **entry}
        body = json.dumps({"object": _OBJECTS[channel], "entry": [told]}).encode()
        shown = {HEADER: sign(body, account.app_secret.get_secret_value()), "Content-Type": "application/json"}
        url = f"{self.gateway}/in/{channel}"
        return httpx.post(url, content=body, headers=shown, timeout=30, trust_env=False).status_code


def create(settings: Settings) -> Blueprint | None:
    """The stand-in for the accounts that the settings name; None where both channels are off."""
    on = [name for name in _OBJECTS if name in settings.enabled_channels]
    if not on:
        return None
    accounts = {name: channel_settings(settings, name, load(f"channels.{name}").Settings) for name in on}
    host = "127.0.0.1" if settings.web.host in ("0.0.0.0", "::") else settings.web.host  # noqa: S104 - compared only
    gateway = f"http://{host}:{settings.web.port}"
    return blueprint(World(accounts, gateway, settings.var / "simulator" / "meta-1.db"))


def blueprint(world: World) -> Blueprint:
    """The routes."""
    pages = Blueprint("meta", __name__, url_prefix=PREFIX)
    _add_api(pages, world)
    _add_people(pages, world)
    _add_faults(pages, world)

    @pages.errorhandler(Refused)
    def refused(error: Refused) -> tuple[Response, int]:
        told = {"message": f"(#{error.code}) no", "type": "OAuthException", "code": error.code, "fbtrace_id": "x"}
        return jsonify({"error": told | ({"error_subcode": error.subcode} if error.subcode else {})}), error.status

    return pages


def _add_api(pages: Blueprint, world: World) -> None:
    @pages.post("/<account>/messages")
    def send(account: str) -> Response:
        channel = next((name for name, one in world.accounts.items() if one.account_id == account), None)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if channel is None or token != world.accounts[channel].access_token.get_secret_value():
            raise Refused(190, status=401)
        with world.use() as rows:
            fault = rows.execute("DELETE FROM faults WHERE serial = (SELECT min(serial) FROM faults) RETURNING shape")
            told = fault.fetchone()
        if told:
            raise Refused(**json.loads(told[0]))
        given = dict(request.get_json())
        person = _recipient(world, channel, dict(given.get("recipient") or {}))
        said = dict(given.get("message") or {})
        _check(channel, said)
        mid = f"m_{secrets.token_urlsafe(24)}"
        world.keep(channel, person, {**said, "mid": mid}, ours=True)
        return jsonify({"recipient_id": person, "message_id": mid})

    @pages.get("/files/<name>")
    def download(name: str) -> Response:
        with world.use() as rows:
            found = rows.execute("SELECT content, kind FROM files WHERE id = ?", (name,)).fetchone()
        return Response(found[0], content_type=found[1]) if found else Response(status=404)


def _recipient(world: World, channel: str, to: Mapping[str, Any]) -> str:
    """Whose chat it goes to. Raises Refused where nobody is there, or they wrote too long ago."""
    with world.use() as rows:
        if comment := to.get("comment_id"):
            found = rows.execute("SELECT person FROM messages WHERE shape LIKE ?", (f'%"{comment}"%',)).fetchone()
            if found is None:
                raise Refused(100)
            return str(found[0])
        person = str(to.get("id", ""))
        asked = "SELECT max(at) FROM messages WHERE channel = ? AND person = ? AND NOT ours AND shape NOT LIKE ?"
        last = rows.execute(asked, (channel, person, "%comment_id%")).fetchone()[0]
    if last is None:
        raise Refused(100, 2018001)
    if world.now() - last > WINDOW_S:
        raise Refused(10, 2018278)
    return person


def _check(channel: str, said: Mapping[str, Any]) -> None:
    text, replies = str(said.get("text", "")), list(said.get("quick_replies") or [])
    too_long = len(text) > MESSENGER_SIGNS if channel == "messenger" else len(text.encode()) > INSTAGRAM_BYTES
    if not text or too_long or len(replies) > MOST_REPLIES:
        raise Refused(100)
    if any(not one.get("title") or len(one["title"]) > LONGEST_TITLE for one in replies):
        raise Refused(100)


def _says(world: World, channel: str, person: str, message: Mapping[str, Any]) -> Response:
    shape = {"mid": f"m_{secrets.token_urlsafe(24)}", **message}
    world.keep(channel, person, shape, ours=False)
    event = {"sender": {"id": person}, "recipient": {"id": world.accounts[channel].account_id}, "message": shape}
    status = world.post(channel, {"messaging": [{**event, "timestamp": int(world.now() * 1000)}]})
    return jsonify({"mid": shape["mid"], "status": status})


def _add_people(pages: Blueprint, world: World) -> None:
    @pages.post("/people/<channel>/<person>/messages")
    def writes(channel: str, person: str) -> Response:
        """JSON: the keys of Meta's message (text, quick_reply, attachments …)."""
        return _says(world, channel, person, request.get_json())

    @pages.post("/people/<channel>/<person>/files/<kind>")
    def sends(channel: str, person: str, kind: str) -> Response:
        """Bare bytes, their type as Content-Type."""
        if kind not in _KINDS:
            raise Refused(100)
        name = secrets.token_urlsafe(12)
        with world.use() as rows:
            rows.execute("INSERT INTO files VALUES (?, ?, ?)", (name, request.mimetype, request.get_data()))
        url = f"{request.url_root.rstrip('/')}{PREFIX}/files/{name}"
        return _says(world, channel, person, {"attachments": [{"type": kind, "payload": {"url": url}}]})

    @pages.post("/people/<channel>/<person>/comments")
    def comments(channel: str, person: str) -> Response:
        """JSON: ``text``, under a post of ours."""
        number, text = str(secrets.randbelow(10**15)), str(request.get_json()["text"])
        writer = {"id": person, "name": f"Citizen {person}"}
        page = {"item": "comment", "verb": "add", "comment_id": number, "message": text, "from": writer}
        value = page if channel == "messenger" else {"id": number, "text": text, "from": writer}
        world.keep(channel, person, {"comment_id": number, "text": text}, ours=False)
        name = "feed" if channel == "messenger" else "comments"
        return jsonify(
            {"comment": number, "status": world.post(channel, {"changes": [{"field": name, "value": value}]})}
        )

    @pages.get("/people/<channel>/<person>/messages")
    def shown(channel: str, person: str) -> Response:
        with world.use() as rows:
            asked = "SELECT ours, shape FROM messages WHERE channel = ? AND person = ? ORDER BY serial"
            found = rows.execute(asked, (channel, person)).fetchall()
        return jsonify({"messages": [{**json.loads(shape), "ours": bool(ours)} for ours, shape in found]})


def _add_faults(pages: Blueprint, world: World) -> None:
    @pages.post("/faults")
    def faults() -> Response:
        """The next calls of the API are refused: ``code``, ``subcode``, ``status``; ``times``."""
        given = dict(request.get_json())
        with world.use() as rows:
            for _ in range(int(given.pop("times", 1))):
                rows.execute("INSERT INTO faults (shape) VALUES (?)", (json.dumps(given),))
        return Response(status=204)
