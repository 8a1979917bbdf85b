"""What readers of Urdu reported, looked at in real Chromium: order of words, letters that are cut off, keys of their
keyboards, labels over each other, pages wider than a phone.

``ARZI_PICTURES=FOLDER pytest tests/gateway/web/test_urdu_pages.py`` also takes pictures.
"""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from core.store.engine import open_store
from core.store.evidence.blobs import FileBlobs
from tests.gateway.web.desk.room import Room
from tests.gateway.web.mailroom.paper import ENGLISH, URDU, make_mailroom
from tests.gateway.web.staff.people import signed_in
from tests.gateway.web.test_every_page import NARROW, paths
from tests.gateway.web.test_no_raw_keys import more_paths
from tests.gateway.web.whole_house import whole_house

REVERSED = """() => {
    const found = [];
    for (const one of document.querySelectorAll("main *")) {
        const own = [...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join(" ").trim();
        if (!/[\\u0600-\\u06ff]/.test(own) || !/[0-9A-Za-z\\u06f0-\\u06f9]/.test(own)) continue;
        if (one.closest("svg, pre, code, textarea, blockquote, .said, .words, .description, [lang=en]")) continue;
        if (getComputedStyle(one).direction === "ltr") found.push(own.slice(0, 80));
    }
    return found;
}"""
"""Urdu with numbers or Latin words in it, laid out from left to right: its parts then stand in reverse. What people
wrote has the direction of its own first word."""
CLIPPED = """() => {
    const found = [];
    for (const one of document.querySelectorAll("main select")) {
        const style = getComputedStyle(one);
        const line = document.createElement("span");
        line.textContent = one.selectedOptions[0]?.textContent || "پانی کی فراہمی";
        line.style.cssText = `font: ${style.font}; line-height: normal; position: absolute; white-space: nowrap`;
        document.body.append(line);
        const needs = line.getBoundingClientRect().height;
        line.remove();
        const has = one.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
        if (one.offsetParent && has < needs * 0.93) found.push([one.name, has, needs]);
    }
    return found;
}"""
"""Selects whose line is lower than the letters of their font."""
OVERLAPPING = """() => [...document.querySelectorAll("svg.map")].flatMap((map) => {
    const boxes = [...map.querySelectorAll("text")].map((one) => [one.textContent, one.getBoundingClientRect()]);
    const over = [];
    for (const [n, [name, a]] of boxes.entries()) for (const [other, b] of boxes.slice(n + 1)) {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 1 && high > 0.25 * Math.min(a.height, b.height)) over.push(`${name} / ${other}`);
    }
    return over;
})"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Room, str]]:
    from core.store.migrate import migrate

    folder = tmp_path_factory.mktemp("urdu")
    store = open_store(f"sqlite:///{folder}/arzi.db", FileBlobs(folder / "blobs"))
    migrate(store.engine)
    room = whole_house(store)
    server = make_server("127.0.0.1", 0, room.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield room, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    store.close()


def enter(page: Page, room: Room, base: str, username: str = "boss") -> None:
    cookie = room.sign_in(username).get_cookie("session")
    assert cookie is not None
    page.context.add_cookies([{"name": "session", "value": cookie.value, "url": base}])


def take_picture(page: Page, name: str) -> None:
    if folder := os.environ.get("ARZI_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def opened(page: Page) -> None:
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


@pytest.mark.timeout(600)
def test_no_number_stands_in_reverse_no_select_is_clipped_no_district_twice(
    served: tuple[Room, str], page: Page
) -> None:
    room, base = served
    enter(page, room, base)
    page.set_viewport_size({"width": 1280, "height": 800})
    wrong: dict[str, object] = {}
    for path in [*paths(room), *more_paths(room)]:
        page.goto(f"{base}{path}{'&' if '?' in path else '?'}language=ur")
        opened(page)
        take_picture(page, "ur" + path.replace("/", "-").replace("?", "-")[:60])
        for what, script in (("reversed", REVERSED), ("clipped", CLIPPED), ("over each other", OVERLAPPING)):
            if found := page.evaluate(script):
                wrong[f"{what}: {path}"] = found
        if "ضلع ضلع" in page.content():
            wrong[f"district twice: {path}"] = True
    assert wrong == {}


def test_how_long_ago_reads_from_right_to_left(served: tuple[Room, str], page: Page) -> None:
    room, base = served
    enter(page, room, base)
    page.goto(f"{base}/desk?show=open&language=ur")
    came = page.locator(".tickets .came time", has_text="37 دن پہلے").first
    assert came.evaluate("(one) => getComputedStyle(one).direction") == "rtl"


@pytest.mark.parametrize(
    ("key", "code", "shift", "does"),
    [
        ("ج", "KeyJ", False, "next"),
        ("/", "Slash", False, "search"),
        ("؟", "Slash", True, "help"),
        ("ژ", "KeyX", False, "select"),
    ],
)
def test_single_keys_work_on_an_urdu_keyboard(
    served: tuple[Room, str], page: Page, key: str, code: str, shift: bool, does: str
) -> None:
    room, base = served
    enter(page, room, base, "head")
    page.goto(f"{base}/desk?show=open&language=ur")
    expect(page.locator("html.scripted")).to_have_count(1)
    press = """([key, code, shiftKey]) => (document.activeElement || document.body).dispatchEvent(
        new KeyboardEvent("keydown", { key, code, shiftKey, bubbles: true, cancelable: true }))"""
    if does == "select":
        page.evaluate(press, ["ج", "KeyJ", False])
    page.evaluate(press, [key, code, shift])
    match does:
        case "next":
            expect(page.locator(".tickets .which a").first).to_be_focused()
        case "search":
            expect(page.locator("#q")).to_be_focused()
        case "help":
            expect(page.locator("#keys")).to_be_visible()
        case "select":
            expect(page.locator(".tickets [name=ticket]").first).to_be_checked()


def test_why_it_was_sent_there_is_told_in_urdu(served: tuple[Room, str], page: Page) -> None:
    room, base = served
    enter(page, room, base)
    page.goto(f"{base}/desk/{room.numbers[2]}?language=ur")
    told = page.locator(".timeline blockquote").last
    expect(told).to_contain_text("بجلی")
    expect(told).to_contain_text("مردان")
    expect(told).not_to_contain_text("Sent to")


@pytest.mark.timeout(600)
def test_pages_with_something_to_show_fit_a_phone(served: tuple[Room, str], page: Page) -> None:
    """Also where a citizen's word, an office's code or a file's name is longer than the phone is wide."""
    room, base = served
    long = room.open("https://x.example/" + "a1" * 60, person="tel:+923007654399")
    room.add_file(long, b"%PDF-1.7\n", "application/pdf", "scan-" + "0123456789" * 9 + ".pdf")
    enter(page, room, base)
    page.set_viewport_size({"width": NARROW, "height": 740})
    wide = {}
    for language in ("en", "ur", "ps"):
        for path in ("/desk?show=open", *more_paths(room)):
            page.goto(f"{base}{path}{'&' if '?' in path else '?'}language={language}")
            opened(page)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > NARROW:
                wide[f"{path} {language}"] = width
    assert wide == {}


