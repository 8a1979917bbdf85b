"""Codes for those who have no phone with us: by email for half an hour, or printed on the slip for a letter.

Nothing is stored for them.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

GOOD_FOR = timedelta(minutes=30)


def code_for(secret: str, number: str, now: datetime) -> str:
    """Six digits, good for one ticket and this half hour."""
    return _code(secret, number, _slot(now))


def is_code(secret: str, number: str, written: str, now: datetime) -> bool:
    """Was it given out in this half hour or the one before?"""
    slots = (_slot(now), _slot(now) - 1)
    return any(hmac.compare_digest(_code(secret, number, slot), written) for slot in slots)


def slip_code(secret: str, number: str) -> str:
    """Six digits for the slip of a ticket whose complainant has neither phone nor email."""
    digest = hmac.digest(secret.encode(), f"slip:{number}".encode(), hashlib.sha256)
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"


def _slot(now: datetime) -> int:
    return int(now.timestamp() // GOOD_FOR.total_seconds())


def _code(secret: str, number: str, slot: int) -> str:
    digest = hmac.digest(secret.encode(), f"track:{number}:{slot}".encode(), hashlib.sha256)
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"
