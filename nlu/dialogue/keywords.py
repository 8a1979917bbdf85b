"""Category and intent by keywords: only for when Rasa is away. Understands less, and asks where it is not sure."""

import functools
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from core.text.forms import LANGUAGES, other_forms
from core.text.gazetteer import key_of
from core.text.lexicon import everyday_latin
from core.text.vowelless import consonants, is_short_for
from nlu.dialogue.moves import folded, move
from nlu.dialogue.tables import read_table

_ONE, _SEVERAL, _TIED = 0.65, 0.8, 0.45


def category_scores(text: str) -> "tuple[tuple[str, float], ...]":
    """Categories whose words are in a normalised text, the likeliest first, with a rough confidence."""
    said = set(folded(text).replace("-", " ").split())
    keys = {key_of(word) for word in said}
    hits = Counter(category for key in keys for category in _table().get(key, ()))
    short = {word for word in said if key_of(word) not in _table()}
    hits += Counter(category for word in short for category in _without_vowels(word))
    if not hits:
        return ()
    most = max(hits.values())
    tied = sum(count == most for count in hits.values()) > 1
    sure = _TIED if tied else _SEVERAL if most > 1 else _ONE
    return tuple((name, sure if count == most else 0.2) for name, count in hits.most_common(4))


def words_of(category: str) -> "frozenset[str]":
    """The keys of the words that speak for a category and for no other."""
    return frozenset(key for key, names in _table().items() if names == (category,))


def intent_of(text: str, entities: "Mapping[str, tuple[str, float]]", about_something: bool) -> tuple[str, float]:
    """A guess at the intent in Rasa's names, from whole phrases and what was found."""
    meant = move(text)
    if meant in ("greet", "affirm", "deny", "cancel", "human_help", "track_status"):
        return meant, 0.9
    if "tracking_number" in entities or "tracking_number_wrong" in entities:
        return "track_status", 0.7
    if about_something or len(text.split()) > 4:
        return "file_complaint", 0.6
    return "inform", 0.5


@functools.lru_cache(maxsize=20_000)
def _without_vowels(word: str) -> "tuple[str, ...]":
    """The one category of the words that this may be with vowels left out: "hsptl", "ustd", "pni"."""
    if not word.isascii() or len(word) < _SHORTEST or word in everyday_latin():
        return ()
    near = {names for whole, names in _by_consonants().get(consonants(word), ()) if is_short_for(word, whole)}
    return near.pop() if len(near) == 1 else ()


_SHORTEST = 3


@functools.cache
def _by_consonants() -> "Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]":
    table: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for category, words in _read().items():
        for word in words:
            if word.isascii() and word.isalpha() and _table().get(key_of(word)) == (category,):
                table.setdefault(consonants(word), []).append((word, (category,)))
    return {bare: tuple(found) for bare, found in table.items()}


@functools.cache
def _read() -> "Mapping[str, list[str]]":
    read: dict[str, list[str]] = read_table(Path(__file__).parent / "keywords.yml")
    return read


@functools.cache
def _table() -> "Mapping[str, tuple[str, ...]]":
    table: dict[str, set[str]] = {}
    for category, words in _read().items():
        for word in words:
            for form in (word, *(one for code in LANGUAGES for one in other_forms(word, code))):
                table.setdefault(key_of(folded(form)), set()).add(category)
    return {key: tuple(sorted(names)) for key, names in table.items() if len(key) > 2}
