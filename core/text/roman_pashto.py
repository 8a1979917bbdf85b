"""Pashto in Latin letters: how surely a text is that and not Roman Urdu.

Both borrow the same nouns, and short words of one are found in the other. So words that only Pashto has count fully,
small words that others may have too for a little, and Urdu's own small words against it (core/reference/words).
"""

import re

from core.text.lexicon import words

_LATIN = re.compile(r"[a-z]+(?:'[a-z]+)?", re.IGNORECASE)
_ARABIC = re.compile(r"[\u0620-\u06ff]")
_VERBS = re.compile(
    r"(?:o|wo|wa|ra|war|dar)?(?:kra(?:le|lay|lo|m|i|y)|shw(?:a|e|al|i|o)|w[ao]ya(?:l|m|i|y)|ghw[ao]r(?:am|i|e|ai|u)|"
    r"kaw(?:al|am|i|e|ai|o|om|um)|k[ei]+g[ei]+|raz[eu]m?)"
)
_PLACED = re.compile(r"\bpa (?:[a-z]+ ){1,3}k(?:e|i|ay|ai|kh?[ei]|sh[ei])\b")
"""In a place: "pa Swabi ke"."""
_LOOK_AT = 3000
_WEAK, _MOST_WEAK = 0.3, 1.2
_AN_OWN_ALONE = 0.75


def roman_pashto(text: str) -> float:
    """0 where it is none; else how sure, from 0.6 to 0.95. Linear in the text."""
    if _ARABIC.search(text[:_LOOK_AT]):
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


_FEW = 3


def _is_own(word: str) -> bool:
    return word in words("roman_pashto_own") or _VERBS.fullmatch(word) is not None
