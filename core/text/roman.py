"""Roman Urdu has no fixed spelling: one key for bijli, bijlee, bijly and bijlii.

Each rule is here because it brings spellings of one word together without bringing different words together
(tests/core/text/data/spellings.txt; docs/understanding.md has the numbers). Dropping a final n or all vowels joins
more spellings, and turns everyday words into places.
"""

import functools
import re

from core.text.normalise import composed

_NOT_LETTER = re.compile(r"[^a-z]+")
_RULES = (
    (r"ph", "f"),
    (r"ck|q", "k"),
    (r"c(?=[eiy])", "s"),
    (r"c(?!h)", "k"),
    (r"ow(?![aeiou])", "o"),
    (r"w", "v"),
    (r"ee|ea|ie|iy|yi", "i"),
    (r"ai|ay|ei|ey|ae", "e"),
    (r"au|ao", "o"),
    (r"(?<=[aeiou])h(?=[^aeiou]|$)", ""),  # mehngai, kyah
    (r"y(?![aeiou])", "i"),
    (r"o", "u"),
    (r"e", "i"),
    (r"([a-z])\1+", r"\1"),
)


@functools.cache
def _steps() -> "tuple[tuple[re.Pattern[str], str], ...]":
    return tuple((re.compile(pattern), new) for pattern, new in _RULES)


@functools.lru_cache(maxsize=50_000)
def roman_key(word: str) -> str:
    """The key under which a word in Latin letters is looked up; empty when it has none."""
    if not word.isascii():
        word = composed(word, "NFKD")
    key = _NOT_LETTER.sub("", word.lower())
    for pattern, new in _steps():
        key = pattern.sub(new, key)
    return key
