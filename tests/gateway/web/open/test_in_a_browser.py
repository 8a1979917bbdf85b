"""/open in real Chromium: in both directions, on a phone, and for those who do not see it."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from tests.fakes.house import TestHouse
from tests.services.axe import expect_accessible

PATHS = ("", "/places/kp.mardan.mardan", "/compare?with=places/kp.mardan", "/rank/kp", "/data")


@pytest.fixture
def base(published: TestHouse) -> Iterator[str]:
    app = create_app(published.house, PublicUrl(""), secret_key="k" * 32, max_body_bytes=10**6)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ur", "rtl")])
def test_readable_for_all_and_on_a_phone(base: str, page: Page, language: str, direction: str) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if "Content Security" in message.text else None)
    page.set_viewport_size({"width": 360, "height": 740})
    for path in PATHS:
        page.goto(f"{base}/open{path}{'&' if '?' in path else '?'}language={language}")
        expect(page.locator("html")).to_have_attribute("dir", direction)
        expect_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    page.goto(f"{base}/open?language={language}")
    page.locator("table a").first.click()
    expect(page.locator("html")).to_have_attribute("dir", direction)
    assert not told
