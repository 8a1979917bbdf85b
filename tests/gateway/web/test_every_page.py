"""Every page of the house on a narrow phone, in each language: nothing sticks out at the side, and nothing is in the
way of those who use it without a mouse or without eyes. Which pages there are is asked of the application."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from core.store.engine import open_store
from core.store.evidence.blobs import FileBlobs
from core.ticket import Role
from tests.gateway.web.desk.room import Room, add_person, make_room
from tests.services.axe import expect_accessible

NARROW = 360


@pytest.fixture
def served(migrated_sqlite: str, tmp_path: object) -> Iterator[tuple[Room, str]]:
    store = open_store(migrated_sqlite, FileBlobs(tmp_path / "blobs"))  # type: ignore[operator]
    room = make_room(store)
    add_person(store, "boss", Role.ADMINISTRATOR, None)
    server = make_server("127.0.0.1", 0, room.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield room, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    store.close()


def paths(room: Room) -> list[str]:
    """Whatever answers an administrator with a whole page; of those about one thing, one."""
    client = room.sign_in("boss")
    found = []
    for rule in room.app.url_map.iter_rules():
        path = rule.rule.replace("<number>", room.numbers[0]).replace("<code>", room.code)
        if "GET" not in (rule.methods or ()) or "<" in path or path == "/desk/live":
            continue
        answer = client.get(path, buffered=True)
        if answer.status_code == 200 and b"<!doctype html>" in answer.data:
            found.append(path)
    return found


@pytest.mark.timeout(600)  # 70 pages in one browser: some twenty seconds, unless the machine does much else
def test_no_page_is_too_wide_for_a_phone_and_each_is_for_everybody(served: tuple[Room, str], page: Page) -> None:
    room, base = served
    pages = paths(room)
    assert {"/", "/track", "/mailroom", "/desk", "/admin/people", "/staff/password", "/dashboards"} <= set(pages)
    cookie = room.sign_in("boss").get_cookie("session")
    assert cookie is not None
    page.context.add_cookies([{"name": "session", "value": cookie.value, "url": base}])
    page.set_viewport_size({"width": NARROW, "height": 740})
    wide = {}
    for language in ("en", "ur", "ps"):
        for path in pages:
            page.goto(f"{base}{path}?language={language}")
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > NARROW:
                wide[f"{path}?language={language}"] = width
            if language == "ur":
                expect_accessible(page)
    assert wide == {}


def test_the_keyboard_leads_through_a_page_and_shows_where_it_is(served: tuple[Room, str], page: Page) -> None:
    """No trap: Tab goes through all of it and comes to its end; what has the focus has an outline."""
    room, base = served
    cookie = room.sign_in("boss").get_cookie("session")
    assert cookie is not None
    page.context.add_cookies([{"name": "session", "value": cookie.value, "url": base}])
    for path in ("/mailroom", f"/desk/{room.numbers[0]}", "/admin/people"):
        page.goto(f"{base}{path}")
        expect(page.locator("main")).to_be_visible()
        page.evaluate("document.activeElement.blur()")
        seen: list[str] = []
        for _ in range(150):
            page.keyboard.press("Tab")
            where = page.evaluate(
                """() => {
                    const one = document.activeElement;
                    if (!one || one === document.body) return "";
                    one.dataset.n ??= String(Math.random());
                    const style = getComputedStyle(one);
                    const shown = style.outlineStyle !== "none" || style.boxShadow !== "none";
                    return shown ? one.dataset.n : `not shown: ${one.outerHTML.slice(0, 120)}`;
                }"""
            )
            assert not where.startswith("not shown"), f"{path}: {where}"
            if where in ("", *seen[:1]):
                break
            assert where not in seen, f"{path}: the keyboard is caught"
            seen.append(where)
        assert len(seen) > 5, path
