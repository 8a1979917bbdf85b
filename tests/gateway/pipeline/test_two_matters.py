"""Two matters in one message are both kept, and told one after the other."""

import pytest

from core.intake.dialogue_acts import parted
from core.store.engine import Store
from tests.gateway.pipeline.citizen import citizen

BOTH = {
    "en": (
        "There is no gas in our street in Mardan for a week. Also, the school in our village has no teacher",
        "You told of two things: gas, and schools and colleges. First: gas.",
        ("Toru", "yes", "Toru", "yes"),
        ["gas", "education"],
    ),
    "roman_ur": (
        "mardan mein bijli nahi hai teen din se, doosra masla yeh hai ke hospital mein doctor nahi hota",
        "do baatein",
        ("Toru", "haan", "Toru", "haan"),
        ["electricity", "health"],
    ),
    "ur": (
        "مردان میں گیس نہیں آ رہی، دوسرا مسئلہ یہ ہے کہ سکول میں استاد نہیں ہے",
        "سکولوں اور کالجوں",
        ("طورو", "ہاں", "طورو", "ہاں"),
        ["gas", "education"],
    ),
    "ps": (
        "په مردان کې ګاز نشته. بله ستونزه دا ده چې په ښوونځي کې استاد نشته",
        "دوې خبرې",
        ("کلی طورو", "هو", "کلی طورو", "هو"),
        ["gas", "education"],
    ),
}


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("In Mingora two things: the gas is gone and the school has no teacher", "the school has no teacher"),
        ("mere do masle hain, gali ki light kharab hai aur school mein ustad nahi aata", "school mein ustad nahi aata"),
        ("دو باتیں ہیں: گلی میں گیس نہیں آتی اور سکول کی استانی غائب ہے", "سکول کی استانی غائب ہے"),
        ("دوه خبرې دي: په کوڅه کې ګاز نشته او د ښوونځي استاذه نه راځي", "د ښوونځي استاذه نه راځي"),
    ],
)
def test_who_says_that_there_are_two_parts_them_by_and(text: str, second: str) -> None:
    parts = parted(text)
    assert parts is not None
    assert parts[1] == second
    assert parts[0] in text


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("told", "announced", "answers", "categories"), BOTH.values(), ids=BOTH)
def test_both_become_cases(
    store: Store, told: str, announced: str, answers: tuple[str, ...], categories: list[str]
) -> None:
    person = citizen(store)
    assert announced in person.says(told)
    for text in answers:
        person.says(text)
    tickets = person.tickets()
    assert [ticket.category for ticket in tickets] == categories
    assert [ticket.district for ticket in tickets] == ["Mardan", "Mardan"]
    said = " ".join(person.record(ticket.number).get("description") or "" for ticket in tickets)
    assert all(word in told for word in said.split())


@pytest.mark.parametrize(
    "text",
    [
        "There is no gas in our street. It has been so for a week",
        "no electricity and also no water",
        "bijli bhi nahi hai aur pani bhi nahi",
        "second floor of the hospital is dirty",
        "my second complaint",
    ],
)
def test_one_trouble_stays_one(text: str) -> None:
    assert parted(text) is None


def test_a_numbered_list_is_two() -> None:
    assert parted("1. no gas in our street\n2. the school has no teacher") == (
        "no gas in our street",
        "the school has no teacher",
    )
