""" "Yes, the rest is right, only the village is Pabbi": what is right at the summary is no part of what changes."""

import re
from dataclasses import replace

from nlu.dialogue.shapes import CONFIRM, Said
from nlu.dialogue.words import tokens

_LEAST = 2
_FIRST = re.compile(
    r"^\W*(?:(?:han|haan|ji|yes|ok|جی|ہاں|هو|او)\W+){0,2}"
    r"(?:(?:the )?rest|everything else|all else|other things|baqi|baaqi|باقی|نور|پاتې)\s+(?:\w+\s+){0,2}?"
    r"(?:the?e?k|thik|teek|sahi|durust|ok|okay|fine|right|correct|ٹھیک|صحیح|درست|سم|سمه|سهي)(?!\w)\s*"
    r"(?:(?:hai|he|hy|h|is|ہے|ہیں|دي|دی|ده)(?!\w))?[\s,،.۔]*"
    r"(?:(?:bas|sirf|only|just|lekin|magar|but|بس|صرف|یوازې|لیکن|مگر|خو)\s+){0,2}",
    re.IGNORECASE,
)


def without_what_is_right(turn: Said) -> Said:
    """The turn without the words that all else is right, where they stand before what is not."""
    match = _FIRST.match(turn.text) if turn.question == CONFIRM and not turn.choice else None
    if match is None or len(tokens(turn.text[match.end() :])) < _LEAST:
        return turn
    return replace(turn, text=turn.text[match.end() :])
