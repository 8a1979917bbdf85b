"""Drafts in real Chromium, in the rooms beside the desk: a letter that is typed, and several cases at once."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from core.store.engine import Store, open_store
from core.store.evidence.blobs import FileBlobs
from tests.gateway.web.desk.room import make_room
from tests.gateway.web.mailroom.paper import ENGLISH, make_mailroom
from tests.gateway.web.staff.people import signed_in

WORDS = "The transformer of the third street burnt again"


@pytest.fixture
def store(migrated_sqlite: str, tmp_path: Path) -> Iterator[Store]:
    made = open_store(migrated_sqlite, FileBlobs(tmp_path / "blobs"))
    yield made
    made.close()


@pytest.fixture
def serve() -> Iterator[Callable[[Flask], str]]:
    servers = []

    def start(app: Flask) -> str:
        servers.append(make_server("127.0.0.1", 0, app, threaded=True))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}"

    yield start
    for server in servers:
        server.shutdown()


def enter(page: Page, client: FlaskClient, base: str) -> None:
    cookie = client.get_cookie("session")
    assert cookie is not None
    page.context.add_cookies([{"name": "session", "value": cookie.value, "url": base}])


def write(page: Page, name: str) -> None:
    with page.expect_response("**/staff/draft") as kept:
        page.locator(f"textarea[name={name}]").fill(WORDS)
    assert kept.value.status == 204


def test_a_letter_that_is_being_typed(store: Store, serve: Callable[[Flask], str], page: Page) -> None:
    made = make_mailroom(store)
    letter, base = made.letter(ENGLISH), serve(made.app)
    enter(page, signed_in(made.app, store, "gul", made.house.clock.now()), base)
    page.goto(f"{base}/mailroom/{letter}")
    write(page, "description")
    page.goto("about:blank")
    page.goto(f"{base}/mailroom/{letter}")
    expect(page.locator("textarea[name=description]")).to_have_value(WORDS)


def test_a_remark_on_several_cases(store: Store, serve: Callable[[Flask], str], page: Page) -> None:
    room = make_room(store)
    room.open("two")
    base = serve(room.app)
    enter(page, room.sign_in(), base)

    def begin() -> None:
        page.goto(f"{base}/desk?show=open")
        for box in page.locator(".tickets [name=ticket]").all():
            box.check()
        page.locator(".bulk select").select_option("note")
        page.locator(".bulk button").first.click()
        expect(page.locator("textarea[name=words]")).to_be_visible()

    begin()
    write(page, "words")
    page.goto("about:blank")
    begin()
    expect(page.locator("textarea[name=words]")).to_have_value(WORDS)
