"""No text that we are judged by is in the training data, nor a near-duplicate of one that is."""

from itertools import combinations

import pytest

from nlu.evaluation.gold import DANGER_SETS, LANGUAGES, SETS, dangers, gold
from nlu.training.corpus import sentences
from nlu.training.near import LEAK, grams, likeness, nearest

SHORT = 3
"""Texts of so few words ("yes please") are what they are whoever writes them: only the very same text is a leak."""


@pytest.mark.parametrize("which", SETS)
def test_nothing_judged_by_was_learnt(which: str) -> None:
    learnt = [one.text for one in sentences()]
    texts = [one.text for language in LANGUAGES for one in gold(which, language)]
    leaks = [
        (text, other, round(like, 2))
        for text, other, like in nearest(texts, learnt)
        if like >= (LEAK if len(text.split()) > SHORT else 1.0)
    ]
    assert leaks == []


@pytest.mark.parametrize("which", DANGER_SETS)
def test_no_danger_judged_by_was_learnt(which: str) -> None:
    learnt = [one.text for one in sentences()]
    texts = [text for language in LANGUAGES for text, _ in dangers(which, language)]
    assert [found for found in nearest(texts, learnt) if found[2] >= LEAK] == []


@pytest.mark.parametrize(("one", "other"), [*combinations(SETS, 2)])
def test_the_sets_share_nothing(one: str, other: str) -> None:
    first, second = ([each.text for language in LANGUAGES for each in gold(which, language)] for which in (one, other))
    assert [pair for pair in nearest(second, first) if pair[2] >= LEAK and len(pair[0].split()) > SHORT] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sets_are_large_enough(language: str) -> None:
    assert len(gold("working", language)) >= 100
    assert len(gold("untouched", language)) >= 30
    assert len(gold("fresh", language)) >= 50
    for which in DANGER_SETS:
        assert len(gold(which, language)) >= 40
        assert sum(1 for _, kind in dangers(which, language) if kind) >= 12


@pytest.mark.parametrize(
    ("one", "other", "leak"),
    [
        ("bijli nahi hai hamare gaon me", "Bijli nahi hai hamare gaon mein!", True),
        ("The transformer of our street is burnt", "The transformer in our street is burnt.", True),
        ("ہمارے گاؤں میں بجلی نہیں", "ھمارے گاؤں ميں بجلی نہیں ہے", True),
        ("The transformer of our street is burnt", "Our daughters have no school to go to", False),
    ],
)
def test_near_duplicates_are_seen(one: str, other: str, leak: bool) -> None:
    assert (likeness(grams(one), grams(other)) >= LEAK) is leak
