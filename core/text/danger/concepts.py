"""What the words of a clause mean, in any of the languages: fire, a wall, a child, last year, a price …

``core/reference/danger/concepts/`` has the words. What four languages say in words of their own becomes one set of
concepts, so that what is learnt from one language helps the others. Urdu «اور» (and) is Pashto fire, «مار» (beat) a
Pashto snake: so a clause is held only against the words of the language that it is in.
"""

import functools
from dataclasses import dataclass, field

from core.text.language import written
from core.text.lexicon import lines
from core.text.normalise import fold_letters
from core.text.roman import roman_key

_SURE = 0.6
DANGER = "danger/concepts"


@dataclass(frozen=True)
class _Words:
    """Phrases under their first word; a phrase is (further words, concept), a word that ends in a star any ending."""

    exact: "dict[str, list[tuple[tuple[str, ...], str]]]" = field(default_factory=dict)
    begins: "dict[str, list[tuple[tuple[str, ...], str]]]" = field(default_factory=dict)


def lists_of(text: str) -> "tuple[str, ...]":
    """Which word lists hold for a text."""
    code, sure = written(text)
    latin = not text.isascii() and any("a" <= sign <= "z" for sign in text)
    if code == "en":
        return ("en",) if sure >= _SURE else ("en", "roman")
    if code in ("roman_ur", "und") and text.isascii():
        return ("roman", "en")
    arabic = {"ur": ("ur",), "ps": ("ps",)}.get(code, ("ur", "ps")) if sure >= _SURE else ("ur", "ps")
    return (*arabic, "roman", "en") if latin else arabic


def concepts(words: "list[str]", lists: "tuple[str, ...]", folder: str = DANGER) -> "list[tuple[int, str]]":
    """Where in a clause which concept is named, in order of the words. A word may name several. ``folder``: whose words
    (core/reference)."""
    found: set[tuple[int, str]] = set()
    for name in lists:
        said = [_key(word) for word in words] if name == "roman" else words
        for at, word in enumerate(said):
            for rest, concept in _beginning(folder, name, word):
                if not rest or _follows(said, at + 1, rest):
                    found.add((at, concept))
    return sorted(found)


@functools.lru_cache(maxsize=50_000)
def _beginning(folder: str, name: str, word: str) -> "tuple[tuple[tuple[str, ...], str], ...]":
    """The phrases of a list that may begin with this word."""
    table = _table(folder, name)
    found = list(table.exact.get(word, ()))
    for end in range(2, len(word) + 1):
        found += table.begins.get(word[:end], ())
    return tuple(found)


def _follows(said: "list[str]", at: int, rest: "tuple[str, ...]") -> bool:
    if len(said) - at < len(rest):
        return False
    return all(
        said[at + n].startswith(part[:-1]) if part[-1] == "*" else said[at + n] == part for n, part in enumerate(rest)
    )


def _key(word: str) -> str:
    return roman_key(word) or word if word.isascii() else word


@functools.cache
def _table(folder: str, name: str) -> _Words:
    table = _Words()
    for line in lines(f"{folder}/{name}.txt"):
        concept, _, entries = line.partition(":")
        for entry in entries.split(","):
            parts = [_part(part, name) for part in fold_letters(entry).lower().split()]
            if not parts:
                continue
            first, rest = parts[0], tuple(parts[1:])
            under, key = (table.begins, first[:-1]) if first.endswith("*") else (table.exact, first)
            under.setdefault(key, []).append((rest, concept))
    return table


def _part(word: str, name: str) -> str:
    star = word.endswith("*")
    key = _key(word.rstrip("*")) if name == "roman" else word.rstrip("*")
    return key + "*" * star
