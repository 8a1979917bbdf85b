"""The training files: complete in every language, without what would teach the wrong thing."""

from collections import Counter, defaultdict

import pytest

from core.text.normalise import normalise
from nlu.training.corpus import Sentence, sentences

LANGUAGES = ("en", "ur", "roman_ur", "ps")
CATEGORIES = (
    *("electricity", "gas", "water_supply", "sanitation", "roads", "health", "education", "police", "land_revenue"),
    *("municipal", "transport", "irrigation", "agriculture", "environment_forest", "social_welfare"),
    *("identity_documents", "taxation_excise", "employment", "corruption", "overseas", "other"),
)
INTENTS = (
    *("file_complaint", "inform", "track_status", "greet", "affirm", "deny", "feedback_satisfied"),
    *("feedback_dissatisfied", "human_help", "cancel", "out_of_scope"),
)


@pytest.fixture(scope="module")
def corpus() -> list[Sentence]:
    return sentences()


@pytest.fixture(scope="module")
def written(corpus: list[Sentence]) -> list[Sentence]:
    return [one for one in corpus if one.kind == "sentence"]


def test_there_are_thousands_of_sentences_in_four_languages(written: list[Sentence]) -> None:
    counts = Counter(one.language for one in written)
    assert set(counts) == set(LANGUAGES)
    assert min(counts.values()) >= 1000


def test_every_category_has_complaints_and_words_in_every_language(corpus: list[Sentence]) -> None:
    complaints = Counter((one.category, one.language) for one in corpus if one.intent == "file_complaint")
    words = Counter((one.category, one.language) for one in corpus if one.kind == "word")
    assert {one.category for one in corpus if one.category} == set(CATEGORIES)
    for category in CATEGORIES:
        for language in LANGUAGES:
            assert complaints[category, language] >= 24, (category, language)
            assert words[category, language] >= 8, (category, language)


def test_every_intent_is_trained_in_every_language(written: list[Sentence]) -> None:
    counts = Counter((one.intent, one.language) for one in written)
    assert {one.intent for one in written} == set(INTENTS)
    assert min(counts[intent, language] for intent in INTENTS for language in LANGUAGES) >= 18


def test_no_text_teaches_two_things(corpus: list[Sentence]) -> None:
    """One word may: پرچہ is an exam paper and a police report."""
    taught = defaultdict(set)
    for one in (one for one in corpus if " " in one.text):
        taught[normalise(one.text).lower()].add((one.intent, one.category))
    assert {text: both for text, both in taught.items() if len(both) > 1} == {}


def test_a_bare_subject_informs_and_no_text_has_two_intents(corpus: list[Sentence]) -> None:
    """ "Bribe" alone names a subject: it is ``inform`` in talk/topics.yml, and no complaint until something is told."""
    intents = defaultdict(set)
    for one in corpus:
        intents[normalise(one.text).lower()].add(one.intent)
    assert {text: both for text, both in intents.items() if len(both) > 1} == {}
    told = [one.text for one in corpus if one.file.startswith("complaints/")]
    assert [text for text in told if len(text.split()) < 2] == []


def test_no_line_is_empty_a_command_or_rasas_markup(corpus: list[Sentence]) -> None:
    assert [one for one in corpus if not one.text.strip() or one.text[0] in "/\\" or set(one.text) & set("[]{}")] == []


def test_a_complaints_file_holds_its_category_only(written: list[Sentence]) -> None:
    for one in written:
        if one.file.startswith("complaints/"):
            assert one.file == f"complaints/{one.category}.yml"


def test_complaints_are_not_one_template_filled_in(written: list[Sentence]) -> None:
    """No opening of three words begins more than one in fifty sentences of a language."""
    for language in LANGUAGES:
        texts = [one.text for one in written if one.language == language and one.intent == "file_complaint"]
        openings = Counter(tuple(text.lower().split()[:3]) for text in texts if len(text.split()) > 3)
        assert openings.most_common(1)[0][1] <= len(texts) / 50
