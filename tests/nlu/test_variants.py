"""Spelling variants: the same each time, different from what was written, and true to numbers."""

import random

import pytest

from nlu.training.corpus import Company, Example
from nlu.training.variants import VARIANT_WEIGHT, grow, in_company, other_forms, variant

TEXTS = [
    Example("hamare gaon mein bijli nahi hai 3 din se 0300-1234567", "a", "roman_ur", company=Company.TAKES),
    Example("زموږ په کلي کې بریښنا نشته ۰۳۰۰۱۲۳۴۵۶۷", "a", "ps"),
    Example("ہمارے محلے کا ٹرانسفارمر جل گیا ہے", "a", "ur"),
    Example("please repair the broken road of our village", "a", "en"),
    Example("salam bhai jan", "b", "roman_ur", company=Company.GIVES),
]


def test_the_same_seed_gives_the_same_variants() -> None:
    assert grow(TEXTS, 3) == grow(TEXTS, 3)


def test_originals_stay_and_variants_follow_in_their_group() -> None:
    grown = grow(TEXTS, 3)
    assert [one.text for one in grown if one.judged] == [one.text for one in TEXTS]
    for one in grown:
        assert one.label == TEXTS[one.group].label
        assert one.weight == (1.0 if one.judged else VARIANT_WEIGHT)
        assert one.judged or one.text != TEXTS[one.group].text
    assert {one.group for one in grown if not one.judged} >= {0, 1, 2, 3}


def test_no_copies_no_variants() -> None:
    assert [one.text for one in grow(TEXTS, 0)] == [one.text for one in TEXTS]


@pytest.mark.parametrize("example", TEXTS[:2])
def test_numbers_are_never_changed(example: Example) -> None:
    dice = random.Random(1)
    digits = [word for word in example.text.split() if any(sign.isdigit() for sign in word)]
    for _ in range(50):
        said = variant(example.text, example.language, dice).split()
        assert [word for word in said if any(sign.isdigit() for sign in word)] == digits


def test_a_complaint_is_set_among_lines_of_its_own_language() -> None:
    set_among = [one for one in grow(TEXTS, 1) if "salam bhai jan" in one.text and one.group == 0]
    assert set_among
    assert all(one.label == "a" and TEXTS[0].text in one.text for one in set_among)


def test_company_keeps_the_text_whole() -> None:
    said = in_company("no water", ["hello", "my name is Gul", "please help"], random.Random(3))
    assert "no water" in said
    assert said != "no water"


def test_a_complaint_is_said_with_other_forms_of_its_nouns() -> None:
    dice = random.Random(1)
    assert other_forms("سڑک خراب ہے", "ur", dice)[0] in ("سڑکیں خراب ہے", "سڑکوں خراب ہے")
    assert other_forms("sarkon ka haal", "roman_ur", dice)[0] in ("sarak ka haal", "sarkein ka haal")
    assert other_forms("نه دي راغلي", "ps", dice) == []
    assert other_forms("roads are broken", "en", dice) == []
