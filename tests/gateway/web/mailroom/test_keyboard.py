"""The desk in real Chromium, with the keyboard alone: sign in, mend, confirm, register, the next letter, its slip.

``ARZI_PICTURES=FOLDER pytest tests/gateway/web/mailroom/test_keyboard.py`` also takes pictures.
"""

import json
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from core.messages import Envelope
from core.store import worklist
from core.store.casework import tickets
from core.store.engine import open_store
from core.store.evidence.blobs import FileBlobs
from core.store.mailroom import letters, progress, rereading
from core.store.mailroom.layouts import FieldBox, WordBox
from gateway.pipeline.accept import accept
from tests.gateway.web.mailroom.paper import ENGLISH, URDU, Mailroom, make_mailroom
from tests.gateway.web.mailroom.test_sheets import with_pages
from tests.gateway.web.staff.people import PASSWORD
from tests.services.axe import expect_accessible
from tests.services.waiting import wait_until

URDU_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def _width(page: Page) -> float:
    box = page.locator("#page-1").bounding_box()
    assert box is not None
    return box["width"]


@pytest.fixture
def mailroom(migrated_sqlite: str, tmp_path: Path) -> Iterator[tuple[Mailroom, str]]:
    """A mailroom on a port of this machine."""
    store = open_store(migrated_sqlite, FileBlobs(tmp_path / "blobs"))
    made = make_mailroom(store)
    server = make_server("127.0.0.1", 0, made.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    store.close()


def take_picture(page: Page, name: str) -> None:
    if folder := os.environ.get("ARZI_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def sign_in(page: Page, base: str, name: str = "gul") -> None:
    page.goto(f"{base}/mailroom")
    expect(page.get_by_label("User name")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Mailroom")).to_be_visible()


def expect_focused(page: Page, name: str) -> None:
    """The page's script moves there after the page shows."""
    expect(page.locator(f'[name="{name}"]')).to_be_focused()


def test_two_letters_without_a_mouse(mailroom: tuple[Mailroom, str], page: Page) -> None:
    made, base = mailroom
    first, second = made.letter(ENGLISH), made.letter(URDU)
    complaints: list[str] = []
    page.on("console", lambda told: complaints.append(f"{told.type} {told.text} {told.location.get('url')}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_viewport_size({"width": 1440, "height": 900})

    sign_in(page, base)
    take_picture(page, "mailroom-queue")
    expect_accessible(page)
    page.keyboard.press("Alt+n")
    expect(page.locator(".desk")).to_be_visible()
    expect_focused(page, "phone")  # the unsure one comes first
    expect(page.locator('.box[data-field="phone"]')).to_have_class("box chosen")
    expect(page.locator('.box[data-field="district"]')).to_have_class("box")
    take_picture(page, "mailroom-desk")

    before = _width(page)
    page.keyboard.press("Alt++")
    wait_until(lambda: _width(page) > 1.2 * before, what="a larger page")
    page.keyboard.press("Alt+r")
    expect(page.locator("#page-1")).to_have_attribute("viewBox", "0 0 1754 1240")
    page.keyboard.press("Alt+-")

    expect_accessible(page)
    page.keyboard.press("Enter")
    expect(page.locator("[name=confirm_phone]")).to_be_checked()
    expect_focused(page, "category")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".notice")).to_contain_text("registered as KP-2026-000001")
    assert page.url == f"{base}/mailroom/{second}?done={first}"
    name, words = page.locator("#complainant_name"), page.locator("#description")
    for place in (name, words):
        style = place.evaluate("e => [getComputedStyle(e).direction, getComputedStyle(e).fontFamily]")
        assert style[0] == "rtl"
        assert "Nastaliq" in style[1]
    assert page.locator("#phone").evaluate("e => getComputedStyle(e).direction") == "ltr"
    expect_focused(page, "complainant_name")
    take_picture(page, "mailroom-desk-urdu")
    page.keyboard.press("Control+a")
    page.keyboard.type("سائرہ خان")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+s")
    expect(page.locator('.field[data-field="complainant_name"] .how')).to_have_text("Confirmed")
    words.focus()
    lowest = words.evaluate("e => e.getBoundingClientRect().bottom")
    assert lowest <= page.locator(".actions").evaluate("e => e.getBoundingClientRect().top"), "it is not hidden"
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Mailroom")).to_be_visible()
    expect(page.locator(".notice")).to_contain_text("KP-2026-000002")

    with made.house.house.store.read() as session:
        states = [letters.get(session, number).state for number in (first, second)]
        ticket = tickets.of_conversation(session, letters.get(session, second).conversation_id)
        assert ticket is not None
        known = tickets.record(session, ticket.number)
    assert states == [letters.REGISTERED] * 2
    assert known.get("complainant_name") == "سائرہ خان"

    page.goto(f"{base}/mailroom/{second}/slip")
    expect_accessible(page)
    expect(page.locator(".slip .number")).to_have_text(ticket.number)
    take_picture(page, "mailroom-slip")
    printed = pdfium.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert len(printed) == 1, "it fits on one A6"
    assert [round(side * 25.4 / 72) for side in printed[0].get_size()] == [105, 148]
    assert [told for told in complaints if "favicon" not in told] == []


def test_a_dropped_file_is_read_while_one_looks_on(mailroom: tuple[Mailroom, str], page: Page) -> None:
    made, base = mailroom
    sign_in(page, base)
    drop = """([name, text]) => {
        const files = new DataTransfer();
        files.items.add(new File([text], name));
        document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
    }"""
    page.evaluate(drop, ["bad.pdf", "PK not a scan"])
    expect(page.locator(".taken .bad")).to_contain_text("Not taken: this is none of PDF")
    page.evaluate(drop, ["letter.pdf", '{"language": "en", "text": "x", "found": {}}'])
    expect(page.locator("#live")).to_contain_text("Being read (1)")
    made.house.work()
    expect(page.locator("#live")).to_contain_text("Waiting (1)")


def test_the_essentials_need_no_script(mailroom: tuple[Mailroom, str], page: Page) -> None:
    made, base = mailroom
    letter = made.letter(ENGLISH)
    assert page.context.browser is not None
    context = page.context.browser.new_context(java_script_enabled=False)
    bare = context.new_page()
    sign_in(bare, base)
    bare.goto(f"{base}/mailroom/{letter}?turn=90")
    expect(bare.locator("svg.page g").first).to_have_attribute("transform", "translate(1754 0) rotate(90)")
    bare.locator("[name=confirm_phone]").check()
    bare.get_by_role("button", name="Register").click()
    expect(bare.locator(".notice")).to_contain_text("KP-2026-000001")
    context.close()


def test_a_split_letter_is_shown_as_soon_as_it_is_read_and_progress_is_seen(
    mailroom: tuple[Mailroom, str], page: Page
) -> None:
    made, base = mailroom
    letter = made.letter(ENGLISH)
    with_pages(made, letter, 3)
    sign_in(page, base)
    body = json.dumps(URDU).encode()
    envelope = Envelope("letters", "file", body, made.house.clock.now(), {"filename": "many.pdf"})
    accept(made.house.house, made.house.house.channels["letters"], envelope)
    with made.house.house.store.write() as session:
        progress.put(session, "file", 2, 5)
    expect(page.locator("#live")).to_contain_text("2 of 5 pages")
    expect(page.locator("#live progress")).to_have_attribute("value", "2")
    take_picture(page, "mailroom-reading")

    page.goto(f"{base}/mailroom/{letter}")
    page.get_by_text("Something else with this letter").click()
    page.get_by_label("Another letter begins with page").select_option("3")
    take_picture(page, "mailroom-other")
    page.get_by_role("button", name="Split").click()
    expect(page.locator("#rereading")).to_be_visible()
    expect(page.locator("svg.page")).to_have_count(2)
    with made.house.house.store.write() as session:
        rereading.ended(session, letter, None)
    expect(page.locator("#rereading")).to_have_count(0)
    page.goto(f"{base}/mailroom/{letter}?language=ur")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("button[value=ask]")).to_have_count(0)
    take_picture(page, "mailroom-desk-in-urdu")


def test_every_other_end_of_a_letter_and_who_has_it(mailroom: tuple[Mailroom, str], page: Page) -> None:
    made, base = mailroom
    one, two, three, four, five = (made.letter({**ENGLISH, "text": str(n)}) for n in range(5))
    for letter in (four, five):
        with_pages(made, letter, 1)
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in(page, base)
    notice, more = page.locator(".notice"), page.locator("details.other summary")
    page.goto(f"{base}/mailroom/{one}")
    page.keyboard.press("Control+Enter")
    expect(notice).to_contain_text("registered as")
    number = str(re.findall(r"KP-[\d-]+", notice.inner_text())[0])

    more.click()
    expect_accessible(page)
    page.get_by_label("Duplicate of").fill("KP-2026-000099-9")
    page.get_by_role("button", name="Duplicate").click()
    expect(page.locator(".problem")).to_contain_text("no ticket with this tracking number")
    more.click()
    page.get_by_label("Duplicate of").fill(number.replace("KP-", "kp ").translate(URDU_DIGITS))
    page.get_by_role("button", name="Duplicate").click()
    expect(notice).to_contain_text(f"kept as a duplicate of {number}")
    assert page.url.startswith(f"{base}/mailroom/{three}")

    more.click()
    page.get_by_label("No complaint, because").select_option("advertising")
    page.get_by_role("button", name="No complaint").click()
    expect(notice).to_contain_text("kept as no complaint")
    assert page.url.startswith(f"{base}/mailroom/{four}")

    other = page.context.browser.new_context()  # type: ignore[union-attr]
    saira = other.new_page()
    sign_in(saira, base, "saira")
    expect(saira.locator("tr.held")).to_contain_text("with Gul")
    saira.goto(f"{base}/mailroom/{four}")
    expect(saira.locator(".problem")).to_contain_text("Gul has this letter open")
    expect(saira.locator("form#letter")).to_have_count(0)

    page.goto(f"{base}/mailroom/{five}")  # gives the one before back
    more.click()
    page.get_by_label("These are further pages").select_option(str(four))
    page.get_by_role("button", name="Join").click()
    expect(page.locator("svg.page")).to_have_count(2)
    expect(page.locator("#rereading")).to_be_visible()
    with made.house.house.store.write() as session:
        rereading.ended(session, four, None)
    expect(page.locator("#rereading")).to_have_count(0)

    more.click()
    page.get_by_label("Read again in").select_option("ps")
    page.get_by_role("button", name="Read again").click()
    expect(page.locator("#rereading")).to_be_visible()
    more.click()
    page.get_by_label("Send on to").select_option(label="Saira")
    page.get_by_role("button", name="Send on").click()
    expect(notice).to_contain_text("sent on")
    saira.reload()
    expect(saira.locator("form#letter")).to_be_visible()
    other.close()
    ends = [letters.NOT_COMPLAINT, letters.JOINED, letters.DUPLICATE, letters.REGISTERED, worklist.WAITING]
    with made.house.house.store.read() as session:
        assert [letters.get(session, letter).state for letter in (three, five, two, one, four)] == ends
        assert letters.get(session, four).reread_in == "ps"


def test_the_words_of_the_chosen_field_are_marked(mailroom: tuple[Mailroom, str], page: Page) -> None:
    made, base = mailroom
    letter = made.letter(ENGLISH)
    words = (WordBox(0, 100, 200, 200, 50, 95), WordBox(0, 320, 200, 150, 50, 30), WordBox(1, 90, 90, 90, 40, 95))
    with_pages(made, letter, 2, {"description": FieldBox(0, 100, 200, 370, 50, 0.6, words)})
    sign_in(page, base)
    page.goto(f"{base}/mailroom/{letter}?language=ur")
    marked = page.locator(".word.chosen:visible")
    expect(marked).to_have_count(0)
    page.locator("#description").focus()
    expect(marked).to_have_count(3)
    expect(page.locator(".word.weak.chosen")).to_have_count(1)
    page.locator("#complainant_name").focus()
    expect(marked).to_have_count(0)
    page.locator('.box[data-field="description"]').click(position={"x": 4, "y": 4})
    expect(page.locator("#description")).to_be_focused()
    expect_accessible(page)
    page.set_viewport_size({"width": 360, "height": 740})
    page.locator("details.other summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    take_picture(page, "mailroom-desk-narrow")
    page.goto(f"{base}/mailroom")
    camera = page.get_by_label("کیمرا")
    expect(camera).to_have_attribute("capture", "environment")
    expect(camera).to_have_attribute("accept", "image/*")
    camera.set_input_files({"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": json.dumps(URDU).encode()})
    expect(page.locator(".taken .good")).to_contain_text("photo.jpg")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
