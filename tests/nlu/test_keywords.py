"""Categories by keywords, with vowels left out."""

import pytest

from nlu.dialogue.keywords import category_scores


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("hsptl ma dktr ni", "health"),
        ("skl ma ustd ni ata", "education"),
        ("please help me", None),
        ("free chor cry", None),
    ],
)
def test_common_words_without_their_vowels(text: str, category: str | None) -> None:
    scores = category_scores(text)
    assert (scores[0][0] if scores else None) == category
