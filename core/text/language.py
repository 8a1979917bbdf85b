"""Which language a text is in: ``en``, ``ur``, ``roman_ur``, ``ps``, or ``und`` where it does not say.

Script first, then letters that only one language has, then the small words of every sentence (core/reference/words).
Where people mix, what they mostly write in decides. Pashto is ``ps`` in either script (docs/decisions/0018).
"""

import functools
import re

from core.text.lexicon import PASHTO_LETTERS, URDU_LETTERS, words
from core.text.normalise import fold_letters
from core.text.roman import roman_key

_LOOK_AT = 3000
_ARABIC = re.compile(r"[\u0620-\u06d3\u06fa-\u06ff\u0750-\u077f]+")
_LATIN = re.compile(r"[a-z]+(?:'[a-z]+)?", re.IGNORECASE)
_NOT_WORDS = re.compile(r"(?<!\S)\S*@\S+|https?:\S+|www\.\S+|\b\w*\d\w*\b", re.IGNORECASE)
_ENGLISH_ENDING = re.compile(r"(?:ing|tion|tions|ment|ness|able|ible|ously|fully|ted|ned|red|led|ked|sed|ies|ity)$")
_ENGLISH = 0.8
_OWN_LETTER, _OWN_WORD, _SUBJECT, _EITHER, _SHAPE, _BORROWED = 2.0, 1.0, 0.6, 0.4, 0.4, 0.5
_IN_ARABIC = re.compile(r"[\u0620-\u06ff]")
_VERBS = re.compile(
    r"(?:o|wo|wa|ra|war|dar)?(?:kra(?:le|lay|lo|m|i|y)|shw(?:a|e|al|i|o)|w[ao]ya(?:l|m|i|y)|ghw[ao]r(?:am|i|e|ai|u)|"
    r"kaw(?:al|am|i|e|ai|o|om|um)|k[ei]+g[ei]+|raz[eu]m?)"
)
_PLACED = re.compile(r"\bpa (?:[a-z]+ ){1,3}k(?:e|i|ay|ai|kh?[ei]|sh[ei])\b")
"""In a place: "pa Swabi ke"."""
_WEAK, _MOST_WEAK = 0.3, 1.2
_FEW = 3
_AN_OWN_ALONE = 0.75


def language(text: str) -> tuple[str, float]:
    """The language code and how sure: 1.0 is certain, below 0.5 is a guess, ``("und", 0.0)`` where nothing says it."""
    code, sure = written(text)
    pashto = roman_pashto(text) if code in ("roman_ur", "und") or (code == "en" and sure < _ENGLISH) else 0.0
    return ("ps", pashto) if pashto else (code, sure)


def written(text: str) -> tuple[str, float]:
    """The same by the way of writing: ``roman_ur`` for all that is no English in Latin letters, Pashto as well."""
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
    pashto, urdu = _keyboard(original)
    for word in written:
        pashto += _pashto_weight(word)
        urdu += _urdu_weight(word)
    if written[-1] == "دی" and not words("urdu_verbs") & set(written):
        pashto += _OWN_WORD  # "is" in Pashto; in Urdu "gave", which has "has" or "is" after it
    if pashto == urdu:
        return "ur", 0.5 if pashto else 0.4
    code, more, less = ("ps", pashto, urdu) if pashto > urdu else ("ur", urdu, pashto)
    return code, _sureness(more, less)


def _pashto_weight(word: str) -> float:
    if not PASHTO_LETTERS.isdisjoint(word):
        return _OWN_LETTER
    if word in words("pashto"):
        return _OWN_WORD if word not in words("urdu") else _EITHER
    return _SUBJECT if word in words("pashto_subjects") else 0.0


def _urdu_weight(word: str) -> float:
    if word in words("urdu"):
        return _OWN_WORD if word not in words("pashto") else _EITHER
    return _SUBJECT if not URDU_LETTERS.isdisjoint(word) or word in words("urdu_subjects") else 0.0


