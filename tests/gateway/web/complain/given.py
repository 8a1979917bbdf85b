"""A house with the web app, and visitors of it."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select
from werkzeug.serving import BaseWSGIServer

from channels.web import Settings, Web
from channels.web.body import File, Said, unpack
from core.messages import Location, OutboundMessage
from core.ports import Channel
from core.services.cases import Cases
from core.store.engine import Store
from core.store.pipeline import envelopes, outbox
from core.store.pipeline.tables import EnvelopeRow
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from tests.fakes.house import TestHouse, make_house
from tests.services.browser import PATIENCE_MS

SECRET = "x" * 32
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de") + b"\0" * 40
_DRAFTS: Iterator[int] = itertools.count(1)


@dataclass
class Site:
    """The house, its pages, and one visitor's browser."""

    made: TestHouse
    app: Flask
    browser: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.browser = self.app.test_client()

    def tell(self, text: str = "", *, script: bool = False, browser: FlaskClient | None = None, **more: Any) -> Any:
        """The form is sent; all that follows from it is done."""
        one = browser or self.browser
        if not one.get_cookie("visitor", path="/complain"):
            one.get("/complain")
        form = {"id": f"draft-{next(_DRAFTS):012d}", "text": text, **more}
        headers = {"Accept": "application/json"} if script else {}
        answer = one.post("/complain?language=en", data=form, headers=headers)
        self.made.work()
        return answer

    def page(self, path: str = "/complain?language=en", browser: FlaskClient | None = None) -> str:
        return (browser or self.browser).get(path).get_data(as_text=True)


def make_site(store: Store, **settings: Any) -> Site:
    made = make_house(store)
    made.house = replace(made.house, public_url="http://127.0.0.1")
    channels: dict[str, Channel] = {"string": made.channel, "web": Web(Settings(**settings))}
    made.house = replace(made.house, cases=Cases(secret=SECRET), channels=channels)
    app = create_app(made.house, PublicUrl(""), secret_key=SECRET, max_body_bytes=50_000_000)
    return Site(made, app)


def code_on(page: str) -> str:
    return "".join(re.findall(r'class="code"[^>]*>([0-9 ]+)<', page)).replace(" ", "")


@dataclass
class Served:
    """The site at an address. Work is done when the test says so: what is sent waits until then."""

    site: Site
    base: str
    server: BaseWSGIServer
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    def phone(self, width: int = 360, **more: Any) -> Page:
        """A new phone's page: nothing is kept in it yet."""
        context = self.browser.new_context(viewport={"width": width, "height": 740}, **more)
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        return page

    def work(self) -> None:
        self.site.made.clock.pass_(seconds=1)
        self.site.made.work()
        self.site.made.clock.pass_(seconds=1)

    def stage(self, text: str, **more: Any) -> None:
        """A message to the one visitor, as the dialogue stages it."""
        house = self.site.made.house
        with house.store.write() as session:
            [person] = set(session.scalars(select(EnvelopeRow.person)))
            to = person.partition(":")[2]
            message = OutboundMessage("", "web", to, text, **more)
            outbox.stage(session, message, cause=text, person=person, conversation_id=None, now=house.clock.now())
        house.queue.deliver(person)
        self.work()

    def said(self) -> list[Said]:
        """What was kept of all visitors, in its order."""
        with self.site.made.house.store.read() as session:
            rows = session.scalars(select(EnvelopeRow).order_by(EnvelopeRow.id)).all()
            return [unpack(envelopes.load(row, self.site.made.house.store.blobs).body) for row in rows]

    def told(self) -> list[str]:
        return [one.text for one in self.said()]

    def files(self) -> list[File]:
        return [file for one in self.said() for file in one.files]

    def places(self) -> list[Location]:
        return [one.location for one in self.said() if one.location is not None]

    def close(self) -> None:
        for context in self.contexts:
            context.close()
