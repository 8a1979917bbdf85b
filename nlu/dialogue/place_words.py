"""Villages, mohallas and streets in free words: not which place it is, only that one is named (``place``)."""

import functools
import re
from collections.abc import Iterable

from core.text.normalise import clean_text
from nlu.dialogue.catalogue import phrases
from nlu.dialogue.moves import is_everyday
from nlu.dialogue.shapes import DIALOGUE, Value

_LONGEST, _READ = 500, 6000


def has_place_word(text: str) -> bool:
    """Does it speak of a village, a mohalla, a street, or of what is near?"""
    return _any_word().search(text) is not None


def named_place(text: str) -> "str | None":
    """The village, mohalla or street that free words name, such as "mohalla Khudadad"."""
    for match in _named().finditer(text[:_READ]):
        if not is_everyday(match["name"] or match["named"]):
            return match.group()
    return None


def place_in(text: str) -> Value:
    """The place in an answer; the whole answer where no part of it stands out."""
    return named_place(text) or clean_text(text).strip()[:_LONGEST], 0.8, DIALOGUE


@functools.cache
def _any_word() -> "re.Pattern[str]":
    words = phrases()["place"]
    return re.compile(
        rf"(?<!\w)(?:{_one_of([*words['near'], *words['before'], *words['after']])})(?!\w)", re.IGNORECASE
    )


@functools.cache
def _named() -> "re.Pattern[str]":
    words, name = phrases()["place"], r"[^\W\d_]{3,}"
    before, after = _one_of(words["before"]), _one_of(words["after"])
    return re.compile(
        rf"(?<!\w)(?:(?:{before})\s+(?P<name>{name})|(?P<named>{name})\s+(?:{after}))(?!\w)", re.IGNORECASE
    )


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in words)
