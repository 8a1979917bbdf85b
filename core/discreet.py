"""Personal data inside running text: numbers, email addresses and the citizen's name, written into their words."""

import re

from core.complaint import Complaint
from core.text.normalise import fold_digits

_NUMBER = re.compile(r"\+?\d(?:[\s().-]?\d){6,}")
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d|\d\d?[-.]\d\d?[-.](?:19|20)\d\d")
_HIDDEN = "•••"


def hidden(text: str, complaint: Complaint | None = None) -> str:
    """The text with phone numbers, CNICs, email addresses and the complainant's name as dots."""
    text = _EMAIL.sub(_HIDDEN, text)
    text = _hide_numbers(text)
    name = complaint.fields.get("complainant_name") if complaint is not None else None
    if name is not None and len(name.value.strip()) > 2:
        words = r"\s+".join(re.escape(word) for word in name.value.split())
        text = re.sub(rf"(?<!\w){words}(?!\w)", _HIDDEN, text, flags=re.IGNORECASE)
    return text


def _hide_numbers(text: str) -> str:
    folded = fold_digits(text)  # one sign for one, so that places stay
    parts, at = [], 0
    for match in _NUMBER.finditer(folded):
        if _DATE.fullmatch(match.group()):
            continue
        parts += [text[at : match.start()], _HIDDEN, match.group()[-2:]]
        at = match.end()
    return "".join([*parts, text[at:]])
