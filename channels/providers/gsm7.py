"""How long an SMS is: in parts, as Twilio and the carriers count them.

A text of GSM-7's letters has 160 in one part and 153 in each of several; any other is UCS-2, with 70 and 67. A letter
of the extension table takes two places, and so does one outside the Basic Multilingual Plane; neither is cut in two.
3GPP TS 23.038 (6.2.1) and TS 23.040 (9.2.3.24); https://www.twilio.com/docs/glossary/what-sms-character-limit
"""

import unicodedata

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\t", " "),
        **dict.fromkeys("\u200b\u200e\u200f\u2060\ufeff", ""),
        **dict.fromkeys("·•", "-"),
        "…": "...",
    }
)
GSM7, UCS2 = "GSM-7", "UCS-2"
_LENGTHS = {GSM7: (160, 153), UCS2: (70, 67)}


def plain(text: str) -> str:
    """The text with typographic signs as GSM-7 has them, where it is GSM-7 then; else as it is."""
    simple = unicodedata.normalize("NFC", text).translate(_PLAIN)
    return simple if encoding(simple) == GSM7 else text


def encoding(text: str) -> str:
    """GSM7 or UCS2."""
    return GSM7 if all(sign in _BASIC or sign in _EXTENDED for sign in text) else UCS2


def parts(text: str) -> int:
    """How many parts it is sent and paid as; an empty one is one."""
    kind = encoding(text)
    alone, each = _LENGTHS[kind]
    sizes = [_size(sign, kind) for sign in text]
    if sum(sizes) <= alone:
        return 1
    count, filled = 1, 0
    for size in sizes:
        if filled + size > each:
            count, filled = count + 1, 0
        filled += size
    return count


def _size(sign: str, kind: str) -> int:
    if kind == GSM7:
        return 2 if sign in _EXTENDED else 1
    return 2 if ord(sign) > 0xFFFF else 1
