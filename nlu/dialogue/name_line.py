"""A name in a line of its own, behind the place in the lines before it: people write in several short messages."""

import re
from collections.abc import Mapping
from dataclasses import replace

from core.text.normalise import normalise
from nlu.dialogue.free_text import more_description
from nlu.dialogue.keywords import category_scores
from nlu.dialogue.moves import folded
from nlu.dialogue.place_words import has_place_word
from nlu.dialogue.proofs import is_given_name, is_name_alone
from nlu.dialogue.shapes import DIALOGUE, Heard, Said, Value
from nlu.dialogue.words import tokens

_MOST = 3


_AND = re.compile(r"\s*[,،.۔]?\s(?:and(?: also)?|aur|اور|او)\s+", re.IGNORECASE)
_LEAST = 3


def more_beside_name(turn: Said, fields: Mapping[str, Value]) -> "Value | None":
    """The description with what is told behind the name: "Habibullah Khan and the road is broken too"."""
    match = _AND.search(turn.text)
    told = turn.question == "complainant_name" and "complainant_name" in fields and bool(turn.known.get("description"))
    if match is None or not told or folded(fields["complainant_name"][0]) not in folded(turn.text[: match.start()]):
        return None
    rest = turn.text[match.end() :]
    if len(tokens(rest)) < _LEAST or not category_scores(normalise(rest)):
        return None
    return more_description(replace(turn, text=rest))


_CALLED = re.compile(
    r"[,،.۔;]\s*(?:(?:my|mera|meri|میرا|زما)\s+)?(?:naam|nam|name|نام|نوم)(?:\s+(?:is|hai|he|ہے|مې|می|me))?[\s:]+"
    r"(?P<name>\S+(?:\s+\S+){0,3}?)(?:\s+(?:hai|he|hy|ہے|دی|دے|da|de))?\s*[.!۔]*$"
    r"|[,،.۔;]\s*(?P<mine>\S+(?:\s+\S+){0,2})\s+م[ېی]\s+نوم\s+د[ېےیي]\b.*$",
    re.IGNORECASE,
)
"""The last clause of a place: "Kabal, naam Bakht Rawan"."""


def without_name_line(turn: Said, heard: Heard) -> "tuple[Said, Heard, dict[str, Value]]":
    """The turn without its last line, where that is a name and the place was asked; and the name."""
    before, _, last = turn.text.strip().rpartition("\n")
    named = turn.known.get("complainant_name") or turn.known.get("anonymous") == "yes"
    called = _CALLED.search(turn.text[-120:]) if turn.question == "address" and not named else None
    own = (called["name"] or called["mine"]) if called else ""
    if called is not None and any(is_given_name(word) for word in own.split()):
        before, last = turn.text[: max(0, len(turn.text) - 120) + called.start()], own
        return _cut(turn, heard, before, last)
    words = tokens(last)
    if turn.question != "address" or named or not before.strip() or not 2 <= len(words) <= _MOST:
        return turn, heard, {}
    if has_place_word(last) or not all(is_given_name(word) for word in words) or not any(map(is_name_alone, words)):
        return turn, heard, {}
    return _cut(turn, heard, before, last)


def _cut(turn: Said, heard: Heard, before: str, last: str) -> "tuple[Said, Heard, dict[str, Value]]":
    end = len(before)
    spans = tuple(one if one.end <= end else replace(one, end=end) for one in heard.spans if one.start < end)
    return replace(turn, text=before), replace(heard, spans=spans), {"complainant_name": (last.strip(), 0.9, DIALOGUE)}
