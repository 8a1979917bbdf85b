"""Calls in three languages through the real dialogue."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from core.complaint import Complaint
from core.store.casework import tickets
from core.store.pipeline import conversations
from core.store.pipeline.tables import OutboxRow
from nlu.client import RasaEngine
from simulator.twiml import StrictCaller
from tests.fakes.helpline import CALLER, RECORDING, Line, helpline
from tests.fakes.sqlite import sqlite_store
from tests.services.rasa import RunningRasa


@pytest.fixture
def line(migrated_sqlite: str, tmp_path: Path, rasa: RunningRasa) -> Iterator[Line]:
    with sqlite_store(migrated_sqlite, tmp_path) as store:
        yield helpline(store, RasaEngine(rasa.url, rasa.secret))


def do(call: StrictCaller, acts: Sequence[str]) -> None:
    """Keys are keys, ``record`` is a recording, ``.`` is silence, everything else is said."""
    for number, act in enumerate(acts):
        if act == "record":
            call.record(15, f"{RECORDING}{number}", sid=f"RE{number}", key="#")
        elif act == ".":
            call.wait()
        elif set(act) <= set("0123456789*#"):
            call.press(act)
        else:
            call.speak(act, 0.92)


def registered(line: Line) -> tuple[Complaint, str]:
    with line.house.house.store.read() as session:
        [ticket] = tickets.of_person(session, f"tel:{CALLER}")
        record = tickets.record(session, ticket.number)
        [sms] = session.scalars(select(OutboxRow).where(OutboxRow.channel == "ivr")).all()
    assert ticket.number in sms.message["text"]
    return record, ticket.language


CALLS = [
    # Words that hold everything: nothing is asked twice.
    (
        [
            "1",
            "1",
            "1",
            "مردان",
            "record",
            "مردان میں ہماری گلی میں تین دن سے بجلی نہیں ہے",
            "محلہ بابو خان",
            "میرا نام گل خان ہے",
            "1",
        ],
        {"category": "electricity", "district": "Mardan", "complainant_name": "گل خان"},
    ),
    (
        [
            "3",
            "1",
            "no water in our taps",
            "Swat",
            "record",
            "There has been no water in our taps for a week",
            "#",
            "#",
            "1",
        ],
        {"category": "water_supply", "district": "Swat"},
    ),
    (
        [
            "3",
            "1",
            "1",
            "Mardan",
            "record",
            "the transformer of our street burnt",
            "Street 4 Sikandari",
            "my name is Gul Khan",
            "1",
        ],
        {"category": "electricity", "district": "Mardan", "complainant_name": "Gul Khan"},
    ),
    # Who does not wish to be named presses star.
    (["3", "1", "1", "Mardan", "record", "#", "#", "*", "1"], {"category": "electricity", "anonymous": "yes"}),
    # Pashto: keys and a recording.
    (["2", "1", "2", "2", "1", "record", "1"], {"category": "gas", "description": "[voice recording]"}),
    (["2", "1", "9", "1", "9", "1", "1", "record", "1"], {"description": "[voice recording]"}),
    # Urdu by keys alone, and by words that are hardly heard.
    (
        ["1", "1", "1", "1", "1", "record", ".", ".", ".", "1"],
        {"category": "electricity", "description": "[voice recording]"},
    ),
]


@pytest.mark.parametrize(("acts", "learnt"), CALLS)
def test_a_complaint(line: Line, acts: Sequence[str], learnt: dict[str, str]) -> None:
    call = line.dial()
    do(call, acts)
    record, language = registered(line)
    assert language == {"1": "ur", "2": "ps", "3": "en"}[acts[0]]
    assert {name: record.get(name) for name in learnt} == learnt
    assert record.get("phone") == CALLER


def test_words_that_name_the_place_are_not_followed_by_a_question_for_it(line: Line) -> None:
    call = line.dial()
    do(call, ["1", "1", "1", "پشاور", "record"])
    before = len(call.call.sounds)
    do(call, ["حیات آباد فیز تین میں بجلی نہیں ہے"])
    assert "کون سا گاؤں" in call.heard(before) or "آپ کا نام" in call.heard(before)


def test_somebody_in_danger_hears_whom_to_call_and_is_urgent(line: Line) -> None:
    call = line.dial()
    do(call, ["3", "1", "1", "Mardan", "record"])
    before = len(call.call.sounds)
    do(call, ["a live wire fell in the street and a child is dying"])
    assert "1 1 2 2" in call.heard(before)
    with line.house.house.store.read() as session:
        told = conversations.latest(session, f"tel:{CALLER}")
    assert told is not None
    assert told.urgent


def test_the_same_number_goes_on_by_message_where_the_call_ended(line: Line) -> None:
    """Hung up before the place was known; written afterwards, it is the place that was asked for."""
    call = line.dial()
    do(call, ["3", "1", "1"])
    call.hang_up()
    line.house.hear("Mardan", id="SM1", sender=CALLER)
    line.house.work()
    with line.house.house.store.read() as session:
        told = conversations.latest(session, f"tel:{CALLER}")
    assert told is not None
    assert (told.complaint.get("category"), told.complaint.get("district")) == ("electricity", "Mardan")
    again = line.dial()
    again.press("1")
    assert "in your own words" in again.heard()


def test_a_confirmation_by_message_registers_what_was_said_by_telephone(line: Line) -> None:
    call = line.dial()
    do(call, ["3", "1", "1", "Mardan", "record", "the transformer of our street burnt", "Street 4", "Gul Khan"])
    assert "If this is right" in call.heard()
    call.hang_up()
    line.house.hear("yes", id="SM2", sender=CALLER)
    line.house.work()
    with line.house.house.store.read() as session:
        [ticket] = tickets.of_person(session, f"tel:{CALLER}")
        assert tickets.record(session, ticket.number).get("description") == "the transformer of our street burnt"


def test_without_rasa_the_call_goes_on(line: Line) -> None:
    away = RasaEngine("http://127.0.0.1:9", "x" * 16, timeout=0.5)
    deaf = helpline(line.house.house.store, away)
    deaf.house.house = replace(deaf.house.house, engine=away)
    call = deaf.dial()
    do(call, ["3", "1", "1", "Mardan", "record", "the transformer of our street burnt", "Street 4", "Gul Khan", "1"])
    record, _ = registered(deaf)
    assert (record.get("description"), record.get("address")) == ("the transformer of our street burnt", "Street 4")