def _keyboard(text: str) -> "tuple[float, float]":
    """What the shapes of h and y say: Pashto keyboards have U+0647 and U+064A, Urdu ones U+06C1 and U+06CC."""
    arabic = "ك" in text
    pashto = _SHAPE * (("ه" in text and "ہ" not in text) + ("ي" in text)) if not arabic else 0.0
    return pashto, _SHAPE if "ہ" in text else 0.0


def _of_latin_script(written: "list[str]") -> tuple[str, float]:
    english = roman = 0.0
    for at, word in enumerate(written):
        if _is_english_here(written, at):
            english += _OWN_WORD
            continue
        weight = _EITHER if word in words("english_or_roman") else 1.0
        english += weight * _english_weight(word)
        roman += weight * _roman_weight(word)
    if english == roman == 0:
        return ("und", 0.2) if len(written) < 4 else ("roman_ur", 0.35)
    if roman == 0 and english < _BORROWED:
        return "und", 0.3
    only_roman = any(_is_roman(word) and word not in words("english_or_roman") for word in written)
    in_english = english > roman or (english == roman and not only_roman)
    code, more, less = ("en", english, roman) if in_english else ("roman_ur", roman, english)
    return code, _sureness(more, less)


def _is_english_here(written: "list[str]", at: int) -> bool:
    """Words of both languages where their place tells: "the bus" ("the" as a verb stands last), "touched me"."""
    if written[at] == "the":
        return at + 1 < len(written) and not _is_roman(written[at + 1])
    before = written[at - 1] if at else ""
    return written[at] == "me" and len(before) > 3 and before.endswith("ed") and not _is_roman(before)


def _english_weight(word: str) -> float:
    """People borrow English nouns into everything; its small words they do not."""
    if word in words("english_in_all"):
        return 0.25
    if word in words("english_grammar"):
        return _OWN_WORD
    known = word in words("english") or word in words("english_subjects")
    ends_so = len(word) > 4 and _ENGLISH_ENDING.search(word) and not _is_roman(word)
    return _BORROWED if known or ends_so else 0.0


def _roman_weight(word: str) -> float:
    if word in words("english_in_all"):
        return 0.0
    if _is_roman(word):
        return _EITHER if word in words("english") and word not in words("english_or_roman") else _OWN_WORD
    return _SUBJECT if word in words("roman_urdu_subjects") else 0.0


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


def roman_pashto(text: str) -> float:
    """How surely a text in Latin letters is Pashto and not Roman Urdu: 0 where it is none, else from 0.6 to 0.95.

    Both borrow the same nouns, and short words of one are found in the other. So words that only Pashto has count
    fully, small words that others may have too for a little, and Urdu's own small words against it.
    """
    if _IN_ARABIC.search(text[:_LOOK_AT]):
        return 0.0
    said = [word.lower() for word in _LATIN.findall(text[:_LOOK_AT])]
    own = sum(_is_own(word) for word in said) + (_PLACED.search(" ".join(said)) is not None)
    weak = sum(word in words("roman_pashto_weak") and not _is_own(word) for word in said)
    urdu = sum(word in words("roman_urdu_small") and word not in words("roman_pashto_weak") for word in said)
    english = sum(word in words("english_grammar") for word in said)
    pashto = own + min(_MOST_WEAK, _WEAK * weak)
    against = urdu + english
    if not own and (weak < _FEW + 2 * against or weak * 2 < len(said)):
        return 0.0
    if own and pashto <= against:
        return 0.0
    share = pashto / (pashto + against) if own else 1.0
    most = 0.95 if own > 1 else _AN_OWN_ALONE + (0.1 if weak else 0.0)
    return round(max(0.6, most * share) if own else 0.6, 2)


def _is_own(word: str) -> bool:
    return word in words("roman_pashto_own") or _VERBS.fullmatch(word) is not None
