"""A clause as what has been learnt is asked of it: its words, their pieces, its concepts and which go together."""

import functools
import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from zlib import crc32

from core.text.danger.rules import against, told
from core.text.lexicon import small_words
from core.text.roman import roman_key

BITS = 18
_YEAR = re.compile(r"(19|20)\d\d")
_NEAR = 6
"""Concepts so many words apart still follow one another."""

WORD, PIECE, CONCEPT, PAIR, CONTEXT, RULE = 1.0, 0.35, 1.0, 0.6, 0.6, 1.2
"""What a feature of each kind counts."""


def masked(word: str) -> str:
    """Years keep their century, other numbers only that they are one."""
    if word.isdigit():
        year = _YEAR.fullmatch(word)
        return f"{year.group(1)}##" if year else "0"
    return word


def features(
    words: "list[str]", named: "list[tuple[int, str]]", roman: bool, context: "frozenset[str]"
) -> "dict[int, float]":
    """Column: value. ``words`` are masked, ``named`` is where which concept stands, ``roman``: may it be Roman Urdu,
    ``context`` are the concepts of the other clauses of the text."""
    found: dict[int, float] = {}
    for word in words:
        found.update(_of_word(word, roman))
    for one, other in pairwise(words):
        found[_column(f"b {one} {other}")] = WORD
    own = frozenset(concept for _, concept in named)
    for name, value in (*_together(named), *_ruled(own, against(context))):
        found[_named(name)] = value
    for concept in context - own:
        found[_named(f"x {concept}")] = CONTEXT
    return found


def _column(name: str) -> int:
    return crc32(name.encode()) & ((1 << BITS) - 1)


_named = functools.lru_cache(maxsize=50_000)(_column)


@functools.lru_cache(maxsize=50_000)
def _of_word(word: str, roman: bool) -> "tuple[tuple[int, float], ...]":
    """Nothing of a small word: else a language in which mostly people in danger wrote would sound like danger."""
    if word in small_words():
        return ()
    key = roman_key(word) if roman and word.isascii() else ""
    found = {_column(f"w {word}"): WORD}
    if key and key != word:
        found[_column(f"k {key}")] = WORD
    padded = f" {key or word} "
    for size in (3, 4):
        for at in range(max(len(padded) - size + 1, 1)):
            found.setdefault(_column(f"c {padded[at : at + size]}"), PIECE)
    return tuple(found.items())


def _together(named: "list[tuple[int, str]]") -> "Iterator[tuple[str, float]]":
    kinds = sorted({concept for _, concept in named})
    for concept in kinds:
        yield f"t {concept}", CONCEPT
    for one, other in combinations(kinds, 2):
        yield f"p {one} {other}", PAIR
    for (at, one), (then, other) in pairwise(named):
        if one != other and 0 < then - at <= _NEAR:
            yield f"q {one} {other}", PAIR


@functools.lru_cache(maxsize=4096)
def _ruled(named: "frozenset[str]", elsewhere: "frozenset[str]") -> "tuple[tuple[str, float], ...]":
    """What the rules say of a clause: nothing, or with nothing against it, with something in the text, or with what."""
    kinds = told(named)
    if not kinds:
        return (("r none", RULE),)
    here = against(named)
    how = "against" if here else "elsewhere" if elsewhere else "plain"
    return (
        (f"r {how}", RULE),
        (f"r {len(kinds) > 1} {how}", RULE),
        *((f"r {kind} {how}", RULE / 2) for kind in sorted(kinds)),
        *((f"r - {one}", RULE / 2) for one in sorted(here)),
    )
