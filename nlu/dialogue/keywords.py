"""Category and intent by keywords: only for when Rasa is away. Understands less, and asks where it is not sure."""

import functools
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import yaml

from core.text.forms import LANGUAGES, other_forms
from core.text.gazetteer import key_of
from nlu.dialogue.moves import folded, move

_ONE, _SEVERAL, _TIED = 0.65, 0.8, 0.45


def category_scores(text: str) -> "tuple[tuple[str, float], ...]":
    """Categories whose words are in a normalised text, the likeliest first, with a rough confidence."""
    keys = {key_of(word) for word in folded(text).replace("-", " ").split()}
    hits = Counter(category for key in keys for category in _table().get(key, ()))
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


@functools.cache
def _table() -> "Mapping[str, tuple[str, ...]]":
    read = yaml.safe_load((Path(__file__).parent / "keywords.yml").read_text(encoding="utf-8"))
    table: dict[str, set[str]] = {}
    for category, words in read.items():
        for word in words:
            for form in (word, *(one for code in LANGUAGES for one in other_forms(word, code))):
                table.setdefault(key_of(folded(form)), set()).add(category)
    return {key: tuple(sorted(names)) for key, names in table.items() if len(key) > 2}
