"""Personal data inside running text: numbers, email addresses and the citizen's name, written into their words.

Every pattern here takes linear time, whatever stands in the text: a run is looked at from its beginning only.
"""

import re
from collections.abc import Iterator

from core.complaint import Complaint
from core.text.normalise import fold_digits

_NUMBER = re.compile(r"\+?\d(?:[\s().-]?\d){6,}")
_EMAIL = re.compile(r"(?<![^\s@<>])[^\s@<>]++@[^\s@<>]+\.[^\s@<>]+")
_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d|\d\d?[-.]\d\d?[-.](?:19|20)\d\d")
_HIDDEN = "•••"
_BEYOND = 400
"""Signs behind a cut that are looked at as well: no address is longer (RFC 5321: 64 + 1 + 255)."""
_LONGEST_NAME = 200

Hidden = tuple[int, int, str]
"""What is not shown: from, to, and what stands in its place."""


def hidden(text: str, complaint: Complaint | None = None, *, most: int | None = None) -> str:
    """The text with phone numbers, CNICs, email addresses and the complainant's name as dots.

    ``most``: only its beginning of so many signs, with … where it was cut; the rest is not looked at. What is hidden
    is hidden where the cut goes through it, too.
    """
    if most is None or len(text) <= most:
        return _with_dots(text, _found(text, complaint), len(text))
    return _with_dots(text, _found(text[: most + _BEYOND], complaint), most - 1).rstrip() + "…"


def _with_dots(text: str, found: list[Hidden], end: int) -> str:
    parts, at = [], 0
    for start, stop, dots in found:
        if start >= end:
            break
        if start >= at:
            parts += [text[at:start], dots]
            at = stop
    return "".join([*parts, text[at:end]])


def _found(text: str, complaint: Complaint | None) -> list[Hidden]:
    """In the order written; of two at one place an address comes before a number, and a number before the name."""
    found = [(match.start(), match.end(), _HIDDEN) for match in _EMAIL.finditer(text)]
    return sorted([*found, *_numbers(text), *_names(text, complaint)], key=lambda one: one[0])


def _numbers(text: str) -> Iterator[Hidden]:
    folded = fold_digits(text)  # one sign for one, so that places stay
    for match in _NUMBER.finditer(folded):
        if not _DATE.fullmatch(match.group()):
            yield match.start(), match.end(), _HIDDEN + match.group()[-2:]


def _names(text: str, complaint: Complaint | None) -> Iterator[Hidden]:
    name = complaint.fields.get("complainant_name") if complaint is not None else None
    written = name.value.strip()[:_LONGEST_NAME] if name is not None else ""
    if len(written) > 2:
        words = r"[\s_.-]+".join(re.escape(word) for word in written.split())  # as in the names of files, too
        for match in re.finditer(rf"(?<![^\W_]){words}(?![^\W_])", text, re.IGNORECASE):
            yield match.start(), match.end(), _HIDDEN
