"""Numbers and addresses in a text: CNIC, phones, email, tracking numbers, money. Any digits; spans are the original's.

Sources: NADRA's CNIC is 5-7-1 digits, the first of which names the province and the last the sex (python-stdnum,
``stdnum.pk.cnic``, which does not know Azad Kashmir's 8); the numbering plan is libphonenumber's. A CNIC has 13 digits
and a Pakistani phone at most 12, so neither is taken for the other.
"""

import re

import phonenumbers
from stdnum.pk import cnic as cnic_format

from core.text.found import Found
from core.text.money import find_money
from core.text.normalise import fold_digits
from core.text.tracking import looks_like_tracking_number, read_tracking_number

_GAP = r"[\s\-_./ـ\u200b-\u200f\u202a-\u202e\u2066-\u2069]{0,3}"
_EDGE_BEFORE, _EDGE_AFTER = r"(?<![\dA-Za-z])", r"(?![\dA-Za-z])"
_EMAIL = re.compile(
    r"(?<![\w+-])(?<!\w\.)[A-Za-z0-9_][\w.+-]{0,63}\s?@\s?(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![\w@-])",
    re.ASCII,
)
_TRACKING = re.compile(
    rf"{_EDGE_BEFORE}(?:KP[\s\-–—]*20\d\d[\s\-–—]*\d{{6,7}}[\s\-–—]*\d"
    rf"|20\d\d[\-–— ]\d{{6,7}}[\-–— ]\d|20\d{{9,10}}){_EDGE_AFTER}",
    re.ASCII | re.IGNORECASE,
)
_CNIC = re.compile(
    rf"{_EDGE_BEFORE}(?:(\d{{5}}){_GAP}(\d{{7}}){_GAP}(\d)|(\d){_GAP}(\d{{7}}){_GAP}(\d{{5}})){_EDGE_AFTER}", re.ASCII
)
_BOXED = re.compile(
    r"(?<![\dA-Za-z])(?<!\d[ |])\d(?:[ |]{1,3}(?:-[ |]{1,3})?\d){10,12}(?![ |]{0,3}[\dA-Za-z])", re.ASCII
)
"""Each digit in a box of its own, as forms have them."""
_RUN = re.compile(
    r"(?<![\d+@])(?<!\d[\-/.])(?:(?<![A-Za-z])|(?=\+92|0092|03\d))\(?\+?\s?\d(?:[\s\-_=.()+/ـ\u200b-\u200f\u202a-\u202e\u2066-\u2069]{0,4}\d)*(?!@)",
    re.ASCII,
)
_GROUP = re.compile(r"\d+")
_LEAST, _MOST, _GROUPS = 7, 15, 8
"""Digits of a phone number, and into how many groups it is written at most."""
_CNIC_DIGITS = 13
_LONG = 4
"""Digits of a neighbour that is a number of its own, though only a hyphen parts it from a phone."""
_KASHMIR = re.compile("^8")
_NATIONAL = re.compile(r"(?:0|92|0092|\+92)?3\d{9}")


_TAKEN = "\x00"
"""Stands for what was read already, so that nothing beside it is joined with it."""
_SIGNS = str.maketrans(
    {"۔": ".", "؍": "/", _TAKEN: " "}
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u00a0\u2007\u202f\u2009\u3000", " ")
)
"""Signs that people write in numbers, one character for each: spans still hold."""


def find_ids(text: str) -> "tuple[Found, ...]":
    """Everything of these kinds, in the order written and never overlapping.

    ``email`` lower case; ``cnic`` as 12345-1234567-1; ``phone`` as E.164; ``tracking_number`` as KP-2026-000123-4;
    ``tracking_number_wrong`` for one whose check digit does not fit (value as typed); ``money`` in whole rupees.
    """
    left = fold_digits(text).translate(_SIGNS)
    taken: list[Found] = []
    for reader in (_emails, _tracking_numbers, _boxed, _cnics, _phones, find_money):
        for found in reader(left):
            if _TAKEN not in left[found.start : found.end]:
                taken.append(found)
                left = f"{left[: found.start]}{_TAKEN * (found.end - found.start)}{left[found.end :]}"
    return tuple(sorted(taken, key=lambda found: found.start))


def find_id(text: str, kind: str) -> "Found | None":
    """The surest of one kind, the first among equals."""
    return max((found for found in find_ids(text) if found.kind == kind), key=lambda one: one.confidence, default=None)


def _emails(text: str) -> "list[Found]":
    return [
        Found("email", re.sub(r"\s", "", match.group()).lower(), match.start(), match.end(), 0.98)
        for match in _EMAIL.finditer(text)
    ]


