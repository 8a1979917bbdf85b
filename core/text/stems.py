"""A word without the ending that its grammar gave it: سڑکیں, سڑکوں → سڑک; sarkein, sarkon → sark; سړکونه → سړک.

Light stemming of Urdu, Roman Urdu and Pashto: one ending at most, and never so much that fewer than three letters are
left. It is no dictionary: two forms of a word meet, that is all. ``tests/core/text/data/inflections.txt`` says how
often, and how often different words meet.
"""

import functools

from core.text.normalise import fold_letters
from core.text.roman import roman_key

_URDU = ("یوں", "ئیں", "ؤں", "یاں", "یں", "وں", "ات", "ے", "ی", "ا", "ہ")
_PASHTO = (
    "ګانو",
    "ګانې",
    "ګان",
    "وونو",
    "وونه",
    "ونو",
    "ونه",
    "انو",
    "ان",
    "یانو",
    "یان",
    "یو",
    "ۍ",
    "ې",
    "و",
    "ه",
    "ی",
    "ي",
)
_ROMAN = ("iyaan", "iyan", "iyon", "ein", "ain", "oon", "en", "on", "un", "ay", "ey", "a", "e", "i", "o", "y")
_LONG = frozenset({"یں", "وں", "یاں", "یوں", "ونه", "ونو"})
_LEAST = 3
_LEAST_AND_LONG = 2
"""Letters that are left: behind a long ending two will do (بسیں → بس)."""


@functools.lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The stem of one lower-case word; ``language`` is ``ur``, ``ps`` or ``roman_ur``. English is left as it is."""
    if word.isascii():
        return roman_key(_without(word, _ROMAN)) or word if language != "en" else word
    return _without(fold_letters(word), _folded_endings(language))


@functools.cache
def _folded_endings(language: str) -> "tuple[str, ...]":
    folded = {fold_letters(ending) for ending in (_PASHTO if language == "ps" else _URDU)}
    return tuple(sorted(folded, key=lambda ending: (-len(ending), ending)))


@functools.cache
def _long() -> "frozenset[str]":
    return frozenset(map(fold_letters, _LONG))


def _without(word: str, endings: "tuple[str, ...]") -> str:
    """Endings stand on endings (د دوکان-ونو), and words end as if they had one: what is left is looked at again."""
    left = next((word[: -len(one)] for one in endings if word.endswith(one) and _enough(word, one)), None)
    return word if left is None else _without(left, endings)


def _enough(word: str, ending: str) -> bool:
    return len(word) - len(ending) >= (_LEAST_AND_LONG if ending in _long() else _LEAST)
