"""The dashboard in real Chromium: in both directions, on a phone, and for those who do not see it."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from core.store.engine import open_store
from core.store.evidence.blobs import FileBlobs
from tests.gateway.web.desk.room import make_room
from tests.gateway.web.staff.people import PASSWORD
from tests.services.axe import expect_accessible


@pytest.fixture
def base(migrated_sqlite: str, tmp_path: object) -> Iterator[str]:
    store = open_store(migrated_sqlite, FileBlobs(tmp_path / "blobs"))  # type: ignore[operator]
    server = make_server("127.0.0.1", 0, make_room(store).app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    store.close()


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ur", "rtl")])
def test_readable_for_all_and_on_a_phone(base: str, page: Page, language: str, direction: str) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if "Content Security" in message.text else None)
    page.goto(f"{base}/staff/sign-in?language={language}")
    page.fill("input[name=username]", "everywhere")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    page.set_viewport_size({"width": 360, "height": 740})
    for path in ("", "/offices", "/one-page"):
        page.goto(f"{base}/dashboards{path}")
        expect(page.locator("html")).to_have_attribute("dir", direction)
        expect_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    page.goto(f"{base}/dashboards")
    page.locator(".map a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**area=**")
    assert not told
