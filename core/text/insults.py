"""Swear words in a text (core/reference/words/insults.txt): found, and shown as dots."""

import functools
import re

from core.text.lexicon import lines

DOTS = "…"


def has_insult(text: str) -> bool:
    """Is there a swear word in it?"""
    return _insults().search(text) is not None


def without_insults(text: str) -> str:
    """The text with dots where its swear words stood."""
    return _insults().sub(DOTS, text)


@functools.cache
def _insults() -> re.Pattern[str]:
    words = "|".join(word for line in lines("words/insults.txt") for word in line.split(","))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
