"""The parts of a text that are judged one by one, so that one clause of danger is heard in a long complaint."""

import re
from itertools import pairwise

_END = re.compile(r"[.!?;\n]+|\b(?:but|lekin|magar|lakin|mgr|khair|kho)\b|\b(?:لیکن|مگر|خیر|خو)\b")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_WHOLE, _WINDOW, _STEP = 20, 14, 6
"""In words: a clause longer than the first is read through a window of the second that moves by the third."""


def words(text: str) -> "list[str]":
    """The words of a normalised text in lower case."""
    return _WORD.findall(text)


def clauses(text: str) -> "list[list[str]]":
    """The words of each clause, in order; windows over what has no full stops, and short neighbours together.

    Empty for a text without words."""
    parts: list[list[str]] = []
    for sentence in _END.split(text):
        found = words(sentence)
        if not found:
            continue
        if len(found) <= _WHOLE:
            parts.append(found)
            continue
        for at in range(0, len(found) - _WINDOW + _STEP, _STEP):
            parts.append(found[at : at + _WINDOW])
    short = [one + other for one, other in pairwise(parts) if len(one) + len(other) <= _WHOLE]
    return parts + short
