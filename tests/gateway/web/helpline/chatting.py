"""A house with its pages and citizens who write to it, served to a browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from playwright.sync_api import Page
from werkzeug.serving import make_server

from core.helpline import Kind
from core.store.engine import Store
from core.store.helpline import tasks
from core.ticket import Role
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from tests.fakes.house import TestHouse, make_house
from tests.gateway.web.staff.people import add, signed_in

URDU = "میں کسی انسان سے بات کرنا چاہتی ہوں، ہمارے محلے میں تین دن سے پانی نہیں"
SOUND = "+923009876543"


@dataclass
class Chats:
    """``base`` is where the pages are."""

    house: TestHouse
    app: Flask
    base: str = ""

    @property
    def store(self) -> Store:
        return self.house.house.store

    def write(self, text: str, id: str, sender: str = "+923001234567", **more: str) -> None:
        self.house.clock.pass_(seconds=20)
        self.house.hear(text, id=id, sender=sender, **more)
        self.house.work()

    def waiting(self) -> list[int]:
        with self.store.read() as session:
            return [row.id for row in tasks.waiting(session, Kind.CHAT)]

    def enter(self, page: Page, username: str) -> None:
        """Somebody's browser, signed in."""
        client = signed_in(self.app, self.store, username, self.house.clock.now())
        cookie = client.get_cookie("session")
        assert cookie is not None
        page.context.add_cookies([{"name": "session", "value": cookie.value, "url": self.base}])


def make_chats(store: Store) -> Chats:
    """A Monday at 14:00; an agent and another; nobody has written yet."""
    house = make_house(store)
    house.clock.pass_(days=1)
    app = create_app(house.house, PublicUrl("https://arzi.example.org"), secret_key="x" * 32, max_body_bytes=100_000)
    app.config["SESSION_COOKIE_SECURE"] = False
    for name in ("agent", "other"):
        add(store, Role.AGENT, name)
    return Chats(house, app)


@contextmanager
def serving(chats: Chats) -> Iterator[Chats]:
    """Its pages, on loopback."""
    server = make_server("127.0.0.1", 0, chats.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    chats.base = f"http://127.0.0.1:{server.server_port}"
    try:
        yield chats
    finally:
        server.shutdown()
        thread.join()
