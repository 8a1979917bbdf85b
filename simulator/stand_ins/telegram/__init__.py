"""A stand-in for Telegram: the Bot API at /simulator/telegram/bot<token>/METHOD, and what people do there.

It posts updates to the gateway's own /in/telegram with the secret token, one person's in order: what is not taken with
200 waits, and what the same person wrote later waits behind it, until somebody writes again or ``/deliver`` is called.
For tests and for trying it out (docs/simulator.md).
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from flask import Blueprint, Response, jsonify, request

from channels.telegram import Settings as Telegram
from gateway.config import Settings, channel_settings
from simulator.stand_ins.telegram import bot_api, people
from simulator.stand_ins.telegram.bot_api import Refused
from simulator.stand_ins.telegram.state import Rows, State

PREFIX = "/simulator/telegram"


@dataclass(frozen=True)
class World:
    """The bot's account, and where the gateway is: the only place to which anything is posted."""

    token: str = field(repr=False)
    secret: str = field(repr=False)
    gateway: str
    state: State
    now: Callable[[], float] = time.time
    client: httpx.Client = field(default_factory=lambda: httpx.Client(trust_env=False, timeout=30), repr=False)

    def deliver(self) -> int:
        """Post what waits; how many updates were taken."""
        with self.state.use() as rows:
            waiting, secret = rows.waiting(), rows.fact("webhook").get("secret") or self.secret
        behind: set[int] = set()
        for serial, person, shape in waiting:
            if person in behind:
                continue
            status, answer = self._post({"update_id": serial, **shape}, secret)
            with self.state.use() as rows:
                if status != 200:
                    behind.add(person)
                    told = f"Wrong response from the webhook: {status}" if status else "Connection refused"
                    rows.keep_fact("error", {"last_error_date": int(self.now()), "last_error_message": told})
                    continue
                rows.taken(serial)
                self._done_with_the_answer(rows, answer)
        return len(waiting) - sum(person in behind for _, person, _ in waiting)

    def _post(self, update: dict[str, Any], secret: str) -> tuple[int, Any]:
        shown = {"X-Telegram-Bot-Api-Secret-Token": secret}
        try:
            answer = self.client.post(f"{self.gateway}/in/telegram", json=update, headers=shown)
        except httpx.HTTPError:
            return 0, None
        is_json = answer.headers.get("content-type", "").startswith("application/json")
        return answer.status_code, answer.json() if is_json else None

    def _done_with_the_answer(self, rows: Rows, answer: Any) -> None:
        """A webhook may be answered with a call; what that gives is told to nobody."""
        if isinstance(answer, dict) and isinstance(answer.get("method"), str):
            try:
                bot_api.call(rows, self.token, answer["method"], answer, int(self.now()))
            except Refused:
                return


def create(settings: Settings) -> Blueprint | None:
    """The stand-in for the bot that the settings name; None where the channel is off."""
    if "telegram" not in settings.enabled_channels:
        return None
    bot = channel_settings(settings, "telegram", Telegram)
    host = "127.0.0.1" if settings.web.host in ("0.0.0.0", "::") else settings.web.host  # noqa: S104 - compared only
    token, secret = bot.token.get_secret_value(), bot.webhook_secret.get_secret_value()
    return blueprint(World(token, secret, f"http://{host}:{settings.web.port}", State(settings.var / "simulator")))


def blueprint(world: World) -> Blueprint:
    """The routes."""
    pages = Blueprint("telegram", __name__, url_prefix=PREFIX)
    _add_api(pages, world)
    _add_people(pages, world)
    _add_buttons(pages, world)
    _add_weather(pages, world)

    @pages.errorhandler(Refused)
    def refused(error: Refused) -> Response:
        told: dict[str, Any] = {"ok": False, "error_code": error.status, "description": error.description}
        answer = jsonify(told | ({"parameters": error.parameters} if error.parameters else {}))
        answer.status_code = error.status
        return answer

    return pages


