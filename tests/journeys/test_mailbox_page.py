"""A citizen's mail in Urdu, written and answered at the simulator's mailbox page, through every real process.

``ARZI_PICTURES=docs/images pytest tests/journeys/test_mailbox_page.py`` also takes the picture in docs/simulator.md.
"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from tests.journeys.installation import ROOT, Installation, installed
from tests.journeys.test_whatsapp_to_ticket import rows
from tests.services.browser import PATIENCE_MS
from tests.services.dovecot import free_port
from tests.services.processes import service
from tests.services.rasa import RunningRasa
from tests.services.redis import running_redis
from tests.services.waiting import wait_until

NUMBER = re.compile(r"KP-20\d\d-\d{6}-\d")


@pytest.fixture
def post_house(tmp_path: Path, rasa: RunningRasa) -> Iterator[Installation]:
    """An installation with its mail server, and the mailbox that it sends to."""
    config = yaml.safe_load((ROOT / "config.yaml").read_text())
    email = config["channels"]["email"]
    email["smtp"] |= {"port": free_port()}
    email["submission"] |= {"port": free_port()}
    email["verify_senders"] = False
    with (
        running_redis() as redis_url,
        installed(tmp_path, redis_url, rasa, 1, config=yaml.safe_dump(config)) as house,
        listening(house, "smtp", "taking mail"),
        listening(house, "mailbox", "keeping mail"),
    ):
        yield house


@contextmanager
def listening(house: Installation, name: str, says: str) -> Iterator[None]:
    """``arzi listen``, as the supervisor starts it, once it says that it listens."""
    command, log = [sys.executable, "-m", "gateway", "listen", name], house.folder / f"listen-{name}.log"
    with service(command, log, cwd=ROOT, env=dict(house.env)):
        wait_until(lambda: says in log.read_text(), what=f"{name}\n{house.logs()}")
        yield


def test_a_mail_in_urdu_is_answered_to_its_tracking_number(browser: Browser, post_house: Installation) -> None:
    page = browser.new_page(viewport={"width": 1200, "height": 860})
    page.set_default_timeout(PATIENCE_MS)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{post_house.url}/simulator")
    page.get_by_role("link", name="Mailbox").click()
    page.get_by_label("Subject").fill("بجلی")
    page.get_by_label("Text", exact=True).first.fill("ہمارے گاؤں میں تین دن سے بجلی نہیں ہے")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".mail.out .said")).to_contain_text("250")
    asked = heard(page, 1)
    assert "ضلع" in asked
    words = page.locator(".mail.in > .words").first
    expect(words).to_have_css("direction", "rtl")
    for number, text in enumerate(("ضلع چارسدہ، گاؤں عمرزئی، میرا نام گل خان ہے", "جی ہاں"), start=2):
        page.locator(".mail.in").first.get_by_role("button", name="Reply", exact=True).click()
        page.locator("textarea").fill(text)
        page.get_by_role("button", name="Send").click()
        asked = heard(page, number)
        if NUMBER.search(asked):
            break
    found = NUMBER.search(asked)
    assert found, asked
    assert rows(post_house, f"SELECT district, channel FROM tickets WHERE number = '{found[0]}'") == [
        ("Charsadda", "email")
    ]
    page.locator(".mail.in").first.get_by_role("button", name="Show HTML").click()
    expect(page.frame_locator(".mail.in >> nth=0 >> iframe").locator("body")).to_contain_text(found[0])
    picture(page)
    assert complaints == []
    page.close()


def heard(page: Page, number: int) -> str:
    """The text of the latest answer, when there are so many."""
    expect(page.locator(".mail.in")).to_have_count(number)
    return page.locator(".mail.in > .words").first.inner_text()


def picture(page: Page) -> None:
    """The picture of the documentation, where one is wanted."""
    folder = os.environ.get("ARZI_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / "mailbox.png"))
