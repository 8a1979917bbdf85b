"""A message cut into words, as the dialogue compares them."""

import functools
import re

from core.text.normalise import normalise

_WORD = re.compile(r"[^\W_]+(?:['’/.-][^\W_]+)*")


@functools.lru_cache(maxsize=5000)
def tokens(text: str) -> "tuple[str, ...]":
    """The words of a message, normalised and in lower case; punctuation is none."""
    return tuple(_WORD.findall(normalise(text).lower()))