def _add_api(pages: Blueprint, world: World) -> None:
    def prove(token: str) -> None:
        if token != world.token:
            raise Refused(401, "Unauthorized")

    @pages.route("/bot<token>/<method>", methods=["GET", "POST"])
    def api(token: str, method: str) -> Response:
        prove(token)
        given = request.get_json(silent=True) or {**request.args, **request.form}
        with world.state.use() as rows:
            try:
                result = bot_api.call(rows, world.token, method, _decoded(given), int(world.now()))
            except Refused as error:
                failed = error
            else:
                return jsonify({"ok": True, "result": result})
        raise failed  # outside: a fault that was used stays used

    @pages.get("/file/bot<token>/files/<file_id>")
    def download(token: str, file_id: str) -> Response:
        prove(token)
        with world.state.use() as rows:
            content = rows.file(file_id)
        if content is None:
            raise Refused(404, "Not Found")
        return Response(content, content_type="application/octet-stream")


def _decoded(given: dict[str, Any]) -> dict[str, Any]:
    """Objects come as JSON in a form."""
    objects = ("reply_markup", "allowed_updates", "link_preview_options")
    return {
        name: json.loads(value) if name in objects and isinstance(value, str) else value
        for name, value in given.items()
    }


def _delivered(world: World, serial: int) -> Response:
    world.deliver()
    return jsonify({"update_id": serial})


def _add_people(pages: Blueprint, world: World) -> None:
    """What people write and see."""

    @pages.post("/people/<int:number>/messages")
    def says(number: int) -> Response:
        """JSON: Message's own keys (text, location, contact …); ``who`` changes the person's name or language."""
        contents = dict(request.get_json())
        with world.state.use() as rows:
            user = people.met(rows, number, contents.pop("who", {}))
            serial = people.says(rows, user, contents, int(world.now()))
        return _delivered(world, serial)

    @pages.post("/people/<int:number>/files/<kind>")
    def sends(number: int, kind: str) -> Response:
        """Bare bytes, their type as Content-Type; ?caption=, ?media_group_id=."""
        with world.state.use() as rows:
            user = people.met(rows, number, {})
            media_type, content = request.mimetype, request.get_data()
            serial = people.sends_file(rows, user, kind, media_type, content, request.args, int(world.now()))
        return _delivered(world, serial)

    @pages.patch("/people/<int:number>/messages/<int:message>")
    def edits(number: int, message: int) -> Response:
        with world.state.use() as rows:
            user = people.met(rows, number, {})
            serial = people.edits(rows, user, message, request.get_json(), int(world.now()))
        return _delivered(world, serial)

    @pages.get("/people/<int:number>/messages")
    def shown(number: int) -> Response:
        """What they see, and which presses were answered."""
        with world.state.use() as rows:
            return jsonify({"messages": rows.messages(number), "pressed": rows.fact("pressed")})


def _add_buttons(pages: Blueprint, world: World) -> None:
    """What people press: a button below a message, and "block"."""

    @pages.post("/people/<int:number>/presses")
    def presses(number: int) -> Response:
        with world.state.use() as rows:
            serial = people.presses(rows, people.met(rows, number, {}), str(request.get_json()["data"]))
        return _delivered(world, serial)

    @pages.route("/people/<int:number>/blocked", methods=["PUT", "DELETE"])
    def blocks(number: int) -> Response:
        with world.state.use() as rows:
            user, blocked = people.met(rows, number, {}), request.method == "PUT"
            serial = people.blocks(rows, user, world.token, int(world.now()), blocked=blocked)
        return _delivered(world, serial)


def _add_weather(pages: Blueprint, world: World) -> None:
    @pages.post("/deliver")
    def deliver() -> Response:
        return jsonify({"taken": world.deliver()})

    @pages.post("/faults")
    def faults() -> Response:
        """The next calls of the API are refused: ``status``, ``description``, ``parameters``, ``times``."""
        fault = {"description": "Internal Server Error", **request.get_json()}
        with world.state.use() as rows:
            for _ in range(int(fault.pop("times", 1))):
                rows.add_fault(fault)
        return Response(status=204)
