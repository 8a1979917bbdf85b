"""What is asked, as text and taken apart: both ways, by a table."""

import pytest

from core.asking import Asking, for_all


@pytest.mark.parametrize(
    ("text", "asking"),
    [
        ("district", Asking("district")),
        ("category:gas,roads", Asking("category", ("gas", "roads"))),
        ("phone@confirmed", Asking("phone", (), "confirmed")),
        ("category@confirmed:gas,roads", Asking("category", ("gas", "roads"), "confirmed")),
        (None, Asking()),
    ],
)
def test_as_text_and_back(text: str | None, asking: Asking) -> None:
    assert Asking.read(text) == asking
    assert asking.text == text


def test_what_is_empty_in_a_text_asks_and_offers_nothing() -> None:
    assert Asking.read("") == Asking()
    assert Asking.read("category:,gas,") == Asking("category", ("gas",))
    assert Asking.read("@confirmed").question is None


def test_other_options_and_all_at_once() -> None:
    assert Asking.read("district@confirmed:a").offering(("b", "c")).text == "district@confirmed:b,c"
    assert for_all(("phone", "district")).text == "phone@confirmed"
    assert for_all(()).text == "confirmed"
