"""The citizen's page of a case: opened by its proof, for one browser; what its forms say is done once."""

import io
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.casework import ask_citizen, propose_resolution, start
from core.casework.proof import code_for, slip_code
from core.intake import proving
from core.reference.phrasebook import LANGUAGES, say
from core.services.cases import Cases
from core.store.casework import additions, tickets
from core.store.casework.tables import OfficeNoticeRow
from core.store.engine import Store
from core.store.evidence import media
from core.store.staff import access_log
from core.ticket import Actor, Role, TicketState
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from tests.fakes.house import TestHouse, make_house

SECRET = "x" * 32
OFFICER = Actor(Role.OFFICER, "7")
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108020000009077 53de".replace(" ", "")) + b"\0" * 40


@pytest.fixture
def house(store: Store) -> TestHouse:
    made = make_house(store)
    made.house = replace(made.house, cases=Cases(secret=SECRET))
    made.hear("done", id="M1", sender="+923001234567")
    made.work()
    return made


@pytest.fixture
def client(house: TestHouse) -> FlaskClient:
    return create_app(house.house, PublicUrl(""), secret_key=SECRET, max_body_bytes=100_000).test_client()


@pytest.fixture
def number(house: TestHouse) -> str:
    with house.house.store.read() as session:
        return tickets.of_person(session, "tel:+923001234567")[0].number


def open_(client: FlaskClient, number: str, language: str = "en", proof: str | None = None) -> str:
    data = {"number": number, "proof": proof or slip_code(SECRET, number)}
    answer = client.post(f"/track?language={language}", data=data, follow_redirects=True)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def form(page: str) -> dict[str, str]:
    return {name: re.findall(rf'name="{name}" value="([^"]+)"', page)[0] for name in ("csrf_token", "form_id")}


def do(house: TestHouse, number: str, *commands: object) -> None:
    for command in commands:
        with house.house.store.write() as session:
            house.house.cases.do(session, number, command, house.clock.now())  # type: ignore[arg-type]


def propose(house: TestHouse, number: str) -> None:
    do(
        house,
        number,
        lambda t, at, p: start(t, OFFICER, at, p),
        lambda t, at, p: propose_resolution(t, "The transformer was replaced <b>today</b>", OFFICER, at, p),
    )


def state(house: TestHouse, number: str) -> TicketState:
    with house.house.store.read() as session:
        return tickets.get(session, number).state


def test_without_the_proof_there_is_no_page(client: FlaskClient) -> None:
    answer = client.get("/case")
    assert (answer.status_code, "/track" in str(answer.location)) == (303, True)
    assert client.post("/case", data={"say": "yes"}).status_code == 400, "no token of ours"


def test_it_closes_after_an_hour_and_by_hand(client: FlaskClient, house: TestHouse, number: str) -> None:
    page = open_(client, number)
    assert client.get("/case").status_code == 200
    client.post("/case/close", data=form(page))
    assert client.get("/case").status_code == 303
    open_(client, number)
    house.clock.pass_(minutes=61)
    assert client.get("/case").status_code == 303


@pytest.mark.parametrize("language", LANGUAGES)
def test_confirming_in_each_language(client: FlaskClient, house: TestHouse, number: str, language: str) -> None:
    propose(house, number)
    page = open_(client, number, language)
    assert "The transformer was replaced &lt;b&gt;" in page
    sent = {**form(page), "say": "yes"}
    answer = client.post(f"/case?language={language}", data=sent, follow_redirects=True).get_data(as_text=True)
    assert say("page.note.kept", language) in answer
    assert state(house, number) is TicketState.CLOSED


def test_four_digits_show_the_state_and_nothing_that_was_said(
    client: FlaskClient, house: TestHouse, number: str
) -> None:
    propose(house, number)
    house.work()
    page = open_(client, number, proof="4567")
    for said in ("The transformer was replaced", "no light", say("page.history", "en"), "<textarea"):
        assert said not in page
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    for sent in ({"say": "yes"}, {"say": "no", "text": "still dark"}, {"text": "more"}, {"code": "000000"}):
        answer = client.post("/case", data={"csrf_token": token, **sent})
        assert (answer.status_code, "We have sent you a code" in answer.get_data(as_text=True)) == (403, True)
    assert state(house, number) is TicketState.PROPOSED
    house.work()
    code = re.findall(r"\b\d{4} \d{4}\b", house.said[-1].replace(number, ""))[0]
    assert client.post("/case", data={"csrf_token": token, "code": code}).status_code == 303
    whole = client.get("/case").get_data(as_text=True)
    assert "The transformer was replaced" in whole
    assert client.post("/case", data={**form(whole), "say": "yes"}).status_code == 303
    assert state(house, number) is TicketState.CLOSED


def test_nothing_of_it_stays_in_a_cache_and_each_opening_is_written_down(
    client: FlaskClient, house: TestHouse, number: str
) -> None:
    open_(client, number)
    for path in ("/case", "/track"):
        assert client.get(path).headers["Cache-Control"] == "no-store"
    with house.house.store.read() as session:
        assert [row.what for row in access_log.latest(session, ticket=number)] == ["opened by code"]


def test_denying_takes_the_reason_along(client: FlaskClient, house: TestHouse, number: str) -> None:
    propose(house, number)
    page = open_(client, number)
    sent = {**form(page), "say": "no", "text": "Still dark"}
    for _ in range(2):
        client.post("/case", data=sent)
    assert state(house, number) is TicketState.REOPENED
    with house.house.store.read() as session:
        said = [event.words for event in tickets.events(session, number) if event.words.get("reason")]
    assert said == [{"reason": "Still dark"}]


