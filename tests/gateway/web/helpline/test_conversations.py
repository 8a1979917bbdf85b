"""Agents answer who writes, in a browser: by keyboard, live, in three languages, on a phone, without scripts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core.complaint import Field, Source
from core.helpline import Kind
from core.store.casework import tickets
from core.store.helpline import drafts, tasks
from core.store.pipeline import conversations
from tests.fakes.sqlite import sqlite_store
from tests.gateway.web.helpline.chatting import URDU, Chats, make_chats, serving
from tests.services.axe import expect_accessible

CITIZEN = "tel:+923001234567"


@pytest.fixture
def chats(migrated_sqlite: str, tmp_path: Path) -> Iterator[Chats]:
    with sqlite_store(migrated_sqlite, tmp_path) as store, serving(make_chats(store)) as made:
        yield made


@pytest.fixture
def asked(chats: Chats) -> int:
    """A citizen waits for a person; the task."""
    chats.write("no water in our street", "M1")
    chats.write(f"person {URDU}", "M2")
    [task] = chats.waiting()
    return task


def test_an_agent_answers_by_keyboard_and_sees_what_comes_live(chats: Chats, asked: int, page: Page) -> None:
    chats.enter(page, "agent")
    page.goto(f"{chats.base}/helpline?language=en")
    expect_accessible(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    box = page.get_by_label("Your answer")
    expect(box).to_be_focused()
    expect_accessible(page)
    page.keyboard.type("I am reading it")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Your answer is on its way.")).to_be_visible()
    expect(page.get_by_text("You have this thread")).to_be_visible()
    chats.house.work()
    assert chats.house.said[-1] == "I am reading it"
    chats.write("thank you so much", "M3")
    expect(page.locator("#thread").get_by_text("thank you so much")).to_be_visible()
    assert chats.house.said[-1] == "I am reading it"


def test_the_list_is_live(chats: Chats, page: Page) -> None:
    chats.enter(page, "agent")
    page.goto(f"{chats.base}/helpline?language=en")
    expect(page.get_by_text("Nobody waits for a person.")).to_be_visible()
    chats.write("person please", "M1")
    expect(page.get_by_role("row", name="person please")).to_be_visible()
    assert "+923001234567" not in page.content()


def test_a_draft_outlives_the_page_and_the_session(chats: Chats, asked: int, page: Page) -> None:
    chats.enter(page, "agent")
    page.goto(f"{chats.base}/helpline/{asked}?language=en")
    box = page.get_by_label("Your answer")
    box.press_sequentially("half an ans")
    expect(page.get_by_text("Your draft is kept.")).to_be_visible()
    page.reload()
    expect(box).to_have_value("half an ans")
    page.context.clear_cookies()  # the session ends
    box.press_sequentially("wer")
    expect(page.get_by_text("Your draft is kept in this browser only")).to_be_visible()
    with chats.store.read() as session:
        row = tasks.get(session, asked)
        [mine] = [drafts.get(session, row.conversation_id, one) for one in (1, 2) if row.locked_by == one]
    assert mine == "half an ans"


def test_two_agents_at_once(chats: Chats, asked: int, browser: Browser) -> None:
    pages = []
    for name in ("agent", "other"):
        page = browser.new_context().new_page()
        page.set_default_timeout(30_000)
        chats.enter(page, name)
        page.goto(f"{chats.base}/helpline/{asked}?language=en")
        pages.append(page)
    first, second = pages
    expect(second.get_by_text("Agent has this open")).to_be_visible()
    expect(second.get_by_label("Your answer")).to_have_count(0)
    first.get_by_label("Your answer").fill("mine")
    first.get_by_role("button", name="Send Ctrl").click()
    expect(first.get_by_text("Your answer is on its way.")).to_be_visible()
    chats.house.clock.pass_(minutes=4)
    second.reload()
    expect(second.get_by_text("Agent has this thread")).to_be_visible()
    expect(second.get_by_label("Your answer")).to_be_visible()
    for page in pages:
        page.context.close()


def test_without_javascript(chats: Chats, asked: int, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    chats.enter(page, "agent")
    page.goto(f"{chats.base}/helpline/{asked}?language=en")
    page.get_by_label("Begin with a text").select_option("h2_where")
    page.get_by_role("button", name="Use it").click()
    expect(page.get_by_label("Your answer")).to_contain_text("Where exactly is it?")
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_label("Your answer")).to_contain_text("Where exactly is it?")
    page.get_by_role("button", name="Send", exact=True).click()
    chats.house.work()
    assert "Where exactly is it?" in chats.house.said[-1]
    page.get_by_role("button", name="Give back to the assistant").click()
    expect(page.get_by_text("given back to the assistant").first).to_be_visible()
    chats.house.work()
    chats.write("hello", "M9")
    assert chats.house.said[-1] == "you said hello"
    context.close()


def test_the_record_beside_it_becomes_a_ticket_and_the_number_goes_where_they_write(
    chats: Chats, asked: int, page: Page
) -> None:
    chats.enter(page, "agent")
    page.goto(f"{chats.base}/helpline/{asked}?language=en")
    page.get_by_label("What the caller says").fill("No water for three days")
    page.locator("#category").fill("Drinking water")
    page.locator("#district").fill("Mardan")
    page.get_by_role("button", name="Register, send them the number").click()
    expect(page.get_by_text("registered").first).to_be_visible()
    chats.house.work()
    with chats.store.read() as session:
        [ticket] = tickets.of_person(session, CITIZEN)
        told = conversations.latest(session, CITIZEN)
    assert ticket.number in chats.house.said[-1]
    assert chats.house.channel.sent[-1].channel == "string"
    assert told is not None
    assert not told.held(chats.house.clock.now())
    assert chats.waiting() == []


def test_what_was_left_half_told_can_be_completed(chats: Chats, page: Page) -> None:
    chats.write("hello", "M0", sender="+923005550000")
    with chats.store.write() as session:
        told = conversations.latest(session, "tel:+923005550000")
        assert told is not None
        half = {"description": Field("no light for three days", 0.9, Source.TEXT)}
        conversations.save(session, told.with_(complaint=told.complaint.learn(half)))
    chats.house.clock.pass_(hours=21)
    chats.enter(page, "agent")
    page.goto(f"{chats.base}/helpline/unfinished?language=en")
    expect_accessible(page)
    row = page.get_by_role("row", name="no light for three days")
    expect(row).to_contain_text("District")
    row.get_by_role("button").click()
    expect(page.get_by_role("heading", name="An unfinished complaint")).to_be_visible()
    page.get_by_text("Something else", exact=True).click()
    page.locator("#reason").select_option(index=3)
    page.get_by_role("button", name="No complaint").click()
    expect(page.get_by_text("no complaint").first).to_be_visible()
    with chats.store.read() as session:
        assert tasks.waiting(session, Kind.UNFINISHED) == []
    page.goto(f"{chats.base}/helpline/unfinished")
    expect(page.get_by_text("Nothing is left half told.")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ur", "ps"])
def test_on_a_phone_in_each_language(chats: Chats, asked: int, page: Page, language: str) -> None:
    chats.enter(page, "agent")
    page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/helpline", f"/helpline/{asked}", "/helpline/unfinished"):
        page.goto(f"{chats.base}{path}?language={language}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        if language == "ur":
            expect(page.locator("html")).to_have_attribute("dir", "rtl")
            expect_accessible(page)
    page.goto(f"{chats.base}/helpline?language={language}")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("textarea:focus")).to_be_visible()
    page.keyboard.type("ہم دیکھ رہے ہیں")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#thread").get_by_text("ہم دیکھ رہے ہیں")).to_be_visible()
    chats.house.work()
    assert chats.house.said[-1] == "ہم دیکھ رہے ہیں"
