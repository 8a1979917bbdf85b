"""The desk in real Chromium: from the queue to a proposal with the keyboard alone, what is live, and without a script.

``ARZI_PICTURES=FOLDER pytest tests/gateway/web/desk/test_keyboard.py`` also takes pictures.
"""

import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from core.store.desk import presence
from core.store.engine import open_store
from core.store.evidence.blobs import FileBlobs
from core.store.migrate import migrate
from core.ticket import TicketState
from tests.gateway.web.desk.room import PHONE, Room, make_room, picture
from tests.gateway.web.staff.people import PASSWORD
from tests.services.axe import expect_accessible

URDU = "ہمارے محلے میں تین دن سے بجلی نہیں ہے۔ ٹرانسفارمر جل گیا ہے۔"

_OPEN = "field => { for (let up = field; up; up = up.parentElement) if (up.open === false) up.open = true }"
"""What is folded around a field."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Room, str]]:
    """A desk on a port of this machine, with three tickets of the office."""
    folder = tmp_path_factory.mktemp("desk")
    store = open_store(f"sqlite:///{folder}/arzi.db", FileBlobs(folder / "blobs"))
    migrate(store.engine)
    room = make_room(store)
    record = {"complainant_name": "گل خان", "phone": PHONE, "latitude": "34.3512", "longitude": "72.0731"}
    room.open("A live wire hangs over the school gate.", urgent=True, person="tel:+923007654321")
    number = room.open(URDU, language="ur", channel="whatsapp", fields=record)
    room.add_file(number, picture(), "image/jpeg", "transformer.jpg")
    room.add_file(number, b"OggS" + bytes(200), "audio/ogg", "voice.ogg")
    server = make_server("127.0.0.1", 0, room.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield room, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    store.close()


def take_picture(page: Page, name: str) -> None:
    if folder := os.environ.get("ARZI_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def sign_in(page: Page, base: str, username: str = "officer", language: str = "en") -> None:
    page.goto(f"{base}/staff/sign-in?language={language}")
    page.fill("#username", username)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/staff")


def test_from_the_queue_to_a_proposal_with_the_keyboard(desk: tuple[Room, str], page: Page) -> None:
    room, base = desk
    number = room.numbers[0]
    wrong: list[str] = []
    page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, base)
    page.goto(f"{base}/desk")
    expect(page.locator(".tickets tbody tr")).to_have_count(3)
    take_picture(page, "desk-queue")

    page.keyboard.press("j")
    first = page.locator(".tickets .which a").first
    expect(first).to_be_focused()
    page.keyboard.press("k")
    expect(first).to_be_focused()
    for _ in range(3):
        if page.evaluate("document.activeElement.textContent") == number:
            break
        page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.get_by_role("heading", name=number)).to_be_visible()
    page.wait_for_load_state()  # the keys are there when the script is
    page.keyboard.press("t")
    page.keyboard.press("Enter")
    expect(page.locator(".head .chip").first).to_have_text("In progress")
    page.wait_for_load_state()
    page.keyboard.press("p")
    expect(page.locator("#w-propose")).to_be_focused()
    page.keyboard.type("The transformer was replaced. jk?/")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".head .chip").first).to_have_text("Said to be solved")
    page.wait_for_load_state()
    ticket = room.get(number)
    assert ticket.state is TicketState.PROPOSED
    assert ticket.resolution is not None
    assert ticket.resolution.remark == "The transformer was replaced. jk?/", "keys are letters where one writes"

    page.keyboard.press("u")
    page.wait_for_url(re.compile(r"/desk\?"))
    expect(page.locator(".tickets tbody tr")).to_have_count(2)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    expect_accessible(page)
    page.locator("#keys-off").check()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()
    page.locator("#keys-open").click()
    page.locator("#keys-off").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("transfarmer wire")
    page.keyboard.press("Enter")
    expect(page.locator(".nothing")).to_be_visible()
    assert [told for told in wrong if "404" not in told] == [], "nothing breaks the page's own policy"


def test_what_others_do_is_seen_at_once(desk: tuple[Room, str], page: Page) -> None:
    room, base = desk
    sign_in(page, base)
    page.goto(f"{base}/desk")
    fresh = room.open("Sparks fly from the meter", person="tel:+923005555555")
    expect(page.locator(f'tr[data-number="{fresh}"]')).to_be_visible()
    page.goto(f"{base}/desk/{fresh}")
    expect(page.locator("#here")).to_be_hidden()
    with room.store.write() as session:
        second = 2
        presence.arrive(session, fresh, second, room.house.house.clock.now())
    expect(page.locator("#here b")).to_have_text("Second")
    room.do(room.sign_in("second"), fresh, "note", words="I am calling them")
    expect(page.locator("#news")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_page_is_for_everybody(desk: tuple[Room, str], page: Page, language: str) -> None:
    room, base = desk
    number = room.numbers[3]
    sign_in(page, base, "head", language)
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ur" else "ltr")
    for width in (1400, 390):
        page.set_viewport_size({"width": width, "height": 844})
        for name, path in (
            ("queue", "/desk?show=open&category=electricity"),
            ("ticket", f"/desk/{number}?template=1_received"),
            ("search", "/desk/search?q=bijli"),
            ("flags", "/desk/flags"),
        ):
            page.goto(f"{base}{path}")
            take_picture(page, f"desk-{name}-{language}-{width}")
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{path} is {wide} pixels too wide for {width}"
            if width == 1400:
                page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
                expect_accessible(page)


def test_the_essentials_need_no_script(desk: tuple[Room, str], page: Page) -> None:
    room, base = desk
    number = room.open("The pole leans", person="tel:+923004444444")
    assert page.context.browser is not None
    context = page.context.browser.new_context(java_script_enabled=False)
    bare = context.new_page()
    sign_in(bare, base)
    bare.goto(f"{base}/desk/{number}")
    bare.get_by_role("button", name="Take it").click()
    expect(bare.locator(".head .chip").first).to_have_text("In progress")
    bare.locator("#do-reply summary").click()
    bare.locator("#template").select_option("2_visit")
    bare.get_by_role("button", name="Use it").click()
    text = "Somebody from PESCO Division, Mardan will come to look at the place."
    expect(bare.locator("#w-reply")).to_have_value(re.compile(re.escape(text)))
    bare.get_by_role("button", name="Send", exact=True).click()
    expect(bare.locator(".timeline .what").first).to_have_text("The citizen was written to")
    context.close()


def test_a_draft_comes_back(desk: tuple[Room, str], page: Page) -> None:
    """The browser is closed in the middle of a remark; nothing of it is left in it."""
    room, base = desk
    sign_in(page, base)
    where = f"{base}/desk/{room.numbers[-1]}"
    page.goto(where)
    form = page.locator("form[action$='/do/note']")
    form.locator("textarea").evaluate(_OPEN)
    with page.expect_response("**/staff/draft") as kept:
        form.locator("textarea").fill("I rang the citizen, who says")
    assert kept.value.status == 204
    page.goto("about:blank")
    page.goto(where)
    expect(page.locator("form[action$='/do/note'] textarea")).to_have_value("I rang the citizen, who says")
    expect(page.locator("form[action$='/do/note'] .draft-note")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).length") == 0
