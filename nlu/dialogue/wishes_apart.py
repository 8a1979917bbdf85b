"""The wish not to be named, told beside something else, apart from it: "Ghalanai. aur mera naam samne na aye" is a
place, and a name that stays hidden. What is left is read as if the wish had not been said."""

import re
from dataclasses import replace

from core.text.anonymity import is_about_others, wants_to_be_named
from nlu.dialogue.cues import cues
from nlu.dialogue.moves import is_filler
from nlu.dialogue.sayings import said_outright
from nlu.dialogue.shapes import Said
from nlu.dialogue.words import tokens

_AT = (None, "description", "district", "address", "complainant_name", "phone", "category")
"""At the summary a wish is read with the yes or no beside it."""
_LONGEST, _LONGEST_WISH = 1200, 14
_CLAUSES = re.compile(
    r"(?:\s*[.;!?\n۔؛؟…]+(?=\s|$)|\s*[,،](?=\s)|\s-+\s)\s*"
    r"(?:(?:lekin|lkn|magar|mgr|but|aur|or|and|plus|bas|please|لیکن|مگر|اور|بس|خو|او|kho|ao)\s+)?"
    r"|\s+(?:lekin|lkn|magar|mgr|but|aur|and|لیکن|مگر|اور|خو|او|kho|ao)\s+",
    re.IGNORECASE,
)


def without_wish(turn: Said) -> "tuple[Said, bool]":
    """The turn without its clause that wishes for no name, and whether there was one. A wish that is all that was said
    stays where it is."""
    text = turn.text
    if turn.choice or turn.question not in _AT or len(text) > _LONGEST or "name" not in cues(text):
        return turn, False
    kept, wished = [], False
    for start, end in _pieces(text):
        if _is_wish(text[start:end]):
            wished = True
        else:
            kept.append((start, end))
    still_about_it = any({"name", "neg"} <= set(cues(text[start:end])) for start, end in kept)
    if not wished or still_about_it or not any(_says_something(text[start:end]) for start, end in kept):
        return turn, False
    return replace(turn, text=_joined(text, kept)), True


def _pieces(text: str) -> "list[tuple[int, int]]":
    cuts = [(0, 0), *((one.start(), one.end()) for one in _CLAUSES.finditer(text)), (len(text), len(text))]
    return [(cuts[at][1], cuts[at + 1][0]) for at in range(len(cuts) - 1) if cuts[at][1] < cuts[at + 1][0]]


def _is_wish(piece: str) -> bool:
    """A short clause that hides its writer's name, and does not tell it."""
    if len(tokens(piece)) > _LONGEST_WISH or "name" not in cues(piece):
        return False
    if wants_to_be_named(piece) or is_about_others(piece) or _asks(piece):
        return False
    return "wants_anonymity" in said_outright(piece, None)


def _asks(piece: str) -> bool:
    return "?" in piece or "؟" in piece or tokens(piece)[0] in ("kya", "kia", "کیا", "آیا", "ایا")


def _says_something(piece: str) -> bool:
    return any(not is_filler(word) for word in tokens(piece))


def _joined(text: str, kept: "list[tuple[int, int]]") -> str:
    """What is kept, with the signs between neighbours that both are."""
    found = ""
    for at, (start, end) in enumerate(kept):
        if at and kept[at - 1][1] < start:
            between = text[kept[at - 1][1] : start]
            found += between if len(between) <= _SEAM else "\n"
        found += text[start:end]
    return found.strip()


_SEAM = 6
"""Longer than this, a wish stood between."""
