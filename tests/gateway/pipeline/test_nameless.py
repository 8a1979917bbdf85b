"""The wish not to be named, said at any time: kept from then on, for what was said before as well."""

import pytest

from core.privacy.personal import for_office
from core.store.casework import tickets
from core.store.engine import Store
from tests.gateway.pipeline.citizen import Citizen, citizen

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)

WISHES = {
    "en": ("no light in Mardan for three days", "don't tell my name to anybody", "not your name", ("Toru", "yes")),
    "ur": ("مردان میں بجلی نہیں ہے تین دن سے", "میرا نام ظاہر نہ کریں", "آپ کا نام", ("طورو", "ہاں")),
    "roman_ur": (
        "mardan mein bijli nahi hai teen din se",
        "mera naam kisi ko na batana",
        "lekin aap ka naam",
        ("Toru", "haan"),
    ),
    "ps": ("په مردان کې برېښنا نشته", "نوم مې مه وایئ", "ستاسو نوم", ("کلی طورو", "هو")),
}


def told_to_the_office(person: Citizen, number: str) -> str:
    with person.house.house.store.read() as session:
        ticket, record = tickets.get(session, number), tickets.record(session, number)
        return str(for_office(record, anonymous=ticket.anonymous))


@pytest.mark.parametrize(("told", "wish", "confirmed", "rest"), WISHES.values(), ids=WISHES)
@pytest.mark.parametrize("moment", ["at first", "in the middle", "at the summary", "after the number"])
def test_it_holds_from_whenever_it_is_said(
    store: Store, moment: str, told: str, wish: str, confirmed: str, rest: tuple[str, ...]
) -> None:
    person = citizen(store)
    place, yes = rest
    steps = {
        "at first": [wish, told, place, yes],
        "in the middle": [told, wish, place, yes],
        "at the summary": [told, place, wish, yes],
        "after the number": [told, place, yes, wish],
    }[moment]
    answers = {text: person.says(text, name="Zarghuna Yousafzai") for text in steps}
    [ticket] = person.tickets()
    assert confirmed in answers[wish]
    assert sum(confirmed in answer for answer in answers.values()) == 1
    assert ticket.anonymous
    assert "Zarghuna" not in told_to_the_office(person, ticket.number)
    assert person.phone not in told_to_the_office(person, ticket.number)


def test_beside_other_words_both_are_heard(store: Store) -> None:
    person = citizen(store)
    answer = person.says("The police in Mardan beat my brother at the station, please do not share my name with them")
    assert "not your name" in answer
    person.says("Toru")
    person.says("yes")
    [ticket] = person.tickets()
    assert ticket.anonymous
    assert "beat my brother" in (person.record(ticket.number).get("description") or "")


def test_it_is_in_the_history_and_cannot_be_revealed(store: Store) -> None:
    person = citizen(store)
    for text in ("no light in Mardan for three days", "Toru", "yes", "keep my name secret"):
        person.says(text, name="Zarghuna Yousafzai")
    [ticket] = person.tickets()
    assert [kind for kind, _ in person.words(ticket.number)][-1] == "go_nameless"
    answer = person.says("keep my name secret")
    assert [kind for kind, _ in person.words(ticket.number)].count("go_nameless") == 1
    assert answer


def test_said_after_two_cases_it_holds_for_both(store: Store) -> None:
    person = citizen(store)
    for text in (
        "no light in Mardan for three days",
        "Toru",
        "yes",
        "new complaint",
        "no gas in Mardan",
        "Toru",
        "yes",
    ):
        person.says(text)
    person.says("keep my name secret")
    assert [ticket.anonymous for ticket in person.tickets()] == [True, True]
