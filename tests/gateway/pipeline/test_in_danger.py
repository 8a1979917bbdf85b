"""Perhaps somebody is in danger: numbers, then the question; yes and silence make it an emergency, no does not."""

from datetime import timedelta

import pytest

from core.casework.alarms import AlarmRules, Duty
from core.reference.phrasebook import say
from core.services.cases import Cases
from core.store.casework import tickets
from core.store.engine import Store
from core.store.pipeline import unfinished
from core.ticket import Severity
from gateway.pipeline.timing import alarms, silent_dangers
from tests.gateway.pipeline.citizen import Citizen, citizen

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)

TOLD = {
    "en": ("the wall of our school is cracked and it will fall on the children", "en", "no", "yes, right now"),
    "roman_ur": ("hamare ghar ki deewar girne wali hai bachay andar hain", "roman_ur", "nahi", "haan"),
    "ur": ("گھر کی دیوار گرنے والی ہے بچے اندر ہیں", "ur", "نہیں", "ہاں"),
    "ps": ("د کور دېوال پرېوتو ته دی ماشومان دننه دي", "ps", "نه", "هو"),
}
FORMS = pytest.mark.parametrize(("told", "asked", "no", "yes"), TOLD.values(), ids=TOLD)


@pytest.fixture
def person(store: Store, monkeypatch: pytest.MonkeyPatch) -> Citizen:
    """A citizen whose words are never sure of danger."""
    monkeypatch.setattr("core.text.urgent.SURE", 1000.0)
    return citizen(store, Cases(alarms=AlarmRules(duty=(Duty("control room", "+929370000001"),))))


@FORMS
def test_the_numbers_come_first_and_it_is_asked(person: Citizen, told: str, asked: str, no: str, yes: str) -> None:
    answer = person.says(told)
    assert "1122" in answer.split("\n")[1]
    assert say("danger_asked", asked) in answer
    assert not person.tickets()


@FORMS
def test_yes_makes_it_an_emergency(person: Citizen, told: str, asked: str, no: str, yes: str) -> None:
    person.says(told)
    answer = person.says(yes)
    [ticket] = person.tickets()
    assert ticket.urgent
    assert ticket.severity is Severity.CRITICAL
    assert ticket.number in answer
    assert person.record(ticket.number).get("description") == told
    assert person.outbox(f"alarm:{ticket.number}:0:")


@FORMS
def test_no_goes_on_with_the_complaint(person: Citizen, told: str, asked: str, no: str, yes: str) -> None:
    person.says(told)
    answer = person.says(no)
    assert "1122" not in answer
    assert not person.tickets()
    assert say("danger_asked", asked) not in answer
    assert len(answer.split("\n\n")) == 2, "and the dialogue's own question"


def test_a_button_says_it_too(person: Citizen) -> None:
    person.says(TOLD["en"][0])
    person.says("Yes, right now", choice="danger:yes")
    assert [ticket.urgent for ticket in person.tickets()] == [True]


def test_over_and_done_is_a_no(person: Citizen) -> None:
    person.says(TOLD["en"][0])
    person.says("no no, it was last year")
    assert not person.tickets()


def test_silence_is_a_yes(person: Citizen) -> None:
    person.says(TOLD["en"][0])
    person.house.clock.pass_(minutes=9)
    silent_dangers(person.house.house)
    assert not person.tickets()
    person.house.clock.pass_(minutes=2)
    assert silent_dangers(person.house.house) == 1
    [ticket] = person.tickets()
    assert ticket.urgent
    assert silent_dangers(person.house.house) == 0
    person.house.work()
    assert ticket.number in person.house.channel.sent[-1].text
    person.says("Mardan, Toru")
    assert person.tickets()[0].district == "Mardan"


def test_what_is_neither_goes_on_and_a_clerk_sees_it(person: Citizen) -> None:
    person.says(TOLD["en"][0])
    with person.house.house.store.read() as session:
        assert unfinished.count(session, person.house.clock.now() + timedelta(minutes=1), person.house.clock.now()) == 1
    answer = person.says("Mardan")
    assert "right now" not in answer
    assert not person.tickets()


@pytest.mark.parametrize(
    "text", ["sorry, nobody is hurt, false alarm", "ab sab theek hain", "سب ٹھیک ہیں", "اور مړ شو"]
)
@pytest.mark.parametrize("placed", [True, False])
def test_an_emergency_is_taken_back_on_record(store: Store, text: str, placed: bool) -> None:
    person = citizen(store, Cases(alarms=AlarmRules(duty=(Duty("control room", "+929370000001"),))))
    person.says("my house is on fire, help, people are inside")
    if placed:
        person.says("Mardan, Toru, near the mosque")
    answer = person.says(text)
    [ticket] = person.tickets()
    assert not ticket.urgent
    assert ticket.severity is not Severity.CRITICAL
    assert ticket.number in answer
    assert ("correct", {"why": text}) in person.words(ticket.number)
    with store.read() as session:
        told_in = tickets.conversation_of(session, ticket.number)
        event = next(one for one in tickets.events(session, ticket.number) if one.kind == "correct")
    assert told_in is not None
    assert not told_in.urgent
    assert event.data["urgent"] == [True, False]
    person.house.clock.pass_(minutes=30)
    assert alarms(person.house.house) == 0


def test_not_over_yet_takes_nothing_back(store: Store) -> None:
    person = citizen(store, Cases(alarms=AlarmRules()))
    person.says("my house is on fire, help, people are inside")
    person.says("Mardan, Toru, near the mosque")
    person.says("please hurry, the fire is not out")
    assert person.tickets()[0].urgent
