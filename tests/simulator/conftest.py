from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.services.browser import PATIENCE_MS
from tests.simulator.standin import Gateway, running


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Gateway]:
    with running(tmp_path / "simulator") as gateway:
        yield gateway


@pytest.fixture
def page(browser: Browser, gateway: Gateway) -> Iterator[Page]:
    """The simulator's page. Whatever its scripts or its policy complain of fails the test."""
    page = browser.new_page(viewport={"width": 1300, "height": 800})
    page.set_default_timeout(PATIENCE_MS)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if _serious(said) else None)
    page.goto(f"{gateway.url}/simulator")
    yield page
    page.close()
    assert complaints == []


def _serious(said: ConsoleMessage) -> bool:
    """A script's error or a broken policy; not a request that was refused, which the page tells in words."""
    return said.type == "error" and not said.text.startswith("Failed to load resource")
