"""The plural and oblique forms of some three hundred nouns of Urdu, Roman Urdu and Pashto (core/reference/words)."""

import functools
from collections.abc import Mapping

from core.text.lexicon import lines
from core.text.normalise import fold_letters

LANGUAGES = ("ur", "roman_ur", "ps")


def other_forms(word: str, language: str) -> "tuple[str, ...]":
    """The other forms of a word in a language; nothing where the table does not have it."""
    return _forms().get((language, fold_letters(word).lower()), ())


@functools.cache
def _forms() -> "Mapping[tuple[str, str], tuple[str, ...]]":
    """(language, form) → the other forms of its word. ``!`` marks what no stem brings together (core/text/stems.py)."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for line in lines("words/inflections.txt"):
        code, *forms = line.replace("!", "").split()
        for one in forms:
            found[code, fold_letters(one)] = tuple(other for other in forms if other != one)
    return found
