"""What stands in the wrong field: "jagah Naseer Ahmad ni he, wo mera naam he"."""

import re

from core.text.normalise import clean_text
from nlu.dialogue.moves import folded
from nlu.dialogue.shapes import ALL, CONFIRM, CORRECTION, DIALOGUE, Reading, Said

_NAME = re.compile(
    r"(?:(?:that|this|it)(?:'s| is)|\b(?:wo|woh|ye|yeh)(?: to)?|(?<!\w)(?:وہ|یہ|دا|هغه)(?: تو| خو)?)\s+"
    r"(?:my name|mera na+m|میرا نام|زما نوم)",
    re.IGNORECASE,
)


def misplaced(turn: Said) -> "Reading | None":
    """The place is the writer's name: it is put where it belongs, and the place is asked."""
    place = turn.known.get("address", "")
    if turn.question not in (CONFIRM, CORRECTION) or not place or not _NAME.search(clean_text(turn.text)):
        return None
    if folded(place) not in folded(turn.text):
        return None
    named = {"complainant_name": (place, 0.95, DIALOGUE)}
    return Reading("correct", fields=named, forget=("address",), options={"category": (ALL,)}, changed="address")
