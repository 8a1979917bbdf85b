"""Which case is open in this browser, and by what proof: kept in the signed session, for an hour.

Four digits of a phone may be known to an officer who looked them up, and nobody but the citizen may say that a case is
solved: that takes the code.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from flask import session

GOOD_FOR = timedelta(hours=1)
_KEY = "case"


class Proof(StrEnum):
    """What somebody knew."""

    DIGITS = "digits"
    CODE = "code"


def open_case(number: str, now: datetime, proof: Proof) -> None:
    """It was proven that this case is theirs."""
    session[_KEY] = [number, int((now + GOOD_FOR).timestamp()), proof.value]


def by_code() -> bool:
    """Was the open case opened by a code?"""
    return str(session[_KEY][2]) == Proof.CODE


def opened(now: datetime) -> str | None:
    """The number of the open case; None when there is none, or no longer."""
    kept = session.get(_KEY)
    if not isinstance(kept, list) or len(kept) != 3 or now.timestamp() > kept[1]:
        session.pop(_KEY, None)
        return None
    return str(kept[0])


def close_case() -> None:
    """On a phone that is not theirs."""
    session.pop(_KEY, None)
