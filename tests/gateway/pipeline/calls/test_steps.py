"""What holds at every step: keys break in, each question has keys, two at once are one, nothing is believed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from channels.ivr.audio import Audio
from channels.ivr.placeholders import render
from channels.ivr.prompts import catalogue
from core.helpline import Kind
from core.store.casework import tickets
from core.store.casework.tables import TicketRow
from core.store.helpline import calls, tasks
from core.store.helpline.tables import CallRow
from core.store.pipeline import conversations
from core.store.pipeline.tables import OutboxRow
from gateway.pipeline.calls.ending import end_forgotten
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from simulator.twiml import StrictCaller
from tests.fakes.helpline import CALLER, KEYS, PUBLIC, RECORDING, Line, tell
from tests.fakes.helpline import helpline as house_with_telephone
from tests.fakes.sqlite import sqlite_store


@pytest.fixture
def line(migrated_sqlite: str, tmp_path: Path) -> Iterator[Line]:
    with sqlite_store(migrated_sqlite, tmp_path) as store:
        yield house_with_telephone(store)


STEPS: list[Callable[[StrictCaller], object]] = [
    lambda call: call.press("3"),
    lambda call: call.press("1"),
    lambda call: call.press("1"),
    lambda call: call.press("1"),
    lambda call: call.press("1"),
    lambda call: call.record(9, RECORDING, key="#"),
    *[lambda call: call.press("#")] * 3,
    lambda call: call.press("1"),
    lambda call: call.press("2"),
]
"""A complaint by keys, from the language to goodbye."""


@pytest.mark.parametrize("language", KEYS)
def test_every_question_lets_keys_break_in_and_none_is_only_by_speech(line: Line, language: str) -> None:
    """At each step something waits for keys while it is said: a <Gather>, also before a <Record>."""
    call = line.dial()
    acts = [KEYS[language], *"1111", "record", *("###" if language != "ps" else ""), "2", "3", "record"]
    for act in acts:
        verb = call.verb
        assert verb is not None
        assert verb.name == "Gather", call.call.document
        assert "dtmf" in verb.attributes["input"]
        assert call.recorder is not None or verb.attributes["bargeIn"] == "true"
        call.record(5, RECORDING, key="#") if act == "record" else call.press(act)


def test_a_key_before_the_beep_goes_straight_to_it(line: Line) -> None:
    call = line.dial()
    for keys in ("3", "1", "1", "1", "1"):
        call.press(keys)
    before = len(call.call.sounds)
    call.press("5")
    assert [sound.kind for sound in call.call.sounds[before:]] == ["keys", "beep"]
    call.record(5, RECORDING, key="#")
    assert "once more" in call.heard(before)


def test_star_at_the_recording_asks_for_a_person(line: Line) -> None:
    call = line.dial()
    for keys in ("3", "1", "1", "1", "1", "*"):
        call.press(keys)
    assert catalogue("en")["call_back"] in call.heard()
    with line.house.house.store.read() as session:
        [row] = tasks.waiting(session, Kind.CALL_BACK)
    assert row.why == "wants_a_person"


@pytest.mark.parametrize("wrong", ["silence", "8", "noise"])
@pytest.mark.parametrize("steps", [1, 3])
def test_not_understood_is_repeated_twice_then_a_person_is_offered_and_back_leads_back(
    line: Line, wrong: str, steps: int
) -> None:
    call = line.dial()
    for act in STEPS[:steps]:
        act(call)
    asked = call.call.document
    for number in range(3):
        assert ("did not understand" in call.call.document) == (number > 0)
        {"silence": call.wait, "8": lambda: call.press("8"), "noise": lambda: call.speak("khrrr", 0.1)}[wrong]()
    assert catalogue("en")["offer_person"] in call.call.document
    call.press("2")
    assert call.call.document.partition("turn=")[0] == asked.partition("turn=")[0]


@pytest.mark.parametrize("steps", [0, 5, 8, 9, 10])
def test_a_repeated_request_is_one_step(line: Line, steps: int) -> None:
    """Every request is sent twice, and answered the same: the call has gone one step on."""
    call = line.dial()
    for act in STEPS[: steps + 1]:
        act(call)
    with line.house.house.store.read() as session:
        turns = calls.get(session, call.call.sid)
        assert turns is not None
        assert turns.state["turn"] == steps + 2
        assert session.scalar(select(func.count()).select_from(TicketRow)) == (1 if steps >= 9 else 0)


@pytest.mark.parametrize("keyed", ["0300 7654321#", "03007654321#"])
def test_a_hidden_number_is_asked_for_one(line: Line, keyed: str) -> None:
    call = line.dial("anonymous")
    tell(call, "en")
    assert "Your number is hidden" in call.heard()
    call.press(keyed.replace(" ", ""))
    call.press("1")
    with line.house.house.store.read() as session:
        [sms] = session.scalars(select(OutboxRow)).all()
        [ticket] = session.scalars(select(TicketRow)).all()
    assert sms.message["to"] == "+923007654321"
    assert ticket.fields["phone"]["value"] == "+923007654321"


@pytest.mark.parametrize("word", ["+86282452253", "8656696", "+17378742833", "RESTRICTED", "sip:100@example.org"])
def test_a_hidden_caller_hears_nothing_of_another(line: Line, word: str) -> None:
    first = line.dial(word)
    tell(first, "en")
    first.press("#")
    first.press("1")
    second = line.dial(word)
    second.press("3")
    assert catalogue("en")["goes_on"] not in second.heard()
    second.press("2")
    assert catalogue("en")["status_hidden"] in second.heard()
    second.press("0#")
    assert catalogue("en")["no_complaints"] in second.heard()
    with line.house.house.store.read() as session:
        assert len({row.person for row in session.scalars(select(CallRow))}) == 2
        assert session.scalars(select(OutboxRow)).all() == []
        assert tasks.waiting(session, Kind.CALL_BACK) == []


def test_hidden_callers_are_not_counted_together(migrated_sqlite: str, tmp_path: Path) -> None:
    with sqlite_store(migrated_sqlite, tmp_path) as store:
        line = house_with_telephone(store, calls_an_hour=1)
        heard = [line.dial("+266696687").heard() for _ in range(3)]
        assert catalogue("ur")["too_many"] not in "".join(heard)


LANDLINE = "+92915551234"


@pytest.mark.parametrize("sender", [LANDLINE, CALLER])
def test_a_shared_number_is_asked_whether_it_is_their_own(migrated_sqlite: str, tmp_path: Path, sender: str) -> None:
    with sqlite_store(migrated_sqlite, tmp_path) as store:
        line = house_with_telephone(store, shared_numbers=(CALLER[:8],))
        first = line.dial(sender)
        tell(first, "en", confirm=True)
        assert catalogue("en")["own"] not in first.heard()
        same, other = line.dial(sender), line.dial(sender)
        for caller in (same, other):
            caller.press("3")
            assert caller.call.document.count(catalogue("en")["own"]) == 1
        same.press("9")
        assert catalogue("en")["not_understood"] in same.heard()
        same.press("1")
        same.press("2")
        same.press("0#")
        assert "Complaint" in same.heard()
        other.press("2")
        other.press("2")
        other.press("0#")
        assert catalogue("en")["no_complaints"] in other.heard()


def test_somebody_else_at_a_shared_number_is_asked_for_their_own(migrated_sqlite: str, tmp_path: Path) -> None:
    with sqlite_store(migrated_sqlite, tmp_path) as store:
        line = house_with_telephone(store)
        tell(line.dial(LANDLINE), "en")
        call = line.dial(LANDLINE)
        call.press("3")
        call.press("2")
        for keys in ("1", "1", "1", "1"):
            call.press(keys)
        call.record(20, RECORDING, key="#")
        for _ in ("words", "address", "name"):
            call.press("#")
        assert catalogue("en")["phone_shared"] in call.heard()
        call.press("03007654321#")
        call.press("1")
        with store.read() as session:
            [ticket] = session.scalars(select(TicketRow)).all()
            [sms] = session.scalars(select(OutboxRow)).all()
        assert ticket.person == f"call:{call.call.sid}"
        assert sms.message["to"] == "+923007654321"


def test_a_mobile_is_its_owners(line: Line) -> None:
    tell(line.dial(), "en", confirm=True)
    again = line.dial()
    assert catalogue("en")["own"] not in again.heard()
    assert catalogue("en")["menu"] in again.heard()


def test_a_hidden_number_that_wants_to_stay_hidden_writes_the_number_down(line: Line) -> None:
    call = line.dial("anonymous")
    tell(call, "en")
    call.press("12#")
    assert "did not understand" in call.heard()
    call.press("#")
    call.press("1")
    assert catalogue("en")["done_again_no_sms"] in call.heard()
    with line.house.house.store.read() as session:
        [ticket] = session.scalars(select(TicketRow)).all()
        assert session.scalars(select(OutboxRow)).all() == []
    assert ticket.anonymous


def test_a_call_is_bounded(line: Line) -> None:
    """Nothing in a document may last longer than what is left of the call."""
    long = house_with_telephone(line.house.house.store, agent_number="+92911234567", max_call_seconds=600)
    call = long.dial()
    call.press("3")
    long.house.clock.pass_(seconds=500)
    call.press("3")
    assert 'timeLimit="100"' in call.call.document
    other = long.dial("+923339999999")
    for keys in ("3", "1", "1", "1", "1"):
        other.press(keys)
    assert 'maxLength="180"' in other.call.document
    long.house.clock.pass_(seconds=550)
    other.press("5")
    assert 'maxLength="50"' in other.call.document
    long.house.clock.pass_(seconds=60)
    other.record(5, RECORDING, key="#")
    assert not other.call.live
    with line.house.house.store.read() as session:
        told = conversations.latest(session, "tel:+923339999999")
    assert told is not None
    assert told.complaint.get("category") == "electricity"


def test_a_call_whose_end_nobody_told_has_ended_all_the_same(line: Line) -> None:
    call = line.dial()
    for keys in ("2", "1", "1", "1", "1"):
        call.press(keys)
    call.record(9, RECORDING)
    assert end_forgotten(line.house.house, line.channel) == 0
    line.house.clock.pass_(minutes=25)
    assert end_forgotten(line.house.house, line.channel) == 1
    assert end_forgotten(line.house.house, line.channel) == 0
    with line.house.house.store.read() as session:
        assert [row.why for row in tasks.waiting(session, Kind.HEAR)] == ["recorded"]


def test_a_recording_that_comes_after_the_call_is_over_is_taken(line: Line) -> None:
    call = line.dial()
    for keys in ("2", "1", "1", "1", "1"):
        call.press(keys)
    call.hang_up()
    form = {"CallSid": call.call.sid, "RecordingSid": "RE9", "RecordingUrl": RECORDING, "RecordingDuration": "9"}
    assert [line.post("/in/ivr/recording", **form) for _ in range(2)] == [204, 204]
    assert ("fetch", 1) in line.house.queue.jobs


@pytest.mark.parametrize(
    "form",
    [
        {"Digits": "'; DROP TABLE calls; --"},
        {"Digits": "9" * 4000},
        {"SpeechResult": "x" * 100_00, "Confidence": "nan"},
        {"SpeechResult": "<Say>{name}</Say> %s \x00", "Confidence": "99"},
        {"RecordingUrl": "http://169.254.169.254/", "RecordingSid": "../..", "RecordingDuration": "-1"},
        {"Confidence": "1e400", "SpeechResult": "\u202e"},
        {"DialCallStatus": "completed", "QueueResult": "x"},
    ],
)
@pytest.mark.parametrize("steps", [0, 5, 8])
def test_whatever_is_sent_a_step_is_answered_with_twiml(line: Line, form: dict[str, str], steps: int) -> None:
    call = line.dial()
    for act in STEPS[:steps]:
        act(call)
    call.follow(f"/in/ivr/step?turn={steps + 1}", "POST", form)
    assert call.call.problem is None


@pytest.mark.parametrize("turn", ["0", "-1", "999", "x", "", "1e3"])
def test_a_step_that_is_none_asks_again(line: Line, turn: str) -> None:
    call = line.dial()
    call.press("3")
    call.follow(f"/in/ivr/step?turn={turn}", "POST", {"Digits": "1"})
    assert catalogue("en")["menu"] in call.call.document or catalogue("ur")["welcome"] in call.call.document


def test_prompts_are_played_where_they_are_recorded(line: Line, tmp_path: Path) -> None:
    render(tmp_path, lambda _voice, words, file: file.write_text(words) and None)
    channel = replace(line.channel, audio=Audio(tmp_path))
    house = replace(line.house.house, channels={**line.house.house.channels, "ivr": channel})
    app = create_app(house, PublicUrl(PUBLIC), secret_key="x" * 32, max_body_bytes=100_000)
    played = Line(line.house, app, app.test_client())
    call = played.dial()
    tell(call, "en", confirm=True)
    said = [sound for sound in call.call.sounds if sound.kind == "say"]
    assert [sound.text for sound in said] == [catalogue("ps")["language"]]  # there is no Pashto to be played
    assert sum("digit-" in sound.text for sound in call.call.sounds) > 11
    url = next(sound.text for sound in call.call.sounds if sound.kind == "play").removeprefix(PUBLIC)
    answer = played.client.get(url)
    assert (answer.status_code, answer.content_type) == (200, "audio/wav")
    assert "immutable" in answer.headers["Cache-Control"]
    assert played.client.get(url, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    for path in ("/in/ivr/prompts/ur/../../secret.wav", "/in/ivr/prompts/xx/welcome.wav", "/in/ivr/prompts/ur/a.txt"):
        assert played.client.get(path).status_code == 404


def test_a_call_for_nobody_is_ended_politely(line: Line) -> None:
    call = line.pick_up(4711)
    assert not call.call.live
    assert catalogue("ur")["trouble"] in call.heard()
    with line.house.house.store.read() as session:
        assert session.scalars(select(CallRow)).all() == []
        assert tickets.of_person(session, f"tel:{CALLER}") == []
