"""Tracking numbers: short enough to speak, digits only on a keypad, and a slip of one digit is noticed.

Written ``KP-2026-000123-4``; on a keypad ``20260001234``: year, serial, and a check digit over both by Damm's
algorithm, which finds every single wrong digit and every swap of neighbours (H. M. Damm, 2004).
"""

import re
from urllib.parse import urlencode

from stdnum import damm

_WRITTEN = re.compile(r"(?:KP[\s\-–—]*)?(20\d\d)[\s\-–—]*(\d{6,7})[\s\-–—]*(\d)", re.ASCII | re.IGNORECASE)


def tracking_number(year: int, serial: int) -> str:
    """The number of the ``serial``-th ticket of a year (1 to 9 999 999)."""
    if not 1 <= serial <= 9_999_999:
        raise ValueError(f"serial out of range: {serial}")
    digits = f"{year:04d}{serial:06d}"
    return f"KP-{digits[:4]}-{digits[4:]}-{damm.calc_check_digit(digits)}"


def read_tracking_number(text: str) -> str | None:
    """The canonical form of what was typed, spoken or keyed; None when it is none or its check digit is wrong.

    Takes ASCII digits: fold native ones first.
    """
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        return None
    year, serial, check = match.groups()
    if damm.calc_check_digit(year + serial) != check:
        return None
    return f"KP-{year}-{serial}-{check}"


def looks_like_tracking_number(text: str) -> bool:
    """Has it the shape of one, whether or not its check digit is right?"""
    return _WRITTEN.fullmatch(text.strip()) is not None


def link_to(track_link: str, number: str) -> str:
    """The address at which a case is looked up, with its number filled in."""
    return f"{track_link}?{urlencode({'number': number})}" if number else track_link
