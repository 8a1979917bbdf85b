"""Which language a text is in: ``en``, ``ur``, ``roman_ur``, ``ps``, or ``und`` where it does not say.

Script first, then letters that only one language has, then the small words of every sentence (core/reference/words).
Where people mix, what they mostly write in decides. Pashto in Latin letters counts as ``roman_ur``: answers in Roman
Urdu are the nearest that such a writer reads.
"""

import functools
import re

from core.text.lexicon import PASHTO_LETTERS, URDU_LETTERS, words
from core.text.normalise import fold_letters
from core.text.roman import roman_key

_LOOK_AT = 3000
_ARABIC = re.compile(r"[\u0620-\u06d3\u06fa-\u06ff\u0750-\u077f]+")
_LATIN = re.compile(r"[a-z]+(?:'[a-z]+)?", re.IGNORECASE)
_NOT_WORDS = re.compile(r"\S*@\S+|https?:\S+|www\.\S+|\b\w*\d\w*\b", re.IGNORECASE)
_ENGLISH_ENDING = re.compile(r"(?:ing|tion|tions|ment|ness|able|ible|ously|fully|ted|ned|red|led|ked|sed|ies|ity)$")
_OWN_PASHTO_WORD, _OWN_WORD = 2.0, 1.0


def language(text: str) -> tuple[str, float]:
    """The language code and how sure: 1.0 is certain, below 0.5 is a guess, ``("und", 0.0)`` where nothing says it."""
    text = _NOT_WORDS.sub(" ", text[:_LOOK_AT])
    folded = text if text.isascii() else fold_letters(text)
    arabic = _ARABIC.findall(folded)
    latin = [word.lower() for word in _LATIN.findall(folded)]
    if not arabic and not latin:
        return "und", 0.0
    if len(arabic) >= len(latin):
        return _of_arabic_script(arabic, text)
    code, confidence = _of_latin_script(latin)
    return code, round(confidence * (1 - 0.5 * len(arabic) / len(latin)), 2)


def _of_arabic_script(written: "list[str]", original: str) -> tuple[str, float]:
    pashto = urdu = 0.0
    pashto_words, urdu_words = words("pashto"), words("urdu")
    for word in written:
        if PASHTO_LETTERS & set(word):
            pashto += _OWN_PASHTO_WORD
        elif word in pashto_words and word not in urdu_words:
            pashto += _OWN_WORD
        elif word in pashto_words:
            pashto += 0.3
        if word in urdu_words:
            urdu += _OWN_WORD if word not in pashto_words else 0.5
        elif URDU_LETTERS & set(word):
            urdu += 0.7
    if len(written) <= 2 and "ه" in original and not urdu - pashto >= 1 and pashto:
        pashto += 0.5
    if pashto == urdu == 0:
        return "ur", 0.4
    if pashto == urdu:
        return "ur", 0.5
    code, more, less = ("ps", pashto, urdu) if pashto > urdu else ("ur", urdu, pashto)
    return code, _sureness(more, less)


def _of_latin_script(written: "list[str]") -> tuple[str, float]:
    english = roman = 0.0
    for word in written:
        weight = 0.4 if word in words("english_or_roman") else 1.0
        if word in words("english_in_all"):
            english += 0.25
            continue
        is_english, is_roman = word in words("english"), _is_roman(word)
        if is_english:
            english += weight
        elif not is_roman and len(word) > 4 and _ENGLISH_ENDING.search(word):
            english += 0.5
        if is_roman:
            roman += weight if not is_english or word in words("english_or_roman") else 0.4
    if english == roman == 0:
        return ("und", 0.2) if len(written) < 4 else ("roman_ur", 0.35)
    if roman == 0 and english < 0.5:
        return "und", 0.3
    code, more, less = ("en", english, roman) if english > roman else ("roman_ur", roman, english)
    return code, _sureness(more, less)


def _sureness(more: float, less: float) -> float:
    """Near 1 with much evidence and little against; 0.5 where both sides weigh the same."""
    share = more / (more + less)
    return round(0.5 + (share - 0.5) * min(1.0, 0.55 + 0.15 * more), 2)


@functools.cache
def _roman_keys() -> "frozenset[str]":
    return frozenset(roman_key(word) for word in words("roman_urdu") | words("roman_pashto") if len(word) > 3)


def _is_roman(word: str) -> bool:
    if word in words("roman_urdu") or word in words("roman_pashto"):
        return True
    return len(word) > 3 and word not in words("english") and roman_key(word) in _roman_keys()
