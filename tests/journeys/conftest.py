from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.installation import Installation, installed
from tests.services.browser import PATIENCE_MS
from tests.services.rasa import RunningRasa
from tests.services.redis import running_redis


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, rasa: RunningRasa) -> Iterator[Installation]:
    """One installation for all journeys in the browser: use a phone number of your own, and do not kill it."""
    with running_redis() as redis_url, installed(tmp_path_factory.mktemp("house"), redis_url, rasa) as house:
        yield house


@pytest.fixture
def simulator(browser: Browser, house: Installation) -> Iterator[Page]:
    """The simulator's page, with nothing on its phones yet. What its scripts complain of fails the test."""
    house.simulator("DELETE", "/state")
    page = browser.new_page(viewport={"width": 900, "height": 860})
    page.set_default_timeout(PATIENCE_MS)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{house.url}/simulator")
    yield page
    page.close()
    assert complaints == []