def test_answering_what_the_office_asked(client: FlaskClient, house: TestHouse, number: str) -> None:
    do(house, number, lambda t, at, p: start(t, OFFICER, at, p))
    do(house, number, lambda t, at, p: ask_citizen(t, "Which pole?", OFFICER, at, p))
    page = open_(client, number)
    assert "Which pole?" in page
    client.post("/case", data={**form(page), "say": "answer", "text": "The one by the mosque"})
    assert state(house, number) is TicketState.IN_PROGRESS


def test_what_cannot_be_done_any_more_is_said(client: FlaskClient, house: TestHouse, number: str) -> None:
    page = open_(client, number)
    answer = client.post("/case", data={**form(page), "say": "yes"}, follow_redirects=True)
    assert "something changed meanwhile" in answer.get_data(as_text=True)
    assert state(house, number) is not TicketState.CLOSED


def test_evidence_is_kept_once_and_the_office_knows(client: FlaskClient, house: TestHouse, number: str) -> None:
    page = open_(client, number)
    sent = form(page)
    for _ in range(2):
        files = [(io.BytesIO(PNG), "../../etc/pole\u202egnp.exe")]
        answer = client.post("/case", data={**sent, "text": "the pole", "files": files}, follow_redirects=True)
        assert "with your complaint now" in answer.get_data(as_text=True)
    with house.house.store.read() as session:
        case = tickets.conversation_of(session, number)
        assert case is not None
        [kept] = media.of_conversation(session, case.id)
        assert (kept.media_type, kept.filename) == ("image/png", "polegnp.exe")
        assert house.house.store.blobs.get(kept.sha256 or "") == PNG
        notices = session.scalars(select(OfficeNoticeRow.kind).where(OfficeNoticeRow.ticket == number)).all()
    assert list(notices).count("citizen_added") == 1


@pytest.mark.parametrize(
    "content", [b"<html><script>alert(1)</script>", b"<svg xmlns='x'/>", b"MZ\x90\0", b"PK\x03\x04"]
)
def test_other_kinds_of_files_are_refused(client: FlaskClient, house: TestHouse, number: str, content: bytes) -> None:
    page = open_(client, number)
    answer = client.post("/case", data={**form(page), "files": [(io.BytesIO(content), "photo.jpg")]})
    assert answer.status_code == 400
    assert "Please choose another file" in answer.get_data(as_text=True)


def test_it_is_small_and_needs_no_script(client: FlaskClient, house: TestHouse, number: str) -> None:
    propose(house, number)
    page = open_(client, number)
    assert len(page.encode()) + len(client.get("/static/page.css").data) < 60_000
    assert "<script" not in page


def test_a_copied_cookie_opens_nothing_after_the_page_was_closed(client: FlaskClient, number: str) -> None:
    page = open_(client, number)
    copied = client.get_cookie("session")
    assert copied is not None
    thief = client.application.test_client()
    thief.set_cookie("session", copied.value)
    assert number in thief.get("/case").text
    client.post("/case/close", data={"csrf_token": form(page)["csrf_token"]})
    assert thief.get("/case").status_code == 303


def test_its_citizen_sees_when_it_was_opened(client: FlaskClient, number: str) -> None:
    assert open_(client, number).count(say("event.opened_by_code", "en")) == 1
    open_(client, number, proof="4567")
    page = open_(client, number)
    assert page.count(say("event.opened_by_digits", "en")) == 1
    assert page.count(say("event.opened_by_code", "en")) == 2


def test_no_more_is_added_in_a_day_than_a_person_needs(client: FlaskClient, number: str, house: TestHouse) -> None:
    for count in range(additions.MOST_A_DAY + 1):
        page = client.get("/case").text if count else open_(client, number)
        answer = client.post("/case", data={**form(page), "text": f"more {count}"})
        assert answer.status_code == (303 if count < additions.MOST_A_DAY else 429), count
    assert say("page.too_much", "en") in answer.text
    house.clock.pass_(hours=25)
    assert client.post("/case", data={**form(open_(client, number)), "text": "again"}).status_code == 303


def test_who_guesses_codes_shuts_out_nobody_else(client: FlaskClient, number: str, house: TestHouse) -> None:
    stranger = {"REMOTE_ADDR": "203.0.113.9"}
    for count in range(proving.TRIES):
        client.post("/track", data={"number": number, "proof": f"{count:08d}"}, environ_overrides=stranger)
    sent = {"number": number, "proof": code_for(SECRET, number, house.clock.now())}
    assert client.post("/track", data=sent, environ_overrides=stranger).status_code == 404
    assert client.post("/track", data=sent).status_code == 303
    printed = {"number": number, "proof": slip_code(SECRET, number)}
    assert client.post("/track", data=printed, environ_overrides=stranger).status_code == 303


def test_nor_who_guesses_them_on_the_opened_page(client: FlaskClient, number: str, house: TestHouse) -> None:
    stranger = {"REMOTE_ADDR": "203.0.113.9"}
    theirs = client.application.test_client()
    page = theirs.post("/track", data={"number": number, "proof": "4567"}, follow_redirects=True).text
    csrf = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    for count in range(8):
        theirs.post("/case", data={"csrf_token": csrf, "code": f"{count:08d}"}, environ_overrides=stranger)
    right = {"csrf_token": csrf, "code": code_for(SECRET, number, house.clock.now())}
    assert theirs.post("/case", data=right, environ_overrides=stranger).status_code == 403
    assert theirs.post("/case", data=right).status_code == 303