def _tracking_numbers(text: str) -> "list[Found]":
    found = []
    for match in _TRACKING.finditer(text):
        written = match.group()
        number = read_tracking_number(written)
        prefixed = written[:2].upper() == "KP"
        if number is not None:
            found.append(Found("tracking_number", number, *match.span(), 0.99 if prefixed else 0.9))
        elif looks_like_tracking_number(written) and (prefixed or not written.isdigit()):
            found.append(Found("tracking_number_wrong", written, *match.span(), 0.9 if prefixed else 0.6))
    return found


def _boxed(text: str) -> "list[Found]":
    """CNICs and mobile phones whose digits stand apart."""
    found = []
    for match in _BOXED.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if len(digits) == _CNIC_DIGITS and cnic_format.is_valid(_KASHMIR.sub("7", digits)):
            value = f"{digits[:5]}-{digits[5:12]}-{digits[12]}"
            found.append(Found("cnic", value, *match.span(), 0.92))
        elif _NATIONAL.fullmatch(digits) and (number := _phone(digits)):
            found.append(Found("phone", number[0], *match.span(), 0.9))
    return found


def _cnics(text: str) -> "list[Found]":
    found = []
    for match in _CNIC.finditer(text):
        first, middle, last, backward_last, backward_middle, backward_first = match.groups()
        backwards = first is None
        if backwards:
            first, middle, last = backward_first, backward_middle, backward_last
        bare = match.group().isdigit()
        if bare and backwards:
            continue
        digits = first + middle + last
        valid = bool(cnic_format.is_valid(_KASHMIR.sub("7", digits)))
        if not valid and (bare or backwards):
            continue
        confidence = (0.85 if backwards else 0.92 if bare else 0.98) if valid else 0.4
        found.append(Found("cnic", f"{first}-{middle}-{last}", *match.span(), confidence))
    return found


def _phones(text: str) -> "list[Found]":
    found = []
    for run in _RUN.finditer(text):
        groups = [match.span() for match in _GROUP.finditer(text, *run.span())]
        found += _told_apart(text, run.start(), groups)
    return found


def _told_apart(text: str, begin: int, groups: "list[tuple[int, int]]") -> "list[Found]":
    """The phones among groups of digits that stand side by side: as many of the digits as can be, in as few phones."""
    best: list[tuple[int, int, tuple[Found, ...]]] = [(0, 0, ())]
    for end in range(1, len(groups) + 1):
        digits, phones, told = best[end - 1]
        best.append((digits, phones, told))
        for start in range(max(0, end - _GROUPS), end):
            size = sum(right - left for left, right in groups[start:end])
            if not _LEAST <= size <= _MOST or not _stands_free(text, groups, start, end):
                continue
            one = _read(text, groups[start - 1][1] if start else begin, groups[start][0], groups[end - 1][1])
            if one is not None:
                before = best[start]
                candidate = (before[0] + size, before[1] - 1, (*before[2], one))
                best[end] = max(best[end], candidate, key=lambda option: option[:2])
    return list(best[-1][2])


def _stands_free(text: str, groups: "list[tuple[int, int]]", start: int, end: int) -> bool:
    """Is it parted from its neighbours by more than a hyphen or a dot, or is each of them as long as a phone's end?"""
    gaps = []
    if start:
        gaps.append((text[groups[start - 1][1] : groups[start][0]], groups[start - 1]))
    if end < len(groups):
        gaps.append((text[groups[end - 1][1] : groups[end][0]], groups[end]))
    return all(gap.strip("-.") or right - left >= _LONG for gap, (left, right) in gaps)


def _read(text: str, after: int, start: int, end: int) -> "Found | None":
    """These digits with the plus and brackets before them, if they are a phone."""
    begin = start
    while begin > after and text[begin - 1] in "+( ":
        begin -= 1
    begin += len(text[begin:start]) - len(text[begin:start].lstrip())
    number = _phone(text[begin:end])
    return Found("phone", number[0], begin, end, number[1]) if number is not None else None


def _phone(written: str) -> "tuple[str, float] | None":
    """E.164 and how sure, if these digits are a phone number."""
    digits = re.sub(r"\D", "", written)
    marked = ("+" in written and not digits.startswith("0")) or digits.startswith("00")
    international = digits[2:] if digits.startswith("00") else digits
    if marked:
        if international.startswith("920"):
            international = "92" + international[3:]
        number = _valid("+" + international, None)
        return (number, 0.97) if number else None
    if _NATIONAL.fullmatch(digits):
        number = _valid(digits if not digits.startswith("92") else "+" + digits, "PK")
        return (number, 0.97 if digits.startswith(("0", "92")) else 0.8) if number else None
    if digits.startswith("9203") and len(digits) == 13:
        number = _valid("+92" + digits[3:], None)
        return (number, 0.9) if number else None
    if digits.startswith("0"):
        number = _valid(digits, "PK")
        return (number, 0.9) if number else None
    return None


def _valid(number: str, region: "str | None") -> "str | None":
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
