"""The stand-in for Telegram, the gateway's channel, and another's reading of the Bot API, against each other."""

import itertools
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import telegram
import telegram.error
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from channels.telegram import Telegram
from core.errors import AccountRefused, DeliveryDelayed, DeliveryFailed, MediaRefused, RecipientStopped
from core.messages import Button, OutboundMessage
from core.store.engine import Store
from core.store.evidence.tables import MediaRow
from core.store.pipeline import outbox
from core.store.pipeline.tables import EnvelopeRow
from gateway.pipeline.deliver import deliver
from gateway.pipeline.fetch import fetch
from gateway.pipeline.ingest import ingest
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from nlu.fallback import PlainQuestions
from simulator.stand_ins.telegram import PREFIX, World, blueprint, bot_api
from simulator.stand_ins.telegram.state import State
from tests.channels.telegram.given import GUL, SECRET, TOKEN, bot
from tests.channels.telegram.test_updates import READ, SILENT
from tests.fakes.house import TestHouse, make_house
from tests.fakes.sqlite import sqlite_store
from tests.services.loops import run_apart

HTTP = httpx.Client(trust_env=False, timeout=60)
JPEG = b"\xff\xd8\xff\xe0" + bytes(400)


class Quiet(WSGIRequestHandler):
    """A line for each request would bury what failed."""

    def log_request(self, *_: object) -> None:
        return


