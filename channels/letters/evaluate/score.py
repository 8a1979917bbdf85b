"""Comparing what was read with what was written."""

import re
import unicodedata

from rapidfuzz.distance import Levenshtein

from core.text.normalise import fold_digits, fold_letters

_MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff]")
_SPACE = re.compile(r"\s+")


def folded(text: str) -> str:
    """Letters and digits in one spelling, punctuation left out, single spaces."""
    text = fold_digits(fold_letters(_MARKS.sub("", text)))
    text = "".join(" " if unicodedata.category(sign)[0] in "PSC" else sign for sign in text)
    return _SPACE.sub(" ", text).strip()


def character_error_rate(read: str, written: str) -> float:
    """Insertions, deletions and changes as a share of the letters written, both folded. At most 1."""
    truth = folded(written)
    return min(1.0, Levenshtein.distance(folded(read), truth) / max(1, len(truth)))
