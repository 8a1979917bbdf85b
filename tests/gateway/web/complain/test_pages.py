"""The web app without JavaScript: a form becomes a message as on every channel, and the answer stands on the page."""

import gzip
import io
import re
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from core.casework import ask_citizen, propose_resolution, start
from core.errors import Overloaded
from core.messages import Button, OutboundMessage
from core.reference.phrasebook import LANGUAGES, say
from core.store.casework import tickets
from core.store.engine import Store
from core.store.evidence import media
from core.store.pipeline import conversations, outbox, visits
from core.store.pipeline.tables import EnvelopeRow, MessageRow, OutboxRow
from core.ticket import Actor, Role, Ticket, TicketState
from tests.gateway.web.complain.given import PNG, Site, code_on, make_site

OFFICER = Actor(Role.OFFICER, "7")


@pytest.fixture
def site(store: Store) -> Site:
    return make_site(store)


def envelopes(site: Site) -> list[EnvelopeRow]:
    with site.made.house.store.read() as session:
        return list(session.scalars(select(EnvelopeRow).order_by(EnvelopeRow.id)))


def ticket(site: Site) -> Ticket:
    [row] = {row.person for row in envelopes(site)}
    with site.made.house.store.read() as session:
        return tickets.of_person(session, row)[0]


def do(site: Site, number: str, *commands: object) -> None:
    house = site.made.house
    for command in commands:
        with house.store.write() as session:
            house.cases.do(session, number, command, house.clock.now())  # type: ignore[arg-type]
    site.made.house.queue.deliver(ticket(site).person)
    site.made.work()


def test_a_form_is_kept_answered_and_shown(site: Site) -> None:
    answer = site.tell("no light")
    assert (answer.status_code, answer.location) == (303, "/complain?language=en&look=0#last")
    page = site.page()
    assert re.findall(r'class="told"[^>]*>([^<]+)<', page) == ["no light", "you said no light"]
    [row] = envelopes(site)
    assert (row.channel, row.person.partition(":")[0], row.state) == ("web", "web", "handled")


def test_the_secret_is_in_the_cookie_and_nowhere_in_our_tables(site: Site) -> None:
    site.tell("no light")
    cookie = site.browser.get_cookie("visitor", path="/complain")
    assert cookie is not None
    assert re.fullmatch(r"\d{20}", cookie.value)
    assert (cookie.http_only, cookie.same_site, cookie.path, cookie.secure) == (True, "Lax", "/complain", False)
    [row] = envelopes(site)
    assert cookie.value not in f"{row.person} {row.provider_id} {row.body!r} {row.facts}"


def test_the_same_form_twice_is_one_complaint(site: Site) -> None:
    for _ in range(3):
        assert site.tell("no light", id="the-same-draft-0001").status_code == 303
    assert len(envelopes(site)) == 1
    assert len(site.made.engine.turns) == 1


def test_what_somebody_else_calls_by_the_same_id_is_theirs(site: Site) -> None:
    other = site.app.test_client()
    site.tell("no light", id="the-same-draft-0001")
    site.tell("no water", id="the-same-draft-0001", browser=other)
    assert len(envelopes(site)) == 2
    assert "no light" not in site.page(browser=other)
    assert "no water" not in site.page()


def test_fields_of_the_form_are_fields_of_the_record(site: Site) -> None:
    site.tell("done", where="Toru, Mardan", name="Gul Khan", phone="0300 1234567", anonymous="yes")
    with site.made.house.store.read() as session:
        case = conversations.get(session, session.scalars(select(MessageRow.conversation_id)).first() or "")
        assert case is not None
        known = {name: case.complaint.get(name) for name in ("complainant_name", "phone", "address", "anonymous")}
    assert known == {
        "complainant_name": "Gul Khan",
        "phone": "+923001234567",
        "address": "Toru, Mardan",
        "anonymous": "yes",
    }


def test_photos_are_evidence_without_a_second_way(site: Site) -> None:
    site.tell("the pole", files=[(io.BytesIO(PNG), "../pole.png"), (io.BytesIO(PNG + b"1"), "b.png")])
    with site.made.house.store.read() as session:
        [kept, _] = media.of_conversation(session, session.scalars(select(MessageRow.conversation_id)).one() or "")
        assert (kept.media_type, kept.filename, kept.state) == ("image/png", "pole.png", "stored")
        assert site.made.house.store.blobs.get(kept.sha256 or "") == PNG
    assert site.page().count('class="photo"') == 2


