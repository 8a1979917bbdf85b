"""Villages, mohallas and streets in free words: not which place it is, only that one is named (``place``)."""

import functools
import re
from collections.abc import Iterable

from core.text.lexicon import words
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


def is_place_kind(word: str) -> bool:
    """Is it a word such as mohalla, street, colony, chowk, near?"""
    return _any_word().fullmatch(word) is not None or word.lower() in words("place_kinds")


def has_landmark(text: str) -> bool:
    """Does it name something by which a place is found: a school, a mosque, a bridge?"""
    return _landmark().search(text) is not None


@functools.cache
def _landmark() -> "re.Pattern[str]":
    return re.compile(rf"(?<!\w)(?:{_one_of(phrases()['place']['landmark'])})(?!\w)", re.IGNORECASE)


@functools.cache
def _any_word() -> "re.Pattern[str]":
    said = phrases()["place"]
    return re.compile(rf"(?<!\w)(?:{_one_of([*said['near'], *said['before'], *said['after']])})(?!\w)", re.IGNORECASE)


@functools.cache
def _named() -> "re.Pattern[str]":
    said, name = phrases()["place"], r"[^\W\d_]{3,}"
    before, after = _one_of(said["before"]), _one_of(said["after"])
    return re.compile(
        rf"(?<!\w)(?:(?:{before})\s+(?P<name>{name})|(?P<named>{name})\s+(?:{after}))(?!\w)", re.IGNORECASE
    )


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in words)
