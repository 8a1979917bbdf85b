"""Numbers and names are hidden, and every sign stays in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.masking import masked

HIDDEN = [
    ("my name is Gul Khan, no water in Toru", (), ("Gul", "Khan"), "Toru"),
    ("call 0300-1234567 in Toru", (), ("0300", "1234567"), "Toru"),
    ("CNIC 17301-1234567-1, Gulbahar", (), ("17301", "1234567"), "Gulbahar"),
    ("فون ۰۳۰۰۱۲۳۴۵۶۷ طورو میں", (), ("۰۳۰۰", "۱۲۳"), "طورو"),
    ("write to gul.khan@example.org, Toru", (), ("gul", "example"), "Toru"),
    ("Zarghun here again, street 4 Sikandari", ("Zarghun Shah",), ("Zarghun", "4"), "Sikandari"),
    ("mera naam Bakht Zada hai, kali Toru", (), ("Bakht", "Zada"), "Toru"),
]


@pytest.mark.parametrize(("text", "names", "hidden", "left"), HIDDEN)
def test_what_is_hidden_and_what_is_left(text: str, names: tuple[str, ...], hidden: tuple[str, ...], left: str) -> None:
    seen = masked(text, names)
    assert [one for one in hidden if one in seen] == []
    assert seen.index(left) == text.index(left)


@given(st.text(max_size=200), st.lists(st.text(max_size=10), max_size=2))
def test_it_is_as_long_and_has_no_number(text: str, names: list[str]) -> None:
    seen = masked(text, names)
    assert len(seen) == len(text)
    assert not any(sign.isdigit() and sign != "0" for sign in seen)
