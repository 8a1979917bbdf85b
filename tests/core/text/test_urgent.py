import collections

from hypothesis import given, settings
from hypothesis import strategies as st

from core.text.urgent import NUMBERS, danger
from tests.core.text.cases import rows


def test_every_danger_is_heard_and_complaints_are_not() -> None:
    table = rows("danger.tsv")
    missed = [(kind, text) for kind, text in table if kind != "none" and danger(text) is None]
    cried = [(danger(text), text) for kind, text in table if kind == "none" and danger(text) is not None]
    kinds = collections.Counter(kind for kind, _ in table)
    assert min(kinds[kind] for kind in NUMBERS) >= 5
    assert missed == []
    assert cried == []


def test_the_kind_is_the_one_told_of() -> None:
    wrong = [(kind, danger(text), text) for kind, text in rows("danger.tsv") if kind != "none" and danger(text) != kind]
    assert wrong == []


def test_each_kind_has_a_number_to_call() -> None:
    assert {kind: numbers[0].number for kind, numbers in NUMBERS.items()} == {
        "suicide": "1122",
        "abduction": "15",
        "child": "1121",
        "violence": "15",
        "fire": "1122",
        "flood": "1122",
        "collapse": "1122",
        "electrocution": "1122",
        "medical": "1122",
    }


def test_danger_late_in_a_long_letter_is_heard() -> None:
    assert danger("the road is bad. " * 200 + "my house is on fire") == "fire"


@settings(deadline=None)
@given(st.text())
def test_takes_any_text(text: str) -> None:
    assert danger(text) in {None, *NUMBERS}
