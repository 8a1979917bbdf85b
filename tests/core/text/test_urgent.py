import collections

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text.urgent import NUMBERS, PERHAPS, SURE, danger, find_danger, perhaps_danger
from tests.core.text.cases import lines, rows

_SIDES = [tuple(line.split("\t")) for line in lines("danger_kinds.tsv")]
_KIN = {"violence": {"threat", "sexual", "abduction"}, "child": {"sexual", "violence"}, "collapse": {"trapped"}}
"""What the older table calls by the first name may be one of these."""


def test_dangers_are_heard_and_complaints_are_not() -> None:
    """Nothing of this table was learnt from."""
    table = rows("danger.tsv")
    dangers = [text for kind, text in table if kind != "none"]
    others = [text for kind, text in table if kind == "none"]
    kinds = collections.Counter(kind for kind, _ in table)
    assert min(kinds[kind] for kind in ("suicide", "abduction", "child", "violence", "fire", "flood", "medical")) >= 5
    assert sum(perhaps_danger(text) is not None for text in dangers) >= 0.97 * len(dangers)
    assert sum(danger(text) is not None for text in dangers) >= 0.85 * len(dangers)
    assert sum(danger(text) is not None for text in others) <= 0.01 * len(others)


def test_the_kind_is_nearly_always_the_one_told_of() -> None:
    told = [(kind, perhaps_danger(text)) for kind, text in rows("danger.tsv") if kind != "none"]
    heard = [(kind, said) for kind, said in told if said]
    right = [said == kind or said in _KIN.get(kind, ()) for kind, said in heard]
    assert sum(right) >= 0.95 * len(right)


@pytest.mark.parametrize(("kind", "told", "text"), _SIDES)
def test_each_kind_from_both_sides(kind: str, told: str, text: str) -> None:
    """What tells of it is at least asked about, as what it is; what does not raises no alarm."""
    assert (perhaps_danger(text) == kind) if told == "yes" else (danger(text) is None)


def test_every_kind_has_both_sides() -> None:
    assert {kind for kind, told, _ in _SIDES if told == "yes"} == set(NUMBERS)
    assert {kind for kind, told, _ in _SIDES if told == "no"} == set(NUMBERS)


def test_each_kind_has_a_number_to_call() -> None:
    assert {kind: numbers[0].number for kind, numbers in NUMBERS.items()} == {
        "suicide": "1122",
        "abduction": "15",
        "sexual": "15",
        "child": "1121",
        "threat": "15",
        "violence": "15",
        "fire": "1122",
        "gas": "1199",
        "electrocution": "1122",
        "flood": "1122",
        "collapse": "1122",
        "trapped": "1122",
        "medical": "1122",
    }


def test_danger_late_in_a_long_letter_is_heard() -> None:
    found = find_danger("the road is bad. " * 200 + "my house is on fire")
    assert found is not None
    assert found.kind == "fire"
    assert "my house is on fire" in found.clause


def test_danger_in_the_middle_of_a_complaint_without_full_stops_is_heard() -> None:
    before = "sir mera masla ye hai ke hamari gali ki nali do mahine se band hai aur tma wale nahi aate "
    after = " aur street light bhi kharab hai meharbani kar ke dono kaam karwa dein"
    assert danger(before + after) is None
    assert danger(before + "abhi ghar me aag lagi hui hai bachay andar hain" + after) == "fire"


@pytest.mark.parametrize("text", ["kali totano bandai", "zamong kali ke oba nishta", "da kali num shah dheri de"])
def test_a_village_is_no_wrist(text: str) -> None:
    """ "kali" (Pashto, a village) sounds as "kalai" (Urdu, a wrist) does."""
    assert find_danger(text) is None


def test_what_is_sure_is_more_than_what_is_perhaps() -> None:
    sure, perhaps = (
        find_danger("my house is on fire, help"),
        find_danger("the cooker fell and the quilt is orange inside"),
    )
    assert sure is not None
    assert sure.sure
    assert sure.score >= SURE > PERHAPS
    assert perhaps is None or perhaps.score >= PERHAPS
    assert find_danger("my road is broken since two years") is None


@settings(deadline=None)
@given(st.text())
def test_takes_any_text(text: str) -> None:
    found = find_danger(text)
    assert found is None or (found.kind in NUMBERS and found.sure >= (found.score >= SURE))
