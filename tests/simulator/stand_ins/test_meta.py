"""The stand-in for Meta, held to what Meta documents, and both channels through it: webhook to answer."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

from channels.providers.meta.channel import MetaChannel
from core.errors import AccountRefused, ArziError, DeliveryDelayed, DeliveryFailed, WindowClosed
from core.messages import Button, OutboundMessage
from core.store.engine import Store
from core.store.evidence.tables import MediaRow
from gateway.pipeline.ingest import ingest
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from simulator.stand_ins.meta import PREFIX, WINDOW_S, World, blueprint
from tests.channels.providers.meta.given import GUL, PUBLIC, TEXT, account
from tests.fakes.house import TestHouse, make_house
from tests.services.dovecot import free_port

HTTP = httpx.Client(trust_env=False, timeout=60)

PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU\0\0\0\0IEND\xaeB`\x82"


class Town:
    """A gateway with one of the channels, Meta beside it, and a clock that can be moved."""

    def __init__(self, store: Store, name: str, folder: Path) -> None:
        self.name, self.later, port = name, 0.0, free_port()
        self.api = f"http://127.0.0.1:{port}{PREFIX}"
        self.channel: MetaChannel = account(name, self.api, timeout_seconds=20)
        self.made: TestHouse = make_house(store)
        self.made.house = replace(self.made.house, channels={**self.made.house.channels, name: self.channel})
        app = create_app(self.made.house, PublicUrl(PUBLIC), secret_key="x" * 32, max_body_bytes=1_000_000)
        gateway = make_server("127.0.0.1", 0, app, threaded=True)
        url = f"http://127.0.0.1:{gateway.server_port}"
        world = World({name: self.channel.settings}, url, folder / "meta.db", now=lambda: time.time() + self.later)
        meta = Flask(__name__)
        meta.register_blueprint(blueprint(world))
        self.servers = (gateway, make_server("127.0.0.1", port, meta, threaded=True))
        for server in self.servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()

    def post(self, path: str, told: object = None, **more: Any) -> dict[str, Any]:
        given = {"json": told} if told is not None else more
        answer = HTTP.post(f"{self.api}/people/{self.name}/{GUL}/{path}", **given)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def heard(self) -> list[dict[str, Any]]:
        found = HTTP.get(f"{self.api}/people/{self.name}/{GUL}/messages").json()["messages"]
        return [one for one in found if one["ours"]]


@pytest.fixture(params=["messenger", "instagram"])
def town(request: pytest.FixtureRequest, store: Store, tmp_path: Path) -> Iterator[Town]:
    made = Town(store, request.param, tmp_path)
    yield made
    for server in made.servers:
        server.shutdown()
        server.server_close()


def out(text: str = "ask", **more: Any) -> OutboundMessage:
    return OutboundMessage("1", "messenger", GUL, text, "en", **more)


def test_what_somebody_writes_is_taken_and_answered(town: Town) -> None:
    assert town.post("messages", {"text": TEXT})["status"] == 200
    [(_, person)] = town.made.queue.jobs
    assert person == f"{town.name}:{GUL}"
    ingest(town.made.house, person)
    assert town.channel.send(out(buttons=(Button("Yes", "confirm:yes"),))).startswith("m_")
    [heard] = town.heard()
    assert (heard["text"], heard["quick_replies"][0]["payload"]) == ("ask", "confirm:yes")


def test_a_file_is_fetched_from_where_the_webhook_said(town: Town) -> None:
    assert town.post("files/image", content=PICTURE, headers={"Content-Type": "image/png"})["status"] == 200
    [(_, person)] = town.made.queue.jobs
    with town.made.house.store.read() as session:
        [url] = session.scalars(select(MediaRow.url))
    assert url is not None
    assert town.channel.fetch(url, "image/jpeg") == (PICTURE, "image/png")
    assert person == f"{town.name}:{GUL}"


def test_a_comment_is_answered_in_private(town: Town) -> None:
    told = town.post("comments", {"text": f"@ArziKP {TEXT}"})
    assert told["status"] == 200
    [(_, person)] = town.made.queue.jobs
    assert person == f"{town.name}:{GUL}"
    town.channel.send(replace(out(), to=f"{GUL}~{told['comment']}"))
    assert [one["text"] for one in town.heard()] == ["ask"]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"code": 190, "status": 401}, AccountRefused),
        ({"code": 613}, DeliveryDelayed),
        ({"code": 551, "subcode": 1545041}, DeliveryFailed),
    ],
)
def test_it_refuses_as_it_is_told(town: Town, fault: dict[str, int], error: type[ArziError]) -> None:
    town.post("messages", {"text": TEXT})
    assert HTTP.post(f"{town.api}/faults", json=fault).status_code == 204
    with pytest.raises(error):
        town.channel.send(out())
    assert town.channel.send(out())


def test_it_refuses_what_meta_refuses(town: Town) -> None:
    with pytest.raises(DeliveryFailed):
        town.channel.send(out())  # nobody wrote yet
    town.post("messages", {"text": TEXT})
    with pytest.raises(AccountRefused):
        account(town.name, town.api, access_token="another").send(out())
    town.later = WINDOW_S + 1
    with pytest.raises(WindowClosed):
        town.channel.send(out())