class Town:
    """A house with a bot, the stand-in that it talks to, and people who write to it."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.made: TestHouse = make_house(store)
        self.refuse = itertools.repeat(False)
        self.app = Flask(__name__)
        self.server = make_server("127.0.0.1", 0, self._both, threaded=True, request_handler=Quiet)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        self.channel: Telegram = bot(f"{self.base}{PREFIX}", timeout_seconds=10)
        channels = {"telegram": self.channel}
        self.made.house = replace(self.made.house, channels=channels, engine=PlainQuestions())
        self.web = create_app(self.made.house, PublicUrl(self.base), secret_key="x" * 32, max_body_bytes=1_000_000)
        self.app.register_blueprint(blueprint(World(TOKEN, SECRET, self.base, State(folder))))

    def _both(self, environ: Any, start: Any) -> Any:
        if environ["PATH_INFO"].startswith(PREFIX):
            return self.app(environ, start)
        if next(self.refuse):
            start("503 Service Unavailable", [])
            return [b""]
        return self.web(environ, start)

    def do(self, method: str, path: str, person: int = GUL, **more: Any) -> Any:
        answer = HTTP.request(method, f"{self.base}{PREFIX}/people/{person}{path}", **more)
        answer.raise_for_status()
        return answer.json()

    def work(self) -> None:
        jobs = {"ingest": ingest, "deliver": deliver, "fetch": fetch}
        self.made.clock.pass_(seconds=20)
        while self.made.queue.jobs:
            name, argument = self.made.queue.jobs.pop(0)
            jobs[name](self.made.house, argument)  # type: ignore[operator]

    def says(self, text: str = "", **more: Any) -> list[dict[str, Any]]:
        """What Gul writes; what the bot says to that."""
        before = len(self.shown())
        self.do("POST", "/messages", json={**({"text": text} if text else {}), **more})
        self.work()
        return [one for one in self.shown()[before:] if one["by_bot"]]

    def shown(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.do("GET", "/messages")["messages"]
        return found


@pytest.fixture
def town(migrated_sqlite: str, tmp_path: Path) -> Iterator[Town]:
    with sqlite_store(migrated_sqlite, tmp_path) as store:
        made = Town(store, tmp_path)
        thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield made
        made.server.shutdown()
        made.server.server_close()
        thread.join(60)


def out(text: str = "hello", to: int = GUL, **more: Any) -> OutboundMessage:
    return OutboundMessage("1", "telegram", str(to), text, "en", **more)


def offered(messages: list[dict[str, Any]]) -> list[str]:
    """What can be pressed under them."""
    keyboards = [message.get("reply_markup", {}).get("inline_keyboard", []) for message in messages]
    return [button["callback_data"] for keyboard in keyboards for row in keyboard for button in row]


def test_a_complaint_is_told_pressed_and_registered(town: Town) -> None:
    """Greeted, told, asked, a button pressed and answered, until there is a number."""
    assert town.says("/start")
    town.says("There has been no light in our street for three days", who={"first_name": "Gul", "last_name": "Khan"})
    town.says("Mardan")
    [asked] = town.says("Bagh-e-Haram")
    assert "phone number" in asked["text"]
    asked = town.says(contact={"phone_number": "923001234567", "first_name": "Gul", "user_id": GUL})[-1]
    assert "+923001234567" in asked["text"], "their own contact answers it"
    assert offered([asked]) == ["confirmed:yes", "confirmed:no"]
    town.do("POST", "/presses", json={"data": "confirmed:yes"})
    town.work()
    assert "KP-" in town.shown()[-1]["text"]
    assert set(town.do("GET", "/messages")["pressed"].values()) == {True}, "the phone would go on waiting"


def test_a_file_is_fetched_once_by_its_id(town: Town) -> None:
    town.do("POST", "/files/photo?caption=the+pole", content=JPEG, headers={"Content-Type": "image/jpeg"})
    town.work()
    town.work()
    with town.made.house.store.read() as session:
        [row] = session.scalars(select(MediaRow)).all()
    assert (row.state, row.media_type, row.size) == ("stored", "image/jpeg", len(JPEG))
    assert row.sha256 is not None
    assert town.made.house.store.blobs.get(row.sha256) == JPEG


def test_what_is_too_large_is_refused(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot_api, "LARGEST_FILE", 100)
    town.do("POST", "/files/photo", content=JPEG, headers={"Content-Type": "image/jpeg"})
    [heard] = town.shown()
    with pytest.raises(MediaRefused, match="file is too big"):
        town.channel.fetch(f"telegram-file:{heard['photo'][1]['file_id']}", "image/jpeg")


def test_who_blocked_the_bot_is_left_alone_until_they_write(town: Town) -> None:
    assert town.says("/start")
    town.do("PUT", "/blocked")
    town.work()
    with town.made.house.store.read() as session:
        assert outbox.stopped(session, "telegram", str(GUL))
    with pytest.raises(RecipientStopped):
        town.channel.send(out())
    assert town.says("hello")
    town.channel.send(out())


def test_a_stranger_is_not_written_to(town: Town) -> None:
    with pytest.raises(DeliveryFailed, match="chat not found"):
        town.channel.send(out(to=77))


def test_a_flood_is_waited_out(town: Town) -> None:
    fault = {"status": 429, "description": "Too Many Requests: retry after 14", "parameters": {"retry_after": 14}}
    HTTP.post(f"{town.base}{PREFIX}/faults", json={**fault, "times": 1})
    with pytest.raises(DeliveryDelayed) as caught:
        town.channel.send(out())
    assert caught.value.after == 14


def test_a_long_text_arrives_in_parts_and_buttons_under_the_last(town: Town) -> None:
    town.says("/start")
    town.channel.send(out("x" * 4097, buttons=(Button("Yes", "y" * 64),)))
    first, last = town.shown()[-2:]
    assert (len(first["text"]), len(last["text"])) == (4096, 1)
    assert (offered([first]), offered([last])) == ([], ["y" * 64])


def test_what_was_not_taken_comes_again_in_order(town: Town) -> None:
    town.refuse = itertools.chain([True], itertools.repeat(False))
    town.do("POST", "/messages", json={"text": "one"})
    assert town.made.queue.jobs == []
    town.do("POST", "/messages", json={"text": "two"})
    with town.made.house.store.read() as session:
        bodies = session.scalars(select(EnvelopeRow.body).order_by(EnvelopeRow.id)).all()
    assert [json.loads(body or b"")["message"]["text"] for body in bodies] == ["one", "two"]
    [*_, error] = town.channel.set_up("https://arzi.example.org")
    assert error.endswith("Wrong response from the webhook: 503")


@pytest.mark.parametrize("public", ["http://arzi.example.org", "https://arzi.example.org:8080"])
def test_where_telegram_would_not_call_is_refused(town: Town, public: str) -> None:
    with pytest.raises(DeliveryFailed, match="bad webhook"):
        list(town.channel.set_up(public))


def test_another_bots_token_opens_nothing(town: Town) -> None:
    other = bot(f"{town.base}{PREFIX}", token=SecretStr("1:x"))
    with pytest.raises(AccountRefused):
        other.send(out())


async def _as_another_reads_it(base: str) -> None:
    markup = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Yes", callback_data="confirm:yes")]])
    async with telegram.Bot(TOKEN, f"{base}{PREFIX}/bot", f"{base}{PREFIX}/file/bot") as client:
        assert (await client.get_me()).username == "arzi_bot"
        sent = await client.send_message(GUL, "hello", reply_markup=markup)
        assert (sent.chat.id, sent.text, sent.api_kwargs) == (GUL, "hello", {})
        assert sent.reply_markup == markup
        assert await client.set_webhook("https://arzi.example.org/in/telegram", secret_token="a" * 20)
        assert (await client.get_webhook_info()).url == "https://arzi.example.org/in/telegram"
        for to, text, error in ((77, "x", "Chat not found"), (GUL, " ", "Message text is empty")):
            with pytest.raises(telegram.error.BadRequest, match=error):
                await client.send_message(to, text)
        with pytest.raises(telegram.error.BadRequest, match="Message is too long"):
            await client.send_message(GUL, "x" * 4097)
        large = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Yes", callback_data="x" * 65)]])
        with pytest.raises(telegram.error.BadRequest, match="Button_data_invalid"):
            await client.send_message(GUL, "x", reply_markup=large)
        HTTP.post(f"{base}{PREFIX}/faults", json={"status": 429, "parameters": {"retry_after": 14}})
        with pytest.raises(telegram.error.RetryAfter):
            await client.send_message(GUL, "x")
        HTTP.put(f"{base}{PREFIX}/people/{GUL}/blocked")
        with pytest.raises(telegram.error.Forbidden, match="bot was blocked by the user"):
            await client.send_message(GUL, "x")


def test_another_client_reads_the_stand_in_as_telegram(town: Town) -> None:
    town.says("/start")
    run_apart(_as_another_reads_it(town.base))


def _understood(update: dict[str, Any]) -> telegram.Update:
    """As python-telegram-bot reads it; what it does not know of would be among the keywords left over."""
    found = telegram.Update.de_json(update, None)
    inside = [found.effective_message, found.effective_user, found.callback_query, found.my_chat_member]
    assert [one.api_kwargs for one in (found, *inside) if one] == [{} for one in (found, *inside) if one]
    return found


def test_another_reads_what_the_stand_in_posts(town: Town) -> None:
    town.says("light")
    town.do("PATCH", "/messages/1", json={"text": "no light"})
    for kind in ("photo", "voice", "audio", "video", "document"):
        town.do("POST", f"/files/{kind}", content=JPEG, headers={"Content-Type": "audio/ogg"})
    town.do("POST", "/messages", json={"location": {"latitude": 34.2, "longitude": 72.05}})
    town.do("PUT", "/blocked")
    town.do("DELETE", "/blocked")
    with town.made.house.store.read() as session:
        bodies = session.scalars(select(EnvelopeRow.body)).all()
    assert len(bodies) == 10
    for body in bodies:
        _understood(json.loads(body or b""))


SAMPLES = {
    *("text", "photo", "voice note", "film", "round film", "document", "location", "venue", "one's own number"),
    *("start", "an answer to ours", "blocked", "pressed", "changed words", "changed words under a photo"),
}


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_another_reads_the_samples_that_the_channel_is_tried_with(name: str) -> None:
    found = _understood(READ[name][0])
    assert found.effective_user is not None
    assert found.effective_user.id == GUL
    assert _understood(SILENT["unblocked"]).my_chat_member is not None
