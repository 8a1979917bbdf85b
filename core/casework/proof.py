"""Codes that prove whose case it is: sent for half an hour to where it was told from, or printed on a slip.

Nothing is stored for them. Six digits, so who checks them counts the tries.
"""

import hashlib
import hmac
import re
from datetime import datetime, timedelta

from core.text.normalise import fold_digits
from core.text.tracking import read_tracking_number

GOOD_FOR = timedelta(minutes=30)
_SHORT = 80
_NUMBER_AND_CODE = re.compile(
    r"((?:KP[\s\-–—]*)?20\d\d[\s\-–—]*\d{6,7}[\s\-–—]*\d)\D+(\d{6})(?!\d)", re.ASCII | re.IGNORECASE
)


def code_for(secret: str, number: str, now: datetime) -> str:
    """Six digits, good for one ticket and this half hour."""
    return _code(secret, number, slot(now))


def is_code(secret: str, number: str, written: str, now: datetime) -> bool:
    """Was it given out in this half hour or the one before?"""
    slots = (slot(now), slot(now) - 1)
    return any(hmac.compare_digest(_code(secret, number, one), written) for one in slots)


def slip_code(secret: str, number: str) -> str:
    """Six digits for a ticket's slips: they stay the same."""
    digest = hmac.digest(secret.encode(), f"slip:{number}".encode(), hashlib.sha256)
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"


def slot(now: datetime) -> int:
    """The number of this half hour."""
    return int(now.timestamp() // GOOD_FOR.total_seconds())


def read_proof(text: str) -> tuple[str, str] | None:
    """The tracking number and the code in a message that is nothing but these two; else None."""
    match = _NUMBER_AND_CODE.search(fold_digits(text)) if len(text) <= _SHORT else None
    number = read_tracking_number(match[1]) if match is not None else None
    return (number, match[2]) if match is not None and number is not None else None


def _code(secret: str, number: str, half_hour: int) -> str:
    digest = hmac.digest(secret.encode(), f"track:{number}:{half_hour}".encode(), hashlib.sha256)
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"
