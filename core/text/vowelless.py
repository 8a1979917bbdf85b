"""Districts as people write them who leave vowels out: "swbi", "krk", "bnu". So few consonants are like many words, so
they count only where a district is asked for, or behind the word for one ("zla swbi")."""

import functools
import re

from core.text.gazetteer import HOME, gazetteer, is_arabic
from core.text.lexicon import everyday_latin

_WORD = re.compile(r"[a-z]+")
_VOWELS = "aeiou"
SHORT_FOR_DISTRICT = frozenset(("zla", "zlla", "jila", "jla", "jilla", "zela"))
_DISTRICT = SHORT_FOR_DISTRICT | {"zila", "zilla", "zilah", "zillah", "district", "distt", "dist"}
_LOOKED_AT, _SHORTEST, _WORDS = 400, 3, 8


def district_without_vowels(text: str, *, asked: bool) -> "str | None":
    """The one district of ours that a word can only be, its vowels left out. ``asked``: the text answers which."""
    said = _WORD.findall(text[:_LOOKED_AT].lower())
    found: dict[str, None] = {}
    for at, word in enumerate(said):
        beside = (at and said[at - 1] in _DISTRICT) or (at + 1 < len(said) and said[at + 1] in _DISTRICT)
        plain = len(said) == 1 or word not in everyday_latin()
        if word in _DISTRICT or not (beside or (asked and len(said) <= _WORDS and plain)):
            continue
        name = _named(word)
        found |= {name: None} if name else {}
    return next(iter(found)) if len(found) == 1 else None


@functools.lru_cache(maxsize=5_000)
def _named(word: str) -> "str | None":
    """A word of at least three letters that keeps all consonants of one name only, and no vowel that it has not."""
    if len(word) < _SHORTEST:
        return None
    names = {name for spelt, name in _byconsonants().get(consonants(word), ()) if is_short_for(word, spelt)}
    return names.pop() if len(names) == 1 else None


def is_short_for(word: str, spelt: str) -> bool:
    """Are the letters of a word those of a longer one, in order, with a vowel left out that is not only its last?"""
    letters = iter(spelt)
    within = word[0] == spelt[0] and all(letter in letters for letter in word)
    return within and len(word) < len(spelt) and word != spelt[:-1]


def consonants(word: str) -> str:
    """A word in small Latin letters without its vowels, doubled consonants as one."""
    bare = re.sub(rf"[{_VOWELS}]", "", word)
    return re.sub(r"(.)\1+", r"\1", bare)


@functools.cache
def _byconsonants() -> "dict[str, tuple[tuple[str, str], ...]]":
    """Spellings in Latin letters with their districts, by their consonants."""
    table: dict[str, dict[tuple[str, str], None]] = {}
    for spelt, entries in gazetteer().exact.items():
        for entry in entries:
            if entry.kind == "district" and entry.province == HOME and not is_arabic(spelt) and spelt.isalpha():
                table.setdefault(consonants(spelt), {})[spelt, entry.name] = None
    return {key: tuple(found) for key, found in table.items()}
