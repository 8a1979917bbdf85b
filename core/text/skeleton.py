"""Consonant skeletons: one key for a word however it is spelt, in Roman letters or in Arabic script.

bijli, bijlee, bjli and بجلی all give ``bjl``; transformer and ٹرانسفارمر give ``trnsfrmr``. Vowels, h, v, w and y are
left out, because they are what writers disagree on; letters that sound alike are one. So a spelling seen in training
helps every other spelling, and Urdu script helps Roman Urdu. The table is our own reading of the alphabets.
"""

import functools
import re

_ARABIC = str.maketrans(
    {
        **dict.fromkeys("تٹطټة", "t"),
        **dict.fromkeys("ثسصڅ", "s"),
        **dict.fromkeys("ذزضظځژ", "z"),
        **dict.fromkeys("دڈډ", "d"),
        **dict.fromkeys("رڑړ", "r"),
        **dict.fromkeys("کكقخ", "k"),
        **dict.fromkeys("گګغږ", "g"),
        **dict.fromkeys("نںڼ", "n"),
        **dict.fromkeys("شښ", "$"),
        **dict.fromkeys("اآأإعحهہھةوؤیيىېۍئےۓء", ""),
        "ب": "b", "پ": "p", "ج": "j", "چ": "c", "ف": "f", "ل": "l", "م": "m",
    }
)  # fmt: skip
_DIGRAPHS = (("sch", "sk"), ("tion", "$n"), ("ph", "f"), ("sh", "$"), ("ch", "c!"))
_SOFT_C = re.compile(r"c(?=[eiy])")
_HARD_C = re.compile(r"c(?!!)")
_LEFT_OUT = re.compile(r"[aeiouyhwv'’!]")
_TWICE = re.compile(r"(.)\1+")
_WORD = re.compile(r"[^\W\d_]+")


@functools.lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """The consonants of one lower-case word; empty where it has none."""
    if word.isascii():
        for written, sound in _DIGRAPHS:
            word = word.replace(written, sound)
        word = _HARD_C.sub("k", _SOFT_C.sub("s", word)).replace("q", "k").replace("x", "ks")
        word = _LEFT_OUT.sub("", word)
    else:
        word = word.translate(_ARABIC)
    return _TWICE.sub(r"\1", word)


def skeletons(text: str) -> list[str]:
    """The skeletons of a normalised, lower-case text's words, in order; a word of vowels alone is '-'."""
    return [skeleton(word) or "-" for word in _WORD.findall(text)]
