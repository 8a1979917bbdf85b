"""Wrong proofs are counted for all processes together, by number and by block of addresses; right ones are not.

Behind one operator's address stand thousands: so from a block with many wrong ones a right code still opens, and only
digits, which can be guessed, do not count for a while.
"""

import hashlib
import hmac
import ipaddress
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from core.casework.proof import slot
from core.store.casework.tables import WrongProofRow
from core.store.once import insert_once

MOST_OF_NUMBER, MOST_OF_BLOCK = 20, 100
"""Wrong ones in half an hour, after which digits do not count."""
MOST_OF_NUMBER_IN_A_DAY, MOST_OF_BLOCK_IN_A_DAY = 60, 300
"""The same in a day."""
_DAY = 48
"""Half hours."""


def too_many(session: Session, key: str, now: datetime, most: int) -> bool:
    """Were there so many just now?"""
    found = session.scalar(select(WrongProofRow.count).where(WrongProofRow.key == key, WrongProofRow.slot == slot(now)))
    return (found or 0) >= most


def in_a_day(session: Session, key: str, now: datetime) -> int:
    """How many there were in the last twenty-four hours."""
    lately = (WrongProofRow.key == key, WrongProofRow.slot > slot(now) - _DAY)
    return session.scalar(select(func.coalesce(func.sum(WrongProofRow.count), 0)).where(*lately)) or 0


def digits_closed(session: Session, number: str, block: str, now: datetime) -> bool:
    """Were there so many that digits do not count for a while?"""
    if too_many(session, block, now, MOST_OF_BLOCK) or too_many(session, number, now, MOST_OF_NUMBER):
        return True
    in_the_day = in_a_day(session, number, now) >= MOST_OF_NUMBER_IN_A_DAY
    return in_the_day or in_a_day(session, block, now) >= MOST_OF_BLOCK_IN_A_DAY


def count(session: Session, keys: list[str], now: datetime, more: int = 1) -> None:
    """So many more for each; what is long past is forgotten."""
    for key in keys:
        row = {"key": key, "slot": slot(now)}
        insert_once(session, WrongProofRow, {**row, "count": 0}, key=("key", "slot"))
        mine = (WrongProofRow.key == key, WrongProofRow.slot == row["slot"])
        session.execute(update(WrongProofRow).where(*mine).values(count=WrongProofRow.count + more))
    session.execute(delete(WrongProofRow).where(WrongProofRow.slot < slot(now) - _DAY))


def only_once(session: Session, key: str, made: datetime) -> bool:
    """Is this the first time that what was ``made`` then is used? Kept for a day from then on."""
    row = {"key": key, "slot": slot(made), "count": 1}
    return insert_once(session, WrongProofRow, row, key=("key", "slot")) is not None


def block_of(address: str, secret: str) -> str:
    """The key of an address's block: its /24, or of IPv6 its /48; a hash, so that no addresses are kept."""
    try:
        host = ipaddress.ip_address(address)
        block = str(ipaddress.ip_network(f"{address}/{24 if host.version == 4 else 48}", strict=False))
    except ValueError:
        block = "nowhere"
    return hmac.digest(secret.encode(), f"block:{block}".encode(), hashlib.sha256).hex()[:24]
