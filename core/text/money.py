"""Sums of money as people here write them: Rs 5000, 5 hazar, ۵ لاکھ روپے, 1.5 crore. Takes ASCII digits."""

import re

from core.text.found import Found

_NUMBER = r"\d{1,3}(?:,\d{2,3})+(?:\.\d{1,2})?|\d{1,12}(?:\.\d{1,2})?"
_CURRENCY = r"rs\.?|pkr|rupees?|rup[aie]+[yei]*|rupe|روپے|روپیہ|روپيه|روپئے|روپۍ|روپی|روپې|کلدارې|کلدارو"
_SCALES = {
    "thousand": 1_000,
    "lakh": 100_000,
    "million": 1_000_000,
    "crore": 10_000_000,
}
_SCALE_WORDS = {
    "thousand": r"thousand|h[au]z+[ae]+r|zara|k|ہزار|هزار|زره|زرہ|زرو",
    "lakh": r"la[ck]k?h?s?|lac|لاکھ|لاكھ|لکه|لکھ|لکہ|لکو|لاکه",
    "million": r"million|ملین",
    "crore": r"crores?|kar+o+r|کروڑ|کروړ",
}
_SCALE = "|".join(f"(?P<{name}>{words})" for name, words in _SCALE_WORDS.items())
_WORD = r"[A-Za-z\u0620-\u06d3]"
_MONEY = re.compile(
    rf"(?<![\w.,\-/])(?:(?P<before>{_CURRENCY})\s*)?(?P<number>{_NUMBER})(?![\d\-])\s*/?[-=]*\s?"
    rf"(?:(?:{_SCALE})(?!{_WORD}))?\s*(?P<after>(?:{_CURRENCY})(?!{_WORD}))?",
    re.IGNORECASE,
)
_SLASH = re.compile(r"/\s?[-=]")


def find_money(text: str) -> "list[Found]":
    """Sums in rupees, as whole numbers. A bare number is none: it needs a currency, a scale or the ``/-`` after it."""
    found = []
    for match in _MONEY.finditer(text):
        scale = next((name for name in _SCALES if match[name]), None)
        named = bool(match["before"] or match["after"] or _SLASH.search(match.group()))
        if not named and (scale is None or match[scale].lower() == "k"):
            continue
        amount = float(match["number"].replace(",", "")) * (_SCALES[scale] if scale else 1)
        written = match.group().rstrip()
        found.append(
            Found("money", str(round(amount)), match.start(), match.start() + len(written), 0.95 if named else 0.75)
        )
    return found
