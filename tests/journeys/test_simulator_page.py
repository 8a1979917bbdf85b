"""A newcomer's first minute: two citizens at the simulator's page, through every real process, to tracking numbers.

``ARZI_PICTURES=docs/images pytest tests/journeys/test_simulator_page.py`` also takes the README's picture.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from core.store.evidence.media import STORED
from core.store.evidence.tables import MediaRow
from gateway.bootstrap import build_store
from gateway.config import load_settings
from tests.journeys.installation import Installation
from tests.services.waiting import wait_until

GUL, SAIRA = "+923001234567", "+447700900123"
NUMBER = re.compile(r"KP-20\d\d-\d{6}-\d")
ROMAN = {"zil": "Mardan", "jag": "Mohalla Baghdada", "naam": "Gul Khan", "durust": "Haan"}
URDU = {"ضلع": "ضلع سوات", "جگہ": "مینگورہ، محلہ رنگ", "نام": "سائرہ بی بی", "درست": "جی ہاں"}


def phone(page: Page, number: str) -> Locator:
    return page.locator(f'.phone[data-number="{number}"]')


def answers(of: Locator) -> Locator:
    return of.locator(".message.in")


def write(house: Installation, of: Locator, text: str) -> str:
    """Write; the answer's words."""
    before = answers(of).count()
    box = of.get_by_label("Message", exact=True)
    box.fill(text)
    box.press("Enter")
    return heard(house, of, before)


def heard(house: Installation, of: Locator, before: int) -> str:
    """The last of what was answered: one message may have two answers."""
    expect(answers(of).nth(before).locator(".words")).to_be_visible()
    number = of.get_attribute("data-number") or ""
    wait_until(lambda: house.has_answered(number), every=0.1, what="all answers to leave")
    expect(answers(of)).to_have_count(len(house.answers(number)))
    return answers(of).last.locator(".words").inner_text()


def answer_all(house: Installation, of: Locator, asked: str, know: Mapping[str, str]) -> str:
    """Answer what is asked, whatever the order; the message with the tracking number."""
    for _ in range(8):
        if NUMBER.search(asked):
            return asked
        question = asked.splitlines()[-1].lower()
        likely = sorted((word for word in know if word in question), key=question.find)  # what is asked stands first
        likely += [word for word in know if word in asked.lower()]
        key = likely[0] if likely else None
        assert key is not None, f"a question that this citizen does not understand: {asked}"
        buttons = answers(of).last.get_by_role("button").filter(has_text=know[key])
        if buttons.count():
            before = answers(of).count()
            buttons.first.click()
            asked = heard(house, of, before)
        else:
            asked = write(house, of, know[key])
    raise AssertionError(f"no tracking number: {asked}")


def test_two_citizens_get_their_tracking_numbers(simulator: Page, house: Installation) -> None:
    gul = phone(simulator, GUL)
    asked = write(house, gul, "3 din se bijli nahi hai")
    simulator.get_by_role("button", name="Add a phone").click()
    simulator.get_by_label("Number").fill(SAIRA)
    simulator.get_by_label("Name on WhatsApp").fill("سائرہ")
    simulator.get_by_role("dialog").get_by_role("button", name="Add").click()
    saira = phone(simulator, SAIRA)
    urdu = write(house, saira, "ہمارے محلے میں دو ہفتے سے گلی کی نالی بند ہے")
    words = answers(saira).last.locator(".words")
    expect(words).to_have_css("direction", "rtl")
    expect(words).to_have_attribute("lang", "ur")
    first = NUMBER.findall(answer_all(house, gul, asked, ROMAN))[0]
    second = NUMBER.findall(answer_all(house, saira, urdu, URDU))[0]
    assert first != second, house.logs()
    expect(gul.locator(".message.out").last.get_by_role("img", name="read")).to_be_visible()
    picture(simulator)
    assert first in write(house, gul, "status")


def test_a_photo_is_kept_with_the_complaint(simulator: Page, house: Installation) -> None:
    mine = phone(simulator, GUL)
    write(house, mine, "start over")
    before = answers(mine).count()
    mine.get_by_label("Attach").click()
    mine.get_by_role("button", name="Sample photo").click()
    heard(house, mine, before)
    expect(mine.locator(".message.out").last.get_by_role("img", name="read")).to_be_visible()
    wait_until(lambda: photos(house), every=0.2, what="the photo among the evidence")


def photos(house: Installation) -> list[bytes]:
    """JPEG pictures among the evidence, opened with the house's key."""
    store = build_store(load_settings(house.folder / "config.yaml", house.env))
    with store.read() as session:
        kept = session.scalars(select(MediaRow.sha256).where(MediaRow.state == STORED)).all()
    found = [store.blobs.get(sha256 or "") for sha256 in kept]
    store.close()
    return [content for content in found if content.startswith(b"\xff\xd8\xff")]


def picture(page: Page) -> None:
    """The README's picture, where one is wanted."""
    folder = os.environ.get("ARZI_PICTURES")
    if folder:
        page.mouse.move(0, 0)
        page.evaluate("document.activeElement?.blur()")
        page.screenshot(path=str(Path(folder) / "simulator.png"))


def test_only_the_agents_desk_may_stand_in_the_phones_page(simulator: Page, house: Installation) -> None:
    simulator.get_by_role("button", name="Agent's view").click()
    frame = simulator.frame_locator("#agent iframe")
    expect(frame.get_by_role("heading", name="Sign in")).to_be_visible()
    for path, framed in (("/helpline", "SAMEORIGIN"), ("/staff/sign-in", "SAMEORIGIN"), ("/track", "DENY")):
        answer = simulator.request.get(f"{house.url}{path}", max_redirects=0)
        assert answer.headers["x-frame-options"] == framed, path
