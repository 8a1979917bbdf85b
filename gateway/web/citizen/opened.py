"""Which case is open in this browser: kept in the signed session, for an hour."""

from datetime import datetime, timedelta

from flask import session

GOOD_FOR = timedelta(hours=1)
_KEY = "case"


def open_case(number: str, now: datetime) -> None:
    """It was proven that this case is theirs."""
    session[_KEY] = [number, int((now + GOOD_FOR).timestamp())]


def opened(now: datetime) -> str | None:
    """The number of the open case; None when there is none, or no longer."""
    kept = session.get(_KEY)
    if not isinstance(kept, list) or len(kept) != 2 or now.timestamp() > kept[1]:
        session.pop(_KEY, None)
        return None
    return str(kept[0])


def close_case() -> None:
    """On a phone that is not theirs."""
    session.pop(_KEY, None)
