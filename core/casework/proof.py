"""Codes that prove whose case it is: sent for half an hour to where it was told from, or printed on a slip.

Nothing is stored for them. They are digits, which are read aloud in every language here, stand on every keypad and may
be written in Urdu's own: eight where they are sent, twelve on slips, which stay good for years. None begins as a phone
does (0 or 92), so that no phone is taken for one.
"""

import hashlib
import hmac
import re
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from core.text.normalise import fold_digits
from core.text.tracking import read_tracking_number

GOOD_FOR = timedelta(minutes=30)
_MESSAGES_FOR = timedelta(days=30)
_LONGEST_TEXT = 80
_NUMBER_AND_CODE = re.compile(
    r"((?:KP[\s\-–—]*)?20\d\d[\s\-–—]*\d{6,7}[\s\-–—]*\d)\D+([1-8]\d{3}(?:[\s\-–—]?\d{4}){1,2})(?![\s\-–—]?\d)",
    re.ASCII | re.IGNORECASE,
)


class Length(IntEnum):
    """Digits of a code. SHORT is sent, and guessed in a day by one of a hundred thousand who may try a thousand times;
    LONG is printed, and sent while somebody guesses: nobody guesses it."""

    SHORT = 8
    LONG = 12


class Purpose(StrEnum):
    """What a sent code is good for, which its message says: whoever is read out a code to close a case cannot open the
    citizen's page with it. A slip's is good for both. ADDRESS is of no case: that a phone or an email is somebody's."""

    OPEN = "track"
    CLOSE = "close"
    ADDRESS = "address"


def code_for(
    secret: str, number: str, now: datetime, length: Length = Length.SHORT, purpose: Purpose = Purpose.OPEN
) -> str:
    """Good for one ticket, one purpose and this half hour."""
    return _code(secret, f"{purpose}:{number}:{slot(now)}", length)


def slip_code(secret: str, number: str) -> str:
    """For a ticket's slips: it stays the same."""
    return _code(secret, f"slip:{number}", Length.LONG)


def message_code(secret: str, number: str, now: datetime) -> str:
    """For messages that nobody can answer, and that say the case's page instead: it opens that for a month or two, so
    that whoever forwards one gives the case away for no longer."""
    return _code(secret, _of_message(number, _month(now)), Length.LONG)


def right_code(secret: str, number: str, written: str, now: datetime, purpose: Purpose = Purpose.OPEN) -> Length | None:
    """What kind of this ticket's codes it is: its slips', one given out for this in this half hour or the one before,
    or of a message (``message_code``); None where it is none."""
    half_hours = (slot(now), slot(now) - 1)
    given = [(length, _code(secret, f"{purpose}:{number}:{one}", length)) for length in Length for one in half_hours]
    given.append((Length.LONG, slip_code(secret, number)))
    if purpose is Purpose.OPEN:
        months = (_month(now), _month(now) - 1)
        given += [(Length.LONG, _code(secret, _of_message(number, one), Length.LONG)) for one in months]
    return max((length for length, code in given if _same(code, written)), default=None)


def in_groups(code: str) -> str:
    """As it is printed and sent: four digits at a time."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def digits_of(written: str) -> str:
    """The digits of what was typed, however they were grouped and in whichever script."""
    return "".join(filter(str.isdigit, fold_digits(written)))


def slot(now: datetime) -> int:
    """The number of this half hour."""
    return int(now.timestamp() // GOOD_FOR.total_seconds())


def read_proof(text: str) -> tuple[str, str] | None:
    """The tracking number and the code in a message that is nothing but these two; else None."""
    match = _NUMBER_AND_CODE.search(fold_digits(text)) if len(text) <= _LONGEST_TEXT else None
    number = read_tracking_number(match[1]) if match is not None else None
    return (number, digits_of(match[2])) if match is not None and number is not None else None


def _month(now: datetime) -> int:
    return int(now.timestamp() // _MESSAGES_FOR.total_seconds())


def _of_message(number: str, month: int) -> str:
    return f"message:{number}:{month}"


def _code(secret: str, of: str, length: Length) -> str:
    """Uniform but for 2^-24 of it; the first digit is one of eight."""
    digest = hmac.digest(secret.encode(), f"{of}:{length:d}".encode(), hashlib.sha256)
    lowest, many = 10 ** (length - 1), 8 * 10 ** (length - 1)
    return str(lowest + int.from_bytes(digest[:8]) % many)


def _same(code: str, written: str) -> bool:
    return hmac.compare_digest(code.encode(), written.encode())
