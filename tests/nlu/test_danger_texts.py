"""What danger is learnt from: enough of it, from both sides, and nothing that we are judged by."""

from collections import Counter
from pathlib import Path

import pytest

from core.text.danger.weights import learnt
from core.text.urgent import NUMBERS
from nlu.evaluation.dangers import Judged, judge, read
from nlu.evaluation.gold import DANGER_SETS, LANGUAGES, dangers
from nlu.training.danger_texts import NONE, source, told
from nlu.training.near import LEAK, nearest

_ALL = list(told())
_FILES = sorted((Path(__file__).parent / "dangers").glob("*.jsonl"))
"""Written by somebody who saw nothing of this project; measured once, then looked at and taught by kind."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_enough_of_both(language: str) -> None:
    kinds = Counter(one.kind for one in _ALL if one.language == language)
    assert set(kinds) == {NONE, *NUMBERS}
    assert sum(kinds.values()) - kinds[NONE] >= 250
    assert kinds[NONE] >= 350
    assert min(kinds.values()) >= 15


def test_what_was_learnt_is_learnt_from_what_is_here() -> None:
    assert learnt().source == source()
    assert learnt().kinds == tuple(NUMBERS)


@pytest.mark.parametrize("which", DANGER_SETS)
def test_nothing_judged_by_was_learnt(which: str) -> None:
    texts = [text for language in LANGUAGES for text, _ in dangers(which, language)]
    found = nearest(texts, [one.text for one in _ALL])
    assert [one for one in found if one[2] >= LEAK and len(one[0].split()) > 3] == []


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    return judge(row for file in _FILES for row in read(file))


@pytest.mark.parametrize("language", LANGUAGES)
def test_dangers_of_another_writer_are_heard(judged: list[Judged], language: str) -> None:
    mine = [one for one in judged if one.row.language == language]
    dangers_told = [one for one in mine if one.row.danger]
    others = [one for one in mine if not one.row.danger]
    assert len(dangers_told) >= 80
    assert len(others) >= 120
    assert sum(one.kind is not None for one in dangers_told) >= 0.92 * len(dangers_told)
    assert sum(one.sure for one in dangers_told) >= 0.85 * len(dangers_told)
    assert sum(one.sure for one in others) <= 0.03 * len(others)
    assert sum(one.kind is not None for one in others) <= 0.06 * len(others)


def test_the_number_that_stands_first_is_the_right_one(judged: list[Judged]) -> None:
    heard = [one for one in judged if one.row.danger and one.kind]
    first = [NUMBERS[one.kind or ""][0] == NUMBERS[one.row.danger or ""][0] for one in heard]
    assert sum(first) >= 0.9 * len(first)


def test_what_another_writer_wrote_was_not_learnt() -> None:
    """But for the plainest cries of a few words, which everybody writes."""
    texts = [row.text for file in _FILES for row in read(file)]
    found = nearest(texts, [one.text for one in _ALL])
    assert [one for one in found if one[2] >= LEAK and len(one[0].split()) > 6] == []
