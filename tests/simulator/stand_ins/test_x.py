"""The stand-in for X, and the channel through it: webhook or asking, to answer."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

from channels.x import X
from channels.x.words import INVITATION
from core.errors import AccountRefused, ArziError, DeliveryDelayed, DeliveryFailed, MediaRefused
from core.messages import OutboundMessage
from core.store.engine import Store
from core.store.evidence.tables import MediaRow
from core.store.pipeline import outbox
from gateway.pipeline.accept import accept
from gateway.pipeline.ingest import ingest
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from simulator.stand_ins.x import PREFIX, World, blueprint
from tests.channels.x.given import GUL, OURS, PUBLIC, SAIRA, TEXT, account
from tests.fakes.house import TestHouse, make_house
from tests.services.dovecot import free_port

HTTP = httpx.Client(trust_env=False, timeout=60)
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU\0\0\0\0IEND\xaeB`\x82"


class Town:
    """A gateway with X, and X beside it."""

    def __init__(self, store: Store, folder: Path, *, asks: bool) -> None:
        port = free_port()
        self.api = f"http://127.0.0.1:{port}{PREFIX}"
        self.channel: X = account(self.api, timeout_seconds=20, poll={"enabled": asks})
        self.made: TestHouse = make_house(store)
        self.made.house = replace(self.made.house, channels={"x": self.channel})
        app = create_app(self.made.house, PublicUrl(PUBLIC), secret_key="x" * 32, max_body_bytes=1_000_000)
        gateway = make_server("127.0.0.1", 0, app, threaded=True)
        self.world = World(self.channel.settings, f"http://127.0.0.1:{gateway.server_port}", folder / "x.db")
        there = Flask(__name__)
        there.register_blueprint(blueprint(self.world))
        self.servers = (gateway, make_server("127.0.0.1", port, there, threaded=True))
        for server in self.servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()
        self.mark: str | None = None

    def ask(self) -> int:
        """Ask X what came, and take it; how many."""
        found, self.mark = self.channel.poll(self.mark, self.made.clock.now())
        for envelope in found:
            accept(self.made.house, self.channel, envelope)
        return len(found)

    def post(self, path: str, told: object = None, **more: Any) -> dict[str, Any]:
        given = {"json": told} if told is not None else more
        answer = HTTP.post(f"{self.api}/{path}", **given)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def heard(self, kind: str, person: str = GUL) -> list[dict[str, Any]]:
        found = HTTP.get(f"{self.api}/people/{person}/messages").json()[kind]
        return [one for one in found if one["ours"]]


@pytest.fixture
def town(request: pytest.FixtureRequest, store: Store, tmp_path: Path) -> Iterator[Town]:
    made = Town(store, tmp_path, asks=getattr(request, "param", False))
    yield made
    for server in made.servers:
        server.shutdown()
        server.server_close()


def out(text: str = "ask", to: str = GUL) -> OutboundMessage:
    return OutboundMessage("1", "x", to, text, "en")


@pytest.mark.parametrize("town", [False, True], ids=["webhooks", "asking"], indirect=True)
def test_a_direct_message_is_taken_and_answered(town: Town) -> None:
    asks = town.channel.settings.poll.enabled
    if asks:
        assert town.ask() == 0
    told = town.post(f"people/{GUL}/messages", {"text": TEXT})
    assert told["status"] == (0 if asks else 200)
    if asks:
        assert (town.ask(), town.ask()) == (1, 0)
    assert town.made.queue.jobs == [("ingest", f"x:{GUL}")]
    ingest(town.made.house, f"x:{GUL}")
    sent = town.channel.send(out())
    assert [(one["text"], one["id"]) for one in town.heard("messages")] == [("ask", sent)]
    assert town.channel.find_sent(out(), datetime.now(UTC) - timedelta(hours=1)) == sent
    assert town.channel.find_sent(out(), datetime.now(UTC) + timedelta(hours=1)) is None


@pytest.mark.parametrize("town", [False, True], ids=["webhooks", "asking"], indirect=True)
def test_a_post_is_answered_once_for_little_and_goes_on_in_private(town: Town) -> None:
    if town.channel.settings.poll.enabled:
        town.ask()
    told = town.post(f"people/{GUL}/posts", {"text": f"@ArziKP {TEXT}"})
    if town.channel.settings.poll.enabled:
        assert town.ask() == 1
    ingest(town.made.house, f"x:{GUL}")
    town.channel.send(out("where? https://arzi.example.org/track/x", f"{GUL}~{told['id']}"))
    [reply] = town.heard("posts")
    assert (reply["in_reply_to"], reply["cost"]) == (told["id"], 0.01)
    assert reply["text"].startswith(INVITATION["en"])
    with pytest.raises(DeliveryFailed):
        town.channel.send(out("and?", f"{GUL}~{told['id']}"))
    other = town.post(f"people/{SAIRA}/posts", {"text": f"@ArziKP {TEXT}"})
    town.channel.send(out("where?", f"{SAIRA}~{other['id']}"))  # the same words, and not the same post
    with pytest.raises(DeliveryFailed):
        town.channel.send(out())  # nobody who wrote to us directly
    town.post(f"people/{GUL}/messages", {"text": TEXT})
    assert town.channel.send(out())


@pytest.mark.parametrize("town", [False, True], ids=["webhooks", "asking"], indirect=True)
def test_a_picture_is_fetched_with_our_signature(town: Town) -> None:
    if town.channel.settings.poll.enabled:
        town.ask()
    town.post(f"people/{GUL}/files/photo", content=PICTURE, headers={"Content-Type": "image/png"})
    if town.channel.settings.poll.enabled:
        assert town.ask() == 1
    with town.made.house.store.read() as session:
        [url] = session.scalars(select(MediaRow.url))
    assert url is not None
    assert town.channel.fetch(url, "image/jpeg") == (PICTURE, "image/png")
    with pytest.raises(MediaRefused):
        town.channel.fetch(f"{town.api}/files/none", "image/jpeg")


def test_who_blocks_us_hears_no_more(town: Town) -> None:
    town.post(f"people/{GUL}/messages", {"text": TEXT})
    assert town.post(f"people/{GUL}/block", {})["status"] == 200
    ingest(town.made.house, f"x:{GUL}")
    with town.made.house.store.read() as session:
        assert outbox.stopped(session, "x", GUL)
    with pytest.raises(DeliveryFailed):
        town.channel.send(out())


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"status": 401}, AccountRefused),
        ({"status": 402}, AccountRefused),
        ({"status": 429}, DeliveryDelayed),
        ({"status": 403, "code": 349}, DeliveryFailed),
    ],
)
def test_it_refuses_as_it_is_told(town: Town, fault: dict[str, int], error: type[ArziError]) -> None:
    town.post(f"people/{GUL}/messages", {"text": TEXT})
    assert HTTP.post(f"{town.api}/faults", json=fault).status_code == 204
    with pytest.raises(error):
        town.channel.send(out())
    assert town.channel.send(out())


def test_another_key_is_refused(town: Town) -> None:
    for changed in ({"access_token_secret": "another-secret-of-ours"}, {"consumer_key": "another"}):
        with pytest.raises(AccountRefused):
            account(town.api, timeout_seconds=20, **changed).send(out())


def test_it_is_told_where_to_call_and_of_what(town: Town) -> None:
    lines = list(town.channel.set_up(PUBLIC))
    assert lines == [
        f"account: @ArziKP, {OURS}",
        f"webhook: {PUBLIC}/in/x, valid",
        *(f"hears of: {kind}" for kind in ("post.mention.create", "post.reply.create", "dm.received", "chat.received")),
    ]
    assert list(town.channel.set_up(PUBLIC)) == lines
    assert len(town.world.fact("subscriptions")) == 4
    town.world.keep_fact("webhook", {**town.world.fact("webhook"), "valid": False})
    assert list(town.channel.set_up(PUBLIC))[1].endswith(", valid")


@pytest.mark.parametrize("town", [True], indirect=True)
def test_where_we_ask_nothing_is_set_up(town: Town) -> None:
    assert list(town.channel.set_up(PUBLIC))[-1].startswith("asked every 60 s")
    assert town.world.fact("webhook") is None


def test_of_another_account_nothing_is_set_up(town: Town) -> None:
    settings = town.channel.settings.model_copy(update={"account_id": SAIRA})
    assert list(X(settings).set_up(PUBLIC))[-1].endswith("nothing was set up")
