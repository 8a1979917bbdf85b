"""A new complaint that is announced behind a word about an old one: "that is solved. Now another matter: the road …".

What stands before the new matter is heard by nobody: it would lend it the old one's subject.
"""

import re
from dataclasses import replace

from nlu.dialogue.cues import cues
from nlu.dialogue.shapes import Heard, Said
from nlu.dialogue.words import tokens

_LOOKED_AT = 300
_OLD, _NEW = 16, 4
"""Words: so many may speak of the old matter, so many at least must tell the new one."""
_OTHER = r"(?:one more|another|different|second|new|separate|next|other)"
_THING = r"(?:matter|issue|problem|thing|complaint|complain|case|one|story)"
_AUR = r"(?:na[iy]i?|naya|nayi|nyi|doosr[aie]|dusr[aie]|dosr[aie]|alag|mukhtalif|[ea]i?k aur|ik aur)"
_BAAT = r"(?:baa?t|masla|masle|mas'?ala|shikayat|shikayt|kaam|compla(?:int|in)|case|darkhwast|mamla)"
_SIGN = r"(?:\s*[:،,.۔;–-]+\s*|\s+(?:چې|چی|کہ|that|keh?|ke)\s+)"
_KA = (
    r"(?:\s+(?:ka?r\w*|likh\w*|deni|dalni|darj|hai|he|hy|h|ye|yeh|bhi|ke|keh|k|is|today|now|about"
    r"|کرانی|کروانی|کرنی|کرنا|لکھ\S*|دینی|درج|ہے|ہیں|یہ|کہ|بھی|ده|دی|دا|مې|مو|لرم|کوم|هم|چې)){0,4}"
)
_ANNOUNCES = (
    re.compile(rf"\b{_OTHER} {_THING}(?: (?:is|now|today|this time|about))?{_SIGN}", re.IGNORECASE),
    re.compile(rf"\b{_AUR}(?: {_BAAT})?{_KA}{_SIGN}", re.IGNORECASE),
    re.compile(
        rf"(?<!\w)(?:دوسر[یاے]|نئی|نیا|نئے|الگ|مختلف|ایک اور)(?: (?:شکایت|مسئلہ|بات|معاملہ|درخواست|کام))?{_KA}{_SIGN}"
    ),
    re.compile(
        r"(?<!\w)(?:یوه |یو )?(?:بله|بل|نوې|نوی|نوي|دویمه|دویم|دوهمه|جلا)"
        rf"(?: (?:خبره|خبرې|مسئله|مسله|ستونزه|شکایت|کار))?{_KA}{_SIGN}"
    ),
    re.compile(r"(?<=[.,;!،۔])\s*(?:but |and )?(?:now|ab|اب|اوس|os)\s+(?=\S)", re.IGNORECASE),
)
_IS_OLD = frozenset({"earlier", "already", "solved", "complaint", "thanks", "leave", "new", "other_", "same"})


def new_matter_at(text: str, turn: "Said | None") -> int:
    """Where the words of a new matter begin in the first words of a conversation; 0 where they are all its own."""
    first = turn is not None and turn.question in (None, "description") and not turn.known.get("description")
    return begins_at(text) if first else 0


def beside_danger(new: Heard, whole: Heard) -> Heard:
    """What the new matter's words say, with the danger that any of the words tell of."""
    if whole.danger is None:
        return new
    return replace(new, urgent=whole.urgent, danger=whole.danger, danger_score=whole.danger_score)


def begins_at(text: str) -> int:
    """Where the words of the new matter begin; 0 where none is announced behind an old one."""
    for way in _ANNOUNCES:
        match = way.search(text[:_LOOKED_AT])
        if match is None or len(tokens(text[match.end() :])) < _NEW:
            continue
        before = text[: match.start()]
        said = tokens(before)
        now = way is _ANNOUNCES[-1]
        old = set(cues(before)) & (_SETTLED if now else _IS_OLD)
        if len(said) <= _OLD and (old or (len(said) <= 2 and not now)):
            return match.end()
    return 0


_SETTLED = frozenset({"solved", "thanks"})
