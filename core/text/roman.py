"""Roman Urdu has no fixed spelling: one key for bijli, bijlee, bijly and bijlii.

The rules were chosen by measuring which of them bring spellings of one word together without bringing different
words together; docs/understanding.md has the table.
"""

import functools
import re
import unicodedata

_NOT_LETTER = re.compile(r"[^a-z]+")
_STEPS = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"([a-z])\1+", r"\1\1"),  # bijliii, pleeease
        (r"ph", "f"),
        (r"ck|q", "k"),
        (r"x", "ks"),
        (r"c(?=[eiy])", "s"),
        (r"c(?!h)", "k"),
        (r"w", "v"),
        (r"([b-df-hj-np-tv-xz])\1", r"\1"),  # doubled consonants
        (r"aa+", "a"),
        (r"ee|ea|ie|iy|yi", "i"),
        (r"oo|ou", "u"),
        (r"ai|ay|ei|ey|ae", "e"),
        (r"au|ao", "o"),
        (r"(?<=[aeiou])h(?=[^aeiou]|$)", ""),  # mehngai, kyah
        (r"y(?![aeiou])", "i"),
        (r"o", "u"),
        (r"(?<=[aeiu])n$", ""),  # mein, nahin: a nasal vowel
        (r"e$", "i"),
        (r"([a-z])\1+", r"\1"),
    )
)


@functools.lru_cache(maxsize=50_000)
def roman_key(word: str) -> str:
    """The key under which a word in Latin letters is looked up; empty when it has none."""
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word)
    key = _NOT_LETTER.sub("", word.lower())
    for pattern, new in _STEPS:
        key = pattern.sub(new, key)
    return key
