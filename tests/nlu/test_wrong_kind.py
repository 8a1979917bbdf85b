"""Tags of questions and bare sums are no places."""

import pytest

from nlu.dialogue.shapes import DIALOGUE, Reading, Said
from nlu.dialogue.wrong_kind import is_no_place, without_wrong_kinds


@pytest.mark.parametrize(
    ("place", "left"),
    [
        ("kana", None),
        ("kya", None),
        ("5000", None),
        ("۵۰۰۰", None),
        ("na", None),
        ("کنه", None),
        ("kali totano bandai kana", "kali totano bandai"),
        ("kana\nkali totano bandai", "kali totano bandai"),
        ("street 4", "street 4"),
        ("Nawan Kali", "Nawan Kali"),
        ("محلہ قاضی آباد کیا", "محلہ قاضی آباد"),
    ],
)
def test_a_place_without_its_tag(place: str, left: str | None) -> None:
    turn = Said(place, None, "en", {}, "address")
    read = without_wrong_kinds(turn, Reading("inform", fields={"address": (place, 0.9, DIALOGUE)}))
    assert read.fields.get("address", (None,))[0] == left
    assert is_no_place(place) is (left is None)
