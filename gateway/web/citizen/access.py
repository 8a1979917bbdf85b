"""Which case is open in this browser, and by what proof: for an hour, kept on the server (casework/openings.py).

Four digits of a phone may be known to an officer who looked them up, and nobody but the citizen may say that a case is
solved: that takes the code. Each opening is written down, where auditors and the citizen read it.
"""

from enum import StrEnum

from flask import session
from sqlalchemy.orm import Session

from core.ports import Clock
from core.store.casework import openings
from core.store.staff import access_log
from gateway.house import House

_KEY = "case"


class Proof(StrEnum):
    """What somebody knew."""

    DIGITS = "digits"
    CODE = "code"


def open_case(clock: Clock, db: Session, number: str, proof: Proof) -> None:
    """It was proven that this case is theirs."""
    now = clock.now()
    close_case(db)
    access_log.write_down(db, access_log.CITIZEN, f"opened by {proof}", number, now, ticket=number)
    session[_KEY] = openings.begin(db, number, proof, now)


def opened(house: House) -> tuple[str, Proof] | None:
    """The open case and how it was opened; None when there is none, or no longer."""
    token = session.get(_KEY)
    found = None
    if isinstance(token, str):
        with house.store.read() as db:
            found = openings.find(db, token, house.clock.now())
    if found is None:
        session.pop(_KEY, None)
        return None
    return found[0], Proof(found[1])


def close_case(db: Session) -> None:
    """On a phone that is not theirs: a copy of the cookie opens nothing afterwards, either."""
    token = session.pop(_KEY, None)
    if isinstance(token, str):
        openings.end(db, token)
