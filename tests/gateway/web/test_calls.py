"""Whole calls over HTTP, by a caller that follows TwiML to the letter and sends every request twice."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import select
from twilio.request_validator import RequestValidator

from channels.ivr import Settings, build
from channels.ivr.prompts import catalogue
from core.ports import Surroundings, Understanding
from core.store.casework import tickets
from core.store.engine import Store
from core.store.evidence.tables import MediaRow
from core.store.pipeline import conversations
from core.store.pipeline.tables import OutboxRow
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from nlu.fallback import PlainQuestions
from simulator.twiml import StrictCaller
from simulator.twiml.caller import Answer
from tests.fakes.house import TestHouse, make_house

PUBLIC, TOKEN = "https://arzi.example.org", "a-token-for-tests-only"
CALLER, HELPLINE = "+923001234567", "+92911334433"
LANGUAGES = {"ur": "1", "ps": "2", "en": "3"}
RECORDING = "https://api.twilio.com/2010-04-01/Accounts/AC0/Recordings/RE1"


@pytest.fixture
def house(store: Store) -> TestHouse:
    settings = {"account_sid": "AC0", "auth_token": SecretStr(TOKEN), "number": HELPLINE}
    made = make_house(store)
    helpline = build(Settings.model_validate(settings), Surroundings(PUBLIC))
    made.house = replace(made.house, channels={**made.house.channels, "ivr": helpline}, engine=PlainQuestions())
    return made


@pytest.fixture
def client(house: TestHouse) -> FlaskClient:
    return create_app(house.house, PublicUrl(PUBLIC), secret_key="x" * 32, max_body_bytes=100_000).test_client()


@pytest.fixture
def dial(client: FlaskClient) -> Callable[..., StrictCaller]:
    def fetch(method: str, url: str, params: Mapping[str, str]) -> Answer:
        assert method == "POST"
        signed = {"X-Twilio-Signature": RequestValidator(TOKEN).compute_signature(url, dict(params))}
        answer = client.post(url.removeprefix(PUBLIC), data=dict(params), headers=signed)
        return Answer(answer.status_code, answer.get_data(as_text=True), answer.content_type.partition(";")[0])

    def start(sender: str = CALLER, **more: str) -> StrictCaller:
        caller = StrictCaller.inbound(fetch, f"{PUBLIC}/in/ivr", sender=sender, called=HELPLINE, twice=True)
        caller.start(**more)
        return caller

    return start


Dial = Callable[..., StrictCaller]


def tell(call: StrictCaller, language: str) -> None:
    """A complaint by keys alone: electricity, the first division's first district, a recording."""
    for keys in (LANGUAGES[language], "1", "1", "1", "1"):
        call.press(keys)
    call.record(20, RECORDING, key="#")
    if language != "ps":
        for _ in ("words", "address", "name"):
            call.press("#")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_complaint_by_keys_alone(dial: Dial, house: TestHouse, language: str) -> None:
    call = dial()
    tell(call, language)
    assert catalogue(language)["right"] in call.heard()
    call.press("1")
    with house.house.store.read() as session:
        [ticket] = tickets.of_person(session, f"tel:{CALLER}")
        [sms] = session.scalars(select(OutboxRow).where(OutboxRow.channel == "ivr")).all()
        [recording] = session.scalars(select(MediaRow)).all()
    spoken = ", ".join(filter(str.isdigit, ticket.number))
    assert spoken in call.heard()
    assert ticket.number in sms.message["text"]
    assert (ticket.category, ticket.language, ticket.channel) == ("electricity", language, "ivr")
    assert recording.url == RECORDING
    before = call.heard().count(spoken)
    call.press("1")
    assert call.heard().count(spoken) == before + 1


def test_words_that_were_recognised_are_said_back(dial: Dial, house: TestHouse) -> None:
    call = dial()
    for keys in ("3", "1", "1", "1", "1"):
        call.press(keys)
    call.record(20, RECORDING, key="#")
    call.speak("there is no electricity in our street", 0.92)
    call.speak("Street four", 0.9)
    call.speak("my name is Gul Khan", 0.9)
    assert "You said: there is no electricity in our street" in call.heard()
    assert "Street four" in call.heard()
    assert "Your name: Gul Khan." in call.heard()
    call.press("1")
    with house.house.store.read() as session:
        [ticket] = tickets.of_person(session, f"tel:{CALLER}")
        record = tickets.record(session, ticket.number)
    assert record.get("description") == "there is no electricity in our street"


