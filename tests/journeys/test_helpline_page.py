"""A whole call in a browser: keys, a voice, a recording, a number that is said and sent by SMS."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.installation import Installation
from tests.services.waiting import wait_until

GUL = "+923001234567"
SPOKEN = re.compile(r"\d(?:\D{1,3}\d){10,11}")
MOST_STEPS = 12


def listens(of: Locator) -> str:
    """What the helpline listens for, once it has answered."""
    expect(of.locator(".call:not(.busy)")).to_be_visible()
    return of.locator(".listens").inner_text()


def said(of: Locator) -> str:
    """The last thing that was said."""
    return of.locator(".said .words").last.inner_text()


def test_a_complaint_by_voice(simulator: Page, house: Installation) -> None:
    caller = simulator.locator(f'.phone[data-number="{GUL}"]')
    caller.get_by_label("Call the helpline").click()
    expect(caller.locator(".listens")).to_have_text("Listening for one key")
    told = ""
    for _ in range(MOST_STEPS):
        told = (SPOKEN.search(caller.locator(".said").inner_text()) and caller.locator(".said").inner_text()) or ""
        if told:
            break
        step(simulator, caller)
    assert told, caller.locator(".said").inner_text()
    caller.get_by_label("Hang up").click()
    expect(caller.locator(".state")).to_have_text("ended")
    sms = wait_until(lambda: house.answers(GUL), what="the SMS")
    spoken = SPOKEN.search(told)
    digits = re.sub(r"\D", "", spoken[0] if spoken else "")
    assert digits in re.sub(r"\D", "", sms[-1]["text"].splitlines()[0])
    assert sms[-1]["channel"] == "sms"
    caller.get_by_role("button", name="Back to the messages").click()
    expect(caller.locator(".message.sms")).to_be_visible()


def step(page: Page, caller: Locator) -> None:
    """One answer of a caller who speaks English: the first choice, the district by voice, the rest recorded."""
    before = caller.locator(".said li").count()
    if "after the beep" in listens(caller):
        caller.get_by_role("button", name="Record", exact=True).click()
        expect(caller.get_by_role("button", name="Stop")).to_be_visible()
        page.wait_for_timeout(1500)  # so long does the caller speak
        caller.get_by_role("button", name="Stop").click()
    elif "district" in caller.locator(".said").inner_text() and "Mardan" not in mine(caller):
        caller.get_by_label("Say something").fill("Mardan")
        caller.get_by_role("button", name="Say", exact=True).click()
    elif "press hash" in said(caller):
        caller.get_by_label("Key #").click()
    else:
        caller.get_by_label("Key 3" if before < 6 and "English" in said(caller) else "Key 1", exact=True).click()
    expect(caller.locator(".said li")).not_to_have_count(before)
    listens(caller)


def mine(caller: Locator) -> str:
    """What the caller said and pressed."""
    return " ".join(caller.locator(".said .mine").all_inner_texts())
