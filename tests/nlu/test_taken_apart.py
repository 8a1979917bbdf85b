"""The answer to a mail that asks for several things at once, in the ways in which people write it."""

import pytest

from core.ports import Turn
from nlu.fallback import PlainQuestions

KNOWN = {"email": "gul@example.org", "description": "the pole is broken", "category": "electricity"}
THREE = {"district": "Peshawar", "address": "Street 4, Hayatabad", "complainant_name": "Gul Khan"}
TWO = {"district": "Peshawar", "address": "Hayatabad"}
URDU = {"district": "Mardan", "address": "کاٹلنگ، گلی ۴", "complainant_name": "گل خان"}


def learnt(text: str, asking: str = "district@confirmed", **known: str) -> tuple[dict[str, str], str | None]:
    result = PlainQuestions().turn(Turn("c", "m", text, "en", {**KNOWN, **known}, asking))
    return {name: field.value for name, field in result.fields.items()}, result.asking


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("1. Peshawar\n2. Street 4, Hayatabad\n3. Gul Khan", THREE),
        ("1) Peshawar\n\n2) Street 4, Hayatabad\n\n3) Gul Khan", THREE),
        ("3. Gul Khan\n1. Peshawar\n2. Street 4,\nHayatabad", THREE | {"address": "Street 4,\nHayatabad"}),
        ("Peshawar\nStreet 4, Hayatabad\nGul Khan", THREE),
        ("District: Peshawar\nPlace: Street 4, Hayatabad\nName: Gul Khan", THREE),
        ("۱۔ ضلع مردان\n۲۔ کاٹلنگ، گلی ۴\n۳۔ گل خان", URDU),
        ("ضلع: مردان\nجگہ: کاٹلنگ", {"district": "Mardan", "address": "کاٹلنگ"}),
        ("1. Peshawar\n2. don't know\n3. Gul Khan", {"district": "Peshawar", "complainant_name": "Gul Khan"}),
        ("1. Peshawar\n2. Hayatabad\n3. anonymous", TWO | {"anonymous": "yes"}),
        ("Peshawar", {"district": "Peshawar"}),
        ("2. Hayatabad\n1. Peshawar, 0300 1234567", TWO | {"phone": "+923001234567"}),
    ],
)
def test_each_answer_goes_to_its_question(text: str, fields: dict[str, str]) -> None:
    assert learnt(text) == (fields, "confirmed")


def test_what_is_still_missing_is_asked_again() -> None:
    assert learnt("1. somewhere\n2. Street 4\n3. Gul Khan") == (
        {"address": "Street 4", "complainant_name": "Gul Khan"},
        "district@confirmed",
    )


def test_only_what_would_be_useful_was_asked() -> None:
    found, asking = learnt("1. Street 4\n2. Gul Khan", "address@confirmed", district="Mardan")
    assert (found, asking) == ({"address": "Street 4", "complainant_name": "Gul Khan"}, "confirmed")


@pytest.mark.parametrize(("asking", "known"), [("district", {}), ("district@confirmed", THREE)])
def test_a_single_question_is_answered_as_ever(asking: str, known: dict[str, str]) -> None:
    found, _ = learnt("1. Swat\n2. Street 9", asking, **known)
    assert "complainant_name" not in found
    assert found["district"] == "Swat"
