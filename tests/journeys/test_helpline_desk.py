"""From a telephone to an agent's desk and back: a recording in Pashto, an agent's words, an SMS, a feedback call."""

from datetime import timedelta

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from core.casework import propose_resolution
from core.store.casework import tickets
from core.store.helpline import feedback, tasks
from core.store.pipeline.tables import EnvelopeRow
from core.store.staff import staff
from core.ticket import Actor, Role, TicketState
from gateway.bootstrap import build
from gateway.config import load_settings
from gateway.house import House
from gateway.pipeline.calls.outgoing import ask_by_telephone
from gateway.web.staff.passwords import hash_password
from tests.journeys.installation import Installation
from tests.services.axe import expect_accessible
from tests.services.waiting import wait_until

WORDS = "د کلي پمپ یوه اونۍ کېږي چې خراب دی"
PASSWORD = "a password for tests"


def recorded(house: Installation, number: str) -> None:
    """Somebody tells a complaint in Pashto and hangs up while they speak."""
    call = house.simulator("POST", f"/phones/{number}/calls", {})
    for keys in ("2", "1", "3", "1", "1"):
        house.simulator("POST", f"/calls/{call['sid']}/press", {"keys": keys})
    house.simulator("POST", f"/calls/{call['sid']}/record", {"seconds": 4, "hangup": True})


def opened(house: Installation) -> House:
    """The same house in this process."""
    env = {**house.env, "ARZI_CHANNELS__IVR__CALLING_HOURS": "00:00-23:59"}
    return build(load_settings(house.folder / "config.yaml", env))


def agent(house: House, browser: Browser, url: str) -> Page:
    with house.store.write() as session:
        staff.add(
            session, "saira", "Saira", Role.AGENT, None, hash_password(PASSWORD), house.clock.now(), must_change=False
        )
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    page.goto(f"{url}/staff/sign-in?language=en")
    page.get_by_label("User name").fill("saira")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").click()
    return page


def test_a_recording_is_heard_written_down_and_judged(browser: Browser, house: Installation) -> None:
    number = "+923459876501"
    house.simulator("DELETE", "/state")
    recorded(house, number)
    mine = opened(house)
    page = agent(mine, browser, house.url)
    page.goto(f"{house.url}/helpline")
    expect_accessible(page)
    page.get_by_role("row", name="Only recorded").get_by_role("link").click()
    expect(page.get_by_text("+9234")).to_be_visible()
    expect(page.get_by_text(number)).to_have_count(0)
    sound = page.locator("audio")
    expect(sound).to_be_visible()  # it is fetched by a worker, and shown when it is there
    page.keyboard.press("Alt+KeyK")
    wait_until(lambda: sound.evaluate("audio => audio.currentTime > 0.3"), what="the recording to play")
    page.keyboard.press("Alt+KeyK")
    expect(sound).to_have_js_property("paused", True)
    expect(page.get_by_label("What the caller says needed")).to_be_focused()
    page.keyboard.type(WORDS)
    expect_accessible(page)
    page.keyboard.press("Control+Enter")
    sms = wait_until(lambda: house.answers(number), what="the SMS")
    with house.reading() as session:
        [ticket] = tickets.of_person(session, f"tel:{number}")
        assert tickets.record(session, ticket.number).get("description") == WORDS
    assert ticket.number in sms[-1]["text"]
    expect(page.get_by_text(ticket.number).first).to_be_visible()
    page.goto(f"{house.url}/helpline?language=ur")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()
    _judged(mine, house, number, ticket.number)


def _judged(mine: House, house: Installation, number: str, ticket: str) -> None:
    """The office says that it is solved; the citizen's telephone rings, and they press two."""
    officer = Actor(Role.OFFICER, "1")
    now = mine.clock.now()
    with mine.store.write() as session:
        mine.cases.do(session, ticket, lambda t, at, p: propose_resolution(t, "mended", officer, at, p), now)
        for asked in feedback.to_ask(session, ("whatsapp", "sms", "ivr"), now):
            task = feedback.begin(session, asked, now - timedelta(seconds=1))
            assert task is not None
            assert tasks.get(session, task).ticket == ticket
    ask_by_telephone(mine, mine.channels["ivr"])  # type: ignore[arg-type]
    ringing = wait_until(lambda: _ringing(house, number), what=f"the telephone to ring\n{house.logs()}")
    ask_by_telephone(mine, mine.channels["ivr"])  # type: ignore[arg-type]
    call = house.simulator("POST", f"/calls/{ringing}/answer", {})
    assert call["live"], call["problem"]
    house.simulator("POST", f"/calls/{ringing}/press", {"keys": "2"})
    house.simulator("POST", f"/calls/{ringing}/record", {"seconds": 2, "key": "#"})
    with house.reading() as session:
        assert tickets.get(session, ticket).state is TicketState.REOPENED
    assert len([one for one in house.simulator("GET", "/changes")["calls"] if one["direction"] != "inbound"]) == 1


def _ringing(house: Installation, number: str) -> str | None:
    calls = house.simulator("GET", "/changes")["calls"]
    found = (call["sid"] for call in calls if call["phone"] == number and call["status"] == "ringing")
    return next(found, None)


def test_an_sms_from_the_same_number_goes_on_where_the_call_ended(house: Installation) -> None:
    number = "+923459876502"
    call = house.simulator("POST", f"/phones/{number}/calls", {})
    for keys in ("3", "1", "1"):
        house.simulator("POST", f"/calls/{call['sid']}/press", {"keys": keys})
    house.simulator("POST", f"/calls/{call['sid']}/hangup", {})
    house.write(number, "Mardan", sms=True)
    wait_until(lambda: house.answers(number), what=f"an answer\n{house.logs()}")
    assert house.answers(number)[-1]["channel"] == "sms"
    with house.reading() as session:
        rows = session.scalars(select(EnvelopeRow).where(EnvelopeRow.person == f"tel:{number}")).all()
    assert [row.channel for row in rows] == ["sms"]
    again = house.simulator("POST", f"/phones/{number}/calls", {})
    again = house.simulator("POST", f"/calls/{again['sid']}/press", {"keys": "1"})
    assert "in your own words" in str(again["sounds"])