def test_category_and_district_by_speech(dial: Dial, house: TestHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    understood = Understanding(category="gas", confidence={"category": 0.9})
    monkeypatch.setattr(house.house.engine, "understand", lambda texts: [understood for _ in texts])
    call = dial()
    call.press("3")
    call.press("1")
    call.speak("there is no gas")
    call.speak("Mardan")
    with house.house.store.read() as session:
        found = conversations.latest(session, f"tel:{CALLER}")
    assert found is not None
    assert (found.complaint.get("category"), found.complaint.get("district")) == ("gas", "Mardan")


@pytest.mark.parametrize("steps", range(10))
def test_who_hangs_up_anywhere_has_lost_nothing(dial: Dial, house: TestHouse, steps: int) -> None:
    """What was known before the phone went down is known when the same number calls again."""
    call = dial()
    actions: list[Callable[[], object]] = [
        lambda: call.press("3"),
        lambda: call.press("1"),
        lambda: call.press("1"),
        lambda: call.press("1"),
        lambda: call.press("1"),
        lambda: call.record(9, RECORDING, key="#"),
        *[lambda: call.press("#")] * 3,
    ]
    for act in actions[:steps]:
        act()
    with house.house.store.read() as session:
        before = conversations.latest(session, f"tel:{CALLER}")
    call.hang_up()
    again = dial()
    with house.house.store.read() as session:
        after = conversations.latest(session, f"tel:{CALLER}")
    assert before is not None
    assert after is not None
    assert (after.id, dict(after.complaint.fields)) == (before.id, dict(before.complaint.fields))
    if steps >= 6:
        again.press("1")
        assert "In which village" in again.heard() or steps > 7
        assert "What is your name" in again.heard() or steps != 8
        assert "If this is right" in again.heard() or steps < 9


def test_hanging_up_in_a_recording_keeps_it(dial: Dial, house: TestHouse) -> None:
    call = dial()
    for keys in ("2", "1", "1", "1", "1"):
        call.press(keys)
    call.hang_up(recorded=(12, RECORDING, "RE12"))
    with house.house.store.read() as session:
        [recording] = session.scalars(select(MediaRow)).all()
        found = conversations.latest(session, f"tel:{CALLER}")
    assert found is not None
    assert recording.conversation_id == found.id


def test_silence_is_asked_twice_again_then_a_person_is_offered_then_all_is_kept(dial: Dial, house: TestHouse) -> None:
    call = dial()
    call.press("3")
    call.press("1")
    for _ in range(3):
        call.wait()
    assert call.heard().count("What is it about?") == 3
    assert "To speak to a person" in call.heard()
    call.wait()
    assert not call.call.live
    with house.house.store.read() as session:
        found = conversations.latest(session, f"tel:{CALLER}")
    assert found is not None
    assert found.needs_person


@pytest.mark.parametrize("keys", ["8", "0", "*"])
def test_a_wrong_key_is_asked_again(dial: Dial, keys: str) -> None:
    call = dial()
    call.press("3")
    call.press(keys)
    assert "did not understand" in call.heard()
    call.press("1")
    assert "What is it about?" in call.heard()


def test_the_language_is_remembered_for_the_number(dial: Dial) -> None:
    call = dial()
    call.press("2")
    call.hang_up()
    again = dial()
    assert catalogue("ps")["menu"] in again.heard()
    assert catalogue("en")["welcome"] not in again.heard()
    again.press("9")
    assert "For English, press 3" in again.heard()


def test_status_of_ones_own_latest_complaint_and_of_anothers_with_proof(dial: Dial, house: TestHouse) -> None:
    call = dial()
    tell(call, "en")
    call.press("1")
    call.hang_up()
    with house.house.store.read() as session:
        [ticket] = tickets.of_person(session, f"tel:{CALLER}")
    keyed = re.sub(r"\D", "", ticket.number)
    own = dial()
    own.press("2")
    own.press("0#")
    assert "Complaint " + ", ".join(keyed) in own.heard()
    other = dial("+923339999999")
    other.press("3")
    other.press("2")
    other.press(keyed + "#")
    assert "another number" in other.heard()
    other.press("4567")
    assert "Complaint " + ", ".join(keyed) in other.heard()


@pytest.mark.parametrize(("proof", "heard"), [("0000", "do not find"), ("4568", "do not find")])
def test_a_wrong_proof_opens_nothing(dial: Dial, house: TestHouse, proof: str, heard: str) -> None:
    call = dial()
    tell(call, "en")
    call.press("1")
    call.hang_up()
    with house.house.store.read() as session:
        [ticket] = tickets.of_person(session, f"tel:{CALLER}")
    other = dial("+923339999999")
    for keys in ("3", "2", re.sub(r"\D", "", ticket.number) + "#", proof):
        other.press(keys)
    assert heard in other.heard()


def test_a_slip_on_the_keypad_is_noticed(dial: Dial) -> None:
    call = dial()
    for keys in ("3", "2", "20260001230#"):
        call.press(keys)
    assert "One digit" in call.heard()


def test_what_the_caller_wants_changed_is_asked_again(dial: Dial, house: TestHouse) -> None:
    call = dial()
    tell(call, "en")
    for keys in ("2", "1", "2", "1"):
        call.press(keys)
    with house.house.store.read() as session:
        [ticket] = tickets.of_person(session, f"tel:{CALLER}")
    assert ticket.category == "gas"


def test_a_forged_call_is_refused(client: FlaskClient) -> None:
    answer = client.post("/in/ivr", data={"CallSid": "CA1", "From": CALLER}, headers={"X-Twilio-Signature": "x"})
    assert answer.status_code == 403


def test_too_many_calls_from_one_number_are_not_answered(dial: Dial) -> None:
    heard = [dial().heard() for _ in range(14)]
    assert all("many calls" not in said for said in heard[:12])
    assert catalogue("ur")["too_many"] in heard[-1]


def test_a_call_ends_after_its_time_with_what_was_said_kept(dial: Dial, house: TestHouse) -> None:
    call = dial()
    call.press("3")
    call.press("1")
    call.press("1")
    house.clock.pass_(minutes=16)
    call.press("1")
    assert "is kept" in call.heard()
    assert not call.call.live


def test_a_hidden_number_can_complain_too(dial: Dial, house: TestHouse) -> None:
    call = dial("anonymous")
    assert call.call.live
    assert catalogue("en")["language"] in call.heard()