@pytest.mark.parametrize(
    ("told", "key", "status"),
    [
        ({"text": "  "}, "nothing", 400),
        ({"text": "x", "id": "short"}, "old", 400),
        ({"text": "x", "phone": "12"}, "phone", 400),
        ({"text": "x", "files": [b"MZ\x90\0 a program"]}, "kind", 400),
        ({"text": "x", "files": [PNG + b"0" * 2000]}, "large", 400),
        ({"text": "x", "files": [PNG] * 3}, "many", 400),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_wrong_is_said_and_the_words_stay(store: Store, told: dict[str, Any], key: str, status: int) -> None:
    site = make_site(store, most_files=2, max_file_bytes=1000)
    files = [(io.BytesIO(one), "photo.jpg") for one in told.get("files", [])]
    answer = site.tell(**{"where": "Toru", **told, "files": files})
    page = answer.get_data(as_text=True)
    assert answer.status_code == (status if key != "nothing" else 303)
    if key != "nothing":
        assert say(f"page.web.problem.{key}", "en") in page
        assert 'value="Toru"' in page
        assert envelopes(site) == []


def test_while_nothing_can_be_kept_it_is_not_said_to_be(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise Overloaded("too many messages wait")

    monkeypatch.setattr("gateway.web.complain.taking.accept", full)
    answer = site.tell("no light", id="the-same-draft-0001")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 503
    assert say("page.web.problem.busy", "en") in page
    assert ">no light</textarea>" in page
    assert 'value="the-same-draft-0001"' in page, "pressed again, it is the same draft"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "http://127.0.0.1"}, 303),
        ({}, 303),
    ],
)
def test_another_site_sends_no_form(site: Site, headers: dict[str, str], status: int) -> None:
    site.page()
    form = {"id": "the-same-draft-0001", "text": "x"}
    assert site.browser.post("/complain", data=form, headers=headers).status_code == status
    assert site.browser.post("/complain/leave", headers=headers).status_code == status


def test_a_browser_without_cookies_is_kept_once_and_told_its_code(site: Site) -> None:
    told = []
    for _ in range(2):
        plain = site.app.test_client(use_cookies=False)
        answer = plain.post("/complain", data={"id": "the-same-draft-0001", "text": "no light"})
        told.append(re.findall(r"visitor=(\d{20});", answer.headers["Set-Cookie"])[0])
    site.made.work()
    assert told[0] == told[1]
    assert len(envelopes(site)) == 1
    other = site.app.test_client(use_cookies=False)
    answer = other.post("/complain", data={"id": "the-same-draft-0001", "text": "something else"})
    assert told[0] not in answer.headers["Set-Cookie"]


def offer(site: Site, *buttons: tuple[str, str]) -> None:
    house = site.made.house
    [row] = {(one.person, one.provider_id.partition(":")[0]) for one in envelopes(site)}
    message = OutboundMessage("", "web", row[1], "Which?", buttons=tuple(Button(*one) for one in buttons))
    site.made.clock.pass_(seconds=1)
    with house.store.write() as session:
        outbox.stage(session, message, cause="c", person=row[0], conversation_id=None, now=house.clock.now())
    house.queue.deliver(row[0])
    site.made.work()


def test_an_answer_is_pressed_only_where_it_was_offered(site: Site) -> None:
    site.tell("no light")
    offer(site, ("Yes, right", "confirm:yes"))
    assert '<button name="choice" value="confirm:yes">Yes, right</button>' in site.page()
    site.made.clock.pass_(seconds=1)
    site.tell(choice="confirm:yes")
    site.tell(choice="solved:KP-2026-000001-1", title="Yes, solved")
    turns = site.made.engine.turns
    assert [(turn.text, turn.choice) for turn in turns[1:]] == [("Yes, right", "confirm:yes"), ("Yes, solved", None)]
    assert 'value="confirm:yes"' not in site.page(), "answered"


def test_what_is_shown_was_read(site: Site) -> None:
    site.tell("no light")

    def states() -> list[str]:
        with site.made.house.store.read() as session:
            return list(session.scalars(select(OutboxRow.state)))

    assert states() == ["sent"]
    site.page()
    assert states() == ["read"]


def test_the_page_looks_for_an_answer_a_few_times(site: Site) -> None:
    site.tell("no light")
    assert "Refresh" not in site.browser.get("/complain?look=0").headers, "it is there"
    site.browser.post("/complain", data={"id": "another-draft-0001", "text": "and no water"})
    assert site.browser.get("/complain?look=0").headers["Refresh"] == "3; url=/complain?look=1"
    assert "Refresh" not in site.browser.get("/complain?look=5").headers
    assert "Refresh" not in site.browser.get("/complain").headers
    assert say("page.web.waits", "en") in site.page()


