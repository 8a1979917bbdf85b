import pytest

from core.text.lexicon import lines
from core.text.stems import stem

_ALIKE = [{"لڑکا", "لڑکی"}, {"larka", "larki"}, {"keera", "kiraya"}, {"ناروغ", "ناروغي"}]
"""A boy and a girl, an illness and who has it: that is in the ending. Insects and fares are not; they sound alike."""
_FORMS = [line.split() for line in lines("words/inflections.txt")]


def test_three_hundred_words_of_three_languages_are_in_the_table() -> None:
    assert len(_FORMS) >= 300
    assert {forms[0] for forms in _FORMS} == {"ur", "roman_ur", "ps"}


@pytest.mark.parametrize("language", ["ur", "roman_ur", "ps"])
def test_forms_of_a_word_meet_but_for_those_that_are_marked(language: str) -> None:
    words = [forms for code, *forms in _FORMS if code == language]
    pairs = [(forms[0], other) for forms in words for other in forms[1:]]
    met = [other for lemma, other in pairs if stem(lemma, language) == stem(other.lstrip("!"), language)]
    assert [one for one in met if one.startswith("!")] == []
    assert {one for _, one in pairs if not one.startswith("!")} <= set(met)
    assert len(met) >= 0.85 * len(pairs)


@pytest.mark.parametrize("language", ["ur", "roman_ur", "ps"])
def test_different_words_hardly_meet(language: str) -> None:
    owners: dict[str, set[str]] = {}
    for code, *forms in _FORMS:
        for form in forms if code == language else ():
            owners.setdefault(stem(form.lstrip("!"), language), set()).add(forms[0])
    assert [lemmas for lemmas in owners.values() if len(lemmas) > 1 and lemmas not in _ALIKE] == []


def test_english_and_short_words_stay() -> None:
    assert [stem("roads", "en"), stem("بس", "ur"), stem("اور", "ps")] == ["roads", "بس", "اور"]
