"""After the number the case is known: whole conversations in four languages, with the plain questions."""

import dataclasses
from dataclasses import dataclass

import pytest

from core.ports import Outcome, Turn, TurnResult, Understanding
from core.reference.phrasebook import say
from core.store.engine import Store
from core.ticket import Action
from tests.gateway.pipeline.citizen import Citizen, citizen

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)  # what is said is the same on both


@dataclass(frozen=True)
class Tongue:
    """What one citizen writes, and words of the answers."""

    told: tuple[str, ...]
    yes: str
    nothing: str
    reminded: str
    when: str
    deadline: str
    more: str
    added: str
    new: str


TONGUES = {
    "en": Tongue(
        ("3 days no electricity in Mardan", "Toru", "yes"), "yes", "nothing has happened yet", "reminded the office",
        "when will it be done?", "must act by", "the transformer near the mosque is burnt", "added this",
        "new complaint",
    ),
    "ur": Tongue(
        ("مردان میں تین دن سے بجلی نہیں ہے", "طورو", "ہاں"), "ہاں", "ابھی تک کچھ نہیں ہوا", "یاد دہانی",
        "کب تک ٹھیک ہوگا", "کارروائی کرنی ہے", "مسجد کے قریب ٹرانسفارمر جل گیا ہے", "شامل کر دیا", "نئی شکایت",
    ),
    "roman_ur": Tongue(
        ("mardan mein teen din se bijli nahi hai", "Toru", "haan"), "haan ji", "abhi tak kuch nahi hua", "yaad dihani",
        "kab tak theek hoga", "karwai karni hai", "masjid ke paas transformer jal gaya hai", "shamil kar diya",
        "nayi shikayat",
    ),
    "ps": Tongue(
        ("په مردان کې درې ورځې برېښنا نشته", "کلی طورو", "هو"), "هو", "تر اوسه هېڅ ونه شول", "ورپه یاد",
        "کله به حل شي", "کار وکړي", "جومات ته نږدې ټرانسفارمر سوځېدلی دی", "شامل کړل", "نوی شکایت",
    ),
}  # fmt: skip


def registered(store: Store, tongue: Tongue) -> tuple[Citizen, str]:
    person = citizen(store)
    for text in tongue.told:
        person.says(text)
    [ticket] = person.tickets()
    return person, ticket.number


@pytest.mark.parametrize("tongue", TONGUES.values(), ids=TONGUES)
def test_everything_said_after_the_number_is_of_the_case(store: Store, tongue: Tongue) -> None:
    person, number = registered(store, tongue)
    assert number in person.says(tongue.yes)
    answer = person.says(tongue.nothing)
    assert (number in answer and tongue.reminded in answer and "Mardan" in answer) or "مردان" in answer
    assert tongue.deadline in person.says(tongue.when)
    assert tongue.added in person.says("", pictures="1")
    answer = person.says(tongue.more)
    assert number in answer
    assert tongue.added in answer
    assert [ticket.number for ticket in person.tickets()] == [number]
    said = [words.get("remark") for kind, words in person.words(number) if kind in {Action.NOTE, Action.REMIND}]
    assert said == [tongue.nothing, None, tongue.more]
    assert person.notices(number)[1:] == ["citizen_reminds", "citizen_added", "citizen_added"]
    assert tongue.more in person.messages_of(number)


@pytest.mark.parametrize("tongue", TONGUES.values(), ids=TONGUES)
def test_only_an_explicit_new_matter_begins_a_new_complaint(store: Store, tongue: Tongue) -> None:
    person, _number = registered(store, tongue)
    person.says(tongue.new)
    for text in tongue.told:
        person.says(text)
    assert len(person.tickets()) == 2


def test_another_subject_is_a_new_matter(store: Store) -> None:
    person, number = registered(store, TONGUES["en"])
    answer = person.says("There has been no gas in our houses in Mardan since Monday")
    assert number not in answer
    person.says("Toru")
    person.says("yes")
    assert [ticket.category for ticket in person.tickets()] == ["electricity", "gas"]