def test_coming_back_on_another_phone(site: Site) -> None:
    site.tell("no light")
    code = code_on(site.page())
    other = site.app.test_client()
    for written, status in (
        ("1234", 400),
        ("1" * 20, 404),
        (code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")), 303),
    ):
        assert other.post("/complain/back", data={"code": written}).status_code == status
    assert "no light" in site.page(browser=other)
    other.post("/complain/leave")
    assert "no light" not in site.page(browser=other)


def test_my_complaints_say_how_they_stand_and_open(site: Site) -> None:
    site.tell("done", anonymous="yes")
    number = ticket(site).number
    page = site.page("/complain/mine?language=en")
    assert number in page
    assert say("state.registered", "en") in page or say("state.assigned", "en") in page
    opened = site.browser.post("/complain/open", data={"number": number}, follow_redirects=True)
    assert say("page.add", "en") in opened.get_data(as_text=True)
    stranger = site.app.test_client()
    site.tell("no water", browser=stranger)
    assert stranger.post("/complain/open", data={"number": number}).status_code == 404
    assert number not in site.page("/complain/mine", browser=stranger)


def test_the_office_asks_and_is_answered_and_it_is_solved_by_a_press(site: Site) -> None:
    site.tell("done", anonymous="yes")
    number = ticket(site).number
    site.made.clock.pass_(minutes=1)
    do(site, number, lambda t, at, p: start(t, OFFICER, at, p))
    do(site, number, lambda t, at, p: ask_citizen(t, "Which pole?", OFFICER, at, p))
    assert "Which pole?" in site.page()
    site.made.clock.pass_(minutes=1)
    site.tell("The one by the mosque")
    assert ticket(site).state is TicketState.IN_PROGRESS
    site.made.clock.pass_(minutes=1)
    do(site, number, lambda t, at, p: propose_resolution(t, "It burns", OFFICER, at, p))
    payload = re.findall(r'name="choice" value="([^"]+)"', site.page())[0]
    site.made.clock.pass_(minutes=1)
    site.tell(choice=payload)
    assert ticket(site).state is TicketState.CLOSED


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_small_and_speaks_each_language(site: Site, language: str) -> None:
    page = site.page(f"/complain?language={language}")
    assert say("page.web.what", language) in page
    assert say("page.web.what", language) in site.page("/complain"), "it is remembered"
    assert f'dir="{"rtl" if language in ("ur", "ps") else "ltr"}"' in page
    assert len(gzip.compress(page.encode())) < 6_000


def test_nothing_of_it_stays_in_a_cache_and_nothing_runs_that_is_not_ours(site: Site) -> None:
    for path in ("/complain", "/complain/mine", "/complain/back"):
        headers = site.browser.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy


def test_of_newcomers_from_one_network_a_sum_is_asked_and_of_nobody_else(store: Store) -> None:
    site = make_site(store, newcomers=2)
    for _ in range(2):
        assert site.tell("x", browser=site.app.test_client()).status_code == 303
    third = site.app.test_client()
    answer = site.tell("no light", id="the-same-draft-0001", browser=third)
    page = answer.get_data(as_text=True)
    a, b = re.findall(r"How much is (\d) \+ (\d)\?", page)[0]
    assert answer.status_code == 429
    told = {"text": "no light", "id": "the-same-draft-0001", "browser": third}
    assert site.tell(**told, sum="99").status_code == 429  # type: ignore[arg-type]
    assert site.tell(**told, sum=str(int(a) + int(b))).status_code == 303  # type: ignore[arg-type]
    assert site.tell("more", browser=third).status_code == 303
    elsewhere = site.app.test_client()
    elsewhere.get("/complain")
    form = {"id": "the-same-draft-0002", "text": "x"}
    far = elsewhere.post("/complain", data=form, environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
    assert far.status_code == 303


def test_a_day_has_an_end_of_files(store: Store) -> None:
    site = make_site(store, max_bytes_a_day=len(PNG) * 2)
    for _ in range(2):
        assert site.tell(files=[(io.BytesIO(PNG), "a.png")]).status_code == 303
    assert site.tell(files=[(io.BytesIO(PNG), "a.png")]).status_code == 429
    assert site.tell("words are taken").status_code == 303
    site.made.clock.pass_(hours=25)
    assert site.tell(files=[(io.BytesIO(PNG), "a.png")]).status_code == 303


def test_without_the_channel_there_is_no_such_page(store: Store) -> None:
    site = make_site(store)
    site.made.house = replace(site.made.house, channels={"string": site.made.channel})
    from gateway.web import create_app
    from gateway.web.shared.url import PublicUrl

    app = create_app(site.made.house, PublicUrl(""), secret_key="x" * 32, max_body_bytes=1000)
    assert app.test_client().get("/complain").status_code == 404


def test_a_thread_is_found_by_an_index(migrated_sqlite: str, store: Store) -> None:
    with store.read() as session:
        if session.get_bind().dialect.name != "sqlite":
            return
        told: list[str] = []
        seen = session.connection().exec_driver_sql
        visits.standing(session, "web:x", "x")
        found = seen("EXPLAIN QUERY PLAN SELECT max(id) FROM outbox WHERE person = 'x' AND outbox.channel = 'web'")
        told += [str(row) for row in found]
    assert any("ix_outbox_web" in one for one in told)
