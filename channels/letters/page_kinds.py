"""What a page is: text that was read, text that only a person can read, or no letter at all.

Nothing of what cannot be read becomes a field, however well it looks like one. A blank back is no page; a copy of an
identity card, a receipt and a photograph are evidence, and of a card its number is offered.
"""

import re
from collections.abc import Sequence

from channels.letters.labels import CLOSING, SALUTATION, is_like
from channels.letters.reading.words import Line

TEXT, UNREADABLE, BLANK, CARD, RECEIPT, PHOTO = "text", "unreadable", "blank", "card", "receipt", "photo"

READABLE, READABLE_ENGLISH = 0.65, 0.45
"""The least confidence of a page that was read, by our own reader and by tesseract (docs/letters.md)."""
_CARD = re.compile(
    r"national\W{0,3}identity\W{0,3}card|identity\W{0,3}number|islamic\W{0,3}republic\W{0,3}of\W{0,3}pakistan|"
    r"country\W{0,3}of\W{0,3}stay|date\W{0,3}of\W{0,3}expiry|holder'?s\W{0,3}signature|\bnadra\b|"
    r"قومی شناختی کارڈ|اسلامی جمہوریہ پاکستان|تاریخ تنسیخ|ملک قیام",
    re.IGNORECASE,
)
_CARD_SIGNS, _CARD_LINES = 2, 30
_BILL = re.compile(
    r"\b(?:receipt|invoice|bill (?:no|month|date)|cash memo|sub ?-?total|grand total|total|amount|qty|gst|ntn|"
    r"due date|payable)\b|رسید|کیش میمو|کل رقم|میزان|بل نمبر|واجب الادا",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"(?:rs\.?\s?)?\d[\d,]*(?:\.\d\d)?\s?(?:/-|rs\.?|pkr)?\s*$", re.IGNORECASE)
_BILL_SIGNS, _AMOUNTS = 2, 3


def after_reading(lines: Sequence[Line], confidence: float, *, latin: bool) -> str:
    """What a page is by its words."""
    text = "\n".join(line.text for line in lines)
    if len(lines) <= _CARD_LINES and len(set(map(str.lower, _CARD.findall(text)))) >= _CARD_SIGNS:
        return CARD
    if confidence < (READABLE_ENGLISH if latin else READABLE):
        return UNREADABLE
    return RECEIPT if _is_bill(lines, text) else TEXT


def _is_bill(lines: Sequence[Line], text: str) -> bool:
    """Are there words of bills, and sums at the ends of lines, and neither a salutation nor a closing?"""
    if len(set(map(str.lower, _BILL.findall(text)))) < _BILL_SIGNS:
        return False
    if any(is_like(line.text, SALUTATION) or is_like(line.text, CLOSING) for line in lines):
        return False
    return sum(_AMOUNT.search(line.text) is not None for line in lines) >= _AMOUNTS
