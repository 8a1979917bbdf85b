"""The web app in a real browser without JavaScript: on narrow phones, in each language, for everybody."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.messages import Button, Menu, MenuRow
from core.reference.phrasebook import LANGUAGES, say
from tests.gateway.web.complain.given import Served
from tests.services.axe import expect_accessible

WIDTHS = (320, 360, 1280)
SMALL = """() => [
  ...document.querySelectorAll("a, button, input, select, textarea, summary, label.check")
].filter((one) => {
  const box = one.getBoundingClientRect();
  const within = one.type === "checkbox" || one.matches(".unseen") || !box.width;
  return !within && (box.height < 44 || box.width < 44);
}).map((one) => one.outerHTML.slice(0, 90))"""
YES, NO = {"en": "Yes, right", "ur": "جی ہاں", "roman_ur": "Ji haan", "ps": "هو"}, "No"
WHERE = {"en": "In which district?", "ur": "کس ضلع میں؟", "roman_ur": "Kis zilay mein?", "ps": "په کومه ولسوالۍ کې؟"}


def look(page: Page, name: str) -> None:
    """Where somebody wants to look at the pages, they are drawn into that folder."""
    if folder := os.environ.get("ARZI_TEST_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def fits(page: Page, width: int, name: str) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert page.evaluate(SMALL) == [], name
    look(page, f"{name}-{width}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_telling_answering_and_coming_back(served: Served, language: str) -> None:
    page = served.phone(java_script_enabled=False)
    page.goto(f"{served.base}/complain?language={language}")
    shown = [f"form-{language}"]
    for width in WIDTHS:
        fits(page, width, shown[-1])
    page.get_by_label(say("page.web.what", language)).fill("bijli nahi hai")
    page.get_by_label(say("page.web.where", language)).fill("Toru, Mardan")
    page.get_by_role("button", name=say("page.web.send", language), exact=True).click()
    expect(page.get_by_text(say("page.web.waits", language))).to_be_visible()
    served.work()
    expect(page.get_by_text("you said bijli nahi hai")).to_be_visible()  # it looks by itself
    rows = (MenuRow("Mardan", "m", "35"), MenuRow("Swat", "s"))
    served.stage("1. Mardan 2. Swat", language=language, menu=Menu("x", rows, WHERE[language], "1. Mardan 2. Swat"))
    served.stage("Yes?", language=language, buttons=(Button(YES[language], "confirm:yes"), Button(NO, "confirm:no")))
    page.goto(f"{served.base}/complain")
    for width in WIDTHS:
        fits(page, width, f"thread-{language}")
    page.get_by_role("combobox").select_option("Swat")
    page.locator("li", has=page.get_by_role("combobox")).get_by_role("button").click()
    served.work()
    assert served.told()[-1] == "Swat"
    page.get_by_text(say("page.web.code", language)).click()
    for width in WIDTHS:
        fits(page, width, f"code-{language}")
    for path in ("mine", "back"):
        page.goto(f"{served.base}/complain/{path}")
        fits(page, 320, f"{path}-{language}")


@pytest.mark.parametrize("language", ["en", "ur"])
def test_each_page_is_for_everybody(served: Served, language: str) -> None:
    page = served.phone()
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{served.base}/complain?language={language}")
    expect_accessible(page)
    page.locator("#text").fill("done")
    page.locator("#plain form > button").click()
    served.work()
    served.stage("Yes?", language=language, buttons=(Button(YES[language], "confirm:yes"), Button(NO, "confirm:no")))
    for path in ("", "/mine", "/back"):
        page.goto(f"{served.base}/complain{path}")
        expect_accessible(page)


def test_the_link_brings_the_code_along_and_the_address_forgets_it(served: Served) -> None:
    page = served.phone()
    page.goto(f"{served.base}/complain/back#48210937552611847203")
    expect(page.locator("#code")).to_have_value("4821 0937 5526 1184 7203")
    assert page.url.endswith("/complain/back")
