"""The signs that the line reader knows, and the order in which they stand on paper."""

import re

LETTERS = "ءآأؤئابپتټٹثجچځڅحخدډڈذرړڑزژږسشښصضطظعغفقکكگګلمنڼںوهھہۀةیيېۍئےۓ"
DIGITS = "0123456789۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩"
SIGNS = " ۔،؟؛.,:;?!-/()+'\"%#*"
LATIN = "¤"
"""Stands for any Latin letter: the reader says that there is one and leaves which to tesseract's English."""

ALPHABET = "".join(dict.fromkeys(LETTERS + DIGITS + SIGNS + LATIN))
"""Class 0 of the network is the blank of CTC; class n + 1 is ``ALPHABET[n]``."""

NUMBERS = "0123456789۰۱۲۳۴۵۶۷۸۹-/.,:+() "
"""The signs that the reader of numbers knows. It takes ٠ to ٩ for ۰ to ۹: they mean the same."""

_MIRROR = str.maketrans("()", ")(")
_NUMBER = re.compile(rf"[+]?[{DIGITS}{LATIN}](?:[-/.:,]?[{DIGITS}{LATIN}])*%?")


def as_seen(run: str) -> str:
    """A right-to-left run without numbers, as its signs stand from left to right."""
    return run[::-1].translate(_MIRROR)


def as_read(seen: str) -> str:
    """What stands from left to right, in the order in which it is read: numbers forwards, all else backwards."""
    parts: list[str] = []
    end = 0
    for match in _NUMBER.finditer(seen):
        parts += [as_seen(seen[end : match.start()]), match.group()]
        end = match.end()
    parts.append(as_seen(seen[end:]))
    return "".join(reversed(parts))
