"""What the tagger marked, as far as it stands in the message and is not denied there."""

import re
from collections.abc import Iterable

from nlu.dialogue.shapes import Heard, Span

TAGGED, SURELY = 0.4, 0.8

_DENIED_AFTER = re.compile(
    r"\W{0,3}(?:nahi+n?|nai|nhi|نہیں|نه|ki jagah?|ke bajaye|کی جگہ|کی بجائے|پر ځای|په ځای)(?!\w)", re.IGNORECASE
)

DENIED = re.compile(
    r"(?:\S+\s+(?:ki jagah?|ke bajaye|کی جگہ|ک[یے] بجائے|پر ځای|په ځای)(?!\w)|\b(?:not|instead of)\s+\S+)",
    re.IGNORECASE,
)

_DENIED_BEFORE = re.compile(r"(?:\bnot|\binstead of|\bnot at)\s+$", re.IGNORECASE)


def tagged(heard: Heard, *names: str, least: float = TAGGED) -> "list[Span]":
    """The tagger's spans of these fields, as far as they are not denied."""
    return [one for one in heard.spans if one.field in names and one.sure >= least]


def standing(text: str, spans: "Iterable[Span]") -> "list[Span]":
    """Without what is denied: "X nahi", "not X", "instead of X"."""
    return [
        one for one in spans if not _DENIED_AFTER.match(text, one.end) and not _DENIED_BEFORE.search(text[: one.start])
    ]
