"""A pin settles the district and answers where it is."""

import pytest

from core.intake import pins, steps
from core.intake.result import IntakeResult
from core.messages import Location
from core.ports import Reply
from core.text.pins import PINNED, is_pinned
from tests.core.intake.given import NOW, context, heard, told

MARDAN, LAHORE, LONDON = Location(34.1989, 72.0404), Location(31.52, 74.35), Location(51.5, -0.12)


@pytest.mark.parametrize(
    ("known", "point", "district", "address"),
    [
        ({}, MARDAN, "Mardan", PINNED["en"]),
        ({"address": "mohalla Khudadad"}, MARDAN, "Mardan", "mohalla Khudadad"),
        ({"district": "Swabi"}, MARDAN, "Swabi", PINNED["en"]),
        ({}, LAHORE, "Lahore", PINNED["en"]),
        ({}, LONDON, None, None),
        ({}, Location(34.1989, 72.0404, "Bagh-e-Haram", "School"), "Mardan", "School, Bagh-e-Haram"),
    ],
)
def test_what_a_pin_tells(known: dict[str, str], point: Location, district: str | None, address: str | None) -> None:
    after = steps.learn(told(**known), heard(location=point), NOW).complaint
    assert (after.get("district"), after.get("address")) == (district, address)


def test_at_a_border_the_likelier_district_is_taken_and_shown() -> None:
    between = pins.fields_of(Location(34.02, 71.98), told().complaint, "en")["district"]
    assert between.believed


@pytest.mark.parametrize(
    ("asking", "language", "text", "choice"),
    [
        ("district", "roman_ur", "Mardan", None),
        ("district:Mardan,Swabi", "ur", "مردان", None),
        ("address", "en", "skip", "skip"),
        ("address:again", "ps", "skip", "skip"),
        ("complainant_name", "en", "", None),
        (None, "en", "", None),
    ],
)
def test_it_answers_where_it_is(asking: str | None, language: str, text: str, choice: str | None) -> None:
    asked = told(language, district="Mardan").with_(asking=asking)
    pin = heard(location=MARDAN)
    answer = pins.as_answer(asked, pin)
    assert (answer.text, answer.choice) == (text, choice)
    handled = IntakeResult(asked, (Reply("Name?"),))
    assert pins.answers(context(pin, asked), handled) is bool(text)


def test_words_beside_a_pin_are_the_answer() -> None:
    asked = told(district="Mardan").with_(asking="district")
    assert pins.as_answer(asked, heard("mohalla Khudadad", location=MARDAN)).text == "mohalla Khudadad"


def test_it_is_said_that_it_came() -> None:
    handled = pins.announce(context(), IntakeResult(told("ur", district="Mardan"), (Reply("نام؟"),)))
    assert "مردان" in handled.replies[0].text


@pytest.mark.parametrize(("words", "pin"), [*((one, True) for one in PINNED.values()), ("Toru", False), (None, False)])
def test_the_words_for_a_pin_are_no_place_that_somebody_told(words: str | None, pin: bool) -> None:
    assert is_pinned(words) is pin