def test_the_mailroom_with_letters_fits_a_phone(migrated_sqlite: str, tmp_path: Path, page: Page) -> None:
    store = open_store(migrated_sqlite, FileBlobs(tmp_path / "blobs"))
    made = make_mailroom(store)
    letters = [
        made.letter(URDU, name="a-scan-with-a-very-long-name-2026-11-30-from-the-copier.pdf"),
        made.letter(ENGLISH),
    ]
    server = make_server("127.0.0.1", 0, made.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    cookie = signed_in(made.app, store, "gul", made.house.clock.now()).get_cookie("session")
    assert cookie is not None
    page.context.add_cookies([{"name": "session", "value": cookie.value, "url": base}])
    page.set_viewport_size({"width": NARROW, "height": 740})
    wide = {}
    for language in ("ur", "ps", "en"):
        for path in ("/mailroom", *(f"/mailroom/{letter}" for letter in letters)):
            page.goto(f"{base}{path}?language={language}")
            opened(page)
            take_picture(page, f"phone-{language}{path.replace('/', '-')}")
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > NARROW:
                wide[f"{path} {language}"] = width
            if language == "ur":
                assert page.evaluate(CLIPPED) == []
                assert page.evaluate(REVERSED) == []
    server.shutdown()
    store.close()
    assert wide == {}


@pytest.mark.parametrize(("language", "told"), [("en", "no such page"), ("ur", "صفحہ"), ("ps", "پاڼه")])
def test_an_address_of_nothing_says_so_and_leads_on(
    served: tuple[Room, str], page: Page, language: str, told: str
) -> None:
    _, base = served
    page.goto(f"{base}/nowhere?language={language}")
    expect(page.locator("h1")).to_contain_text(told)
    assert len(page.locator("main").inner_text().split()) > 12
    expect(page.locator("main a[href='/track']")).to_be_visible()
    expect(page.locator("nav a[lang]")).to_have_count(2)


def test_the_first_page_leads_to_signing_in_and_to_the_other_languages(served: tuple[Room, str], page: Page) -> None:
    _, base = served
    page.goto(f"{base}/?language=ur")
    expect(page.locator("main a[href='/staff']")).to_be_visible()
    page.locator("nav a[lang=ps]").click()
    expect(page.locator("html")).to_have_attribute("lang", "ps")
