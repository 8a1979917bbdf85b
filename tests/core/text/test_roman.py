import itertools

from hypothesis import given
from hypothesis import strategies as st

from core.text.roman import roman_key
from tests.core.text.cases import lines


def test_spellings_meet_and_words_do_not() -> None:
    words = [line.split() for line in lines("spellings.txt")]
    pairs = [pair for spellings in words for pair in itertools.combinations(spellings, 2)]
    met = sum(roman_key(one) == roman_key(other) for one, other in pairs)
    assert met / len(pairs) >= 0.77
    keys = [{roman_key(spelling) for spelling in spellings} for spellings in words]
    assert [(a, b) for a, b in itertools.combinations(keys, 2) if a & b] == []


def test_the_two_of_the_brief() -> None:
    assert roman_key("bijlee") == roman_key("bijli")
    assert roman_key("Waqt") == roman_key("vakt")


@given(st.text())
def test_keys_are_small_letters(text: str) -> None:
    assert roman_key(text) == "" or roman_key(text).isascii()
    assert roman_key(text) == roman_key(text).lower()
