"""Comparing fairly: by what is to be expected of one's categories, and never chance for a fault."""

import pytest

from core.dashboards.fair import Verdict, compare
from core.dashboards.figures import Figures

HARD, EASY = "land_revenue", "municipal"


def _came(came: int, satisfied: int, late: int = 0) -> Figures:
    return Figures(came=came, satisfied=satisfied, late=late, working=late)


def test_an_office_with_hard_cases_is_not_held_against_one_with_easy_ones() -> None:
    rows = [
        ("only hard", {HARD: _came(500, 100)}),
        ("only easy", {EASY: _came(500, 400)}),
        ("both", {HARD: _came(500, 100), EASY: _came(500, 400)}),
    ]
    for one in compare(rows):
        assert one.satisfied.verdict is Verdict.ALIKE
        assert one.satisfied.expected == pytest.approx(one.satisfied.count)


def test_who_does_better_in_the_same_cases_is_seen() -> None:
    found = {one.who: one for one in compare([("a", {EASY: _came(300, 240)}), ("b", {EASY: _came(300, 60)})])}
    assert found["a"].satisfied.verdict is Verdict.MORE
    assert found["b"].satisfied.verdict is Verdict.LESS
    assert found["a"].satisfied.expected == found["b"].satisfied.expected == 150
    assert found["a"].satisfied.ratio == pytest.approx(1.6)


@pytest.mark.parametrize(("satisfied", "verdict"), [(0, Verdict.ALIKE), (2, Verdict.ALIKE)])
def test_two_cases_prove_nothing(satisfied: int, verdict: Verdict) -> None:
    found = {one.who: one for one in compare([("few", {EASY: _came(2, satisfied)}), ("many", {EASY: _came(998, 499)})])}
    assert found["few"].satisfied.verdict is verdict


def test_load_is_beside_the_average_and_who_has_nothing_is_left_out() -> None:
    found = compare([("a", {EASY: _came(30, 1)}), ("b", {EASY: _came(10, 1)}), ("none", {})])
    assert [(one.who, one.load) for one in found] == [("a", 1.5), ("b", 0.5)]
    assert compare([("none", {})]) == []