def test_what_is_late_says_who_has_it_now(store: Store) -> None:
    person, number = registered(store, TONGUES["en"])
    person.house.clock.pass_(days=3)
    answer = person.says("still nothing has been done")
    assert "the Deputy Commissioner" in answer
    assert "not dealt with in time" in answer
    assert person.notices(number)[-2:] == ["citizen_reminds", "citizen_reminds"]


def test_status_tells_office_and_deadline_and_links_carry_the_number(store: Store) -> None:
    person = citizen(store)
    for text in TONGUES["en"].told[:-1]:
        person.says(text)
    told = person.says("yes")
    [ticket] = person.tickets()
    assert f"/track?number={ticket.number}" in told
    answer = person.says("status")
    assert "PESCO" in answer
    assert "must act by" in answer


def test_a_stranger_adds_nothing(store: Store) -> None:
    person, number = registered(store, TONGUES["en"])
    before = person.words(number)
    person.says("the transformer is burnt", trusted="no")
    assert person.words(number) == before


def test_words_of_long_ago_are_no_addition(store: Store) -> None:
    person, number = registered(store, TONGUES["en"])
    before = len(person.words(number))
    person.house.clock.pass_(days=4)
    assert number not in person.says("no electricity in Mardan at all")
    told = [kind for kind, _words in person.words(number)[before:]]
    assert Action.NOTE not in told


def test_pictures_that_follow_each_other_are_answered_once(store: Store) -> None:
    person, number = registered(store, TONGUES["en"])
    assert number in person.says("", pictures="1")
    assert person.says("", pictures="1") == ""
    assert len(person.messages_of(number)) == 5


def test_a_new_complaint_with_the_wish_not_to_be_named_is_not_lost_in_the_old_case(store: Store) -> None:
    person, number = registered(store, TONGUES["en"])
    person.says("There is no gas in our houses in Mardan, don't tell my name to anybody")
    person.says("Toru")
    person.says("yes")
    first, second = person.tickets()
    assert (first.number, first.anonymous, second.anonymous) == (number, False, True)


def test_another_subject_without_progress_is_a_new_matter(store: Store) -> None:
    person, number = registered(store, TONGUES["roman_ur"])
    assert number not in person.says("gas bhi abhi tak nahi aa rahi mardan mein")


@pytest.mark.parametrize(
    ("tongue", "text"),
    [
        ("en", "And one thing: the water pump of the house also needs light"),
        ("en", "why was it sent to them? it is about the gas meter"),
        ("ur", "اور ایک بات، گیس کا میٹر نمبر 0045123 ہے"),
        ("roman_ur", "aur aik baat gas ka meter number 0045123 hai"),
        ("ps", "او یوه خبره، د ګاز میټر شمېره 0045123 ده"),
    ],
)
def test_what_somebody_forgot_or_asks_is_of_the_case(store: Store, tongue: str, text: str) -> None:
    person, number = registered(store, TONGUES[tongue])
    answer = person.says(text)
    assert number in answer or "our colleague looks at it" in answer
    assert len(person.tickets()) == 1


@pytest.mark.parametrize("outcome", [Outcome.DISSATISFIED, Outcome.CANCELLED])
def test_solved_is_no_reproach_and_no_wish_to_be_forgotten(store: Store, outcome: Outcome) -> None:
    person, number = registered(store, TONGUES["en"])
    engine = person.house.house.engine

    class Mistaken:
        """Hears the right intent, and makes the wrong thing of it."""

        def turn(self, turn: Turn) -> TurnResult:
            heard = Understanding(language="en", intent="feedback_satisfied")
            return dataclasses.replace(engine.turn(turn), outcome=outcome, understanding=heard)

        ask_all, understand, ping = engine.ask_all, engine.understand, engine.ping

    person.house = dataclasses.replace(person.house, house=dataclasses.replace(person.house.house, engine=Mistaken()))
    assert say("solved_said", "en", number=number) in person.says("yes, it is solved now")
    assert "no_progress" not in [kind for kind, _ in person.words(number)]
