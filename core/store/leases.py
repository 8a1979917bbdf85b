"""Leases: one worker at a time on one line of work, and none for ever."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.errors import Conflict
from core.store.once import insert_once
from core.store.tables import LeaseRow


def take(session: Session, name: str, now: datetime, lasting: timedelta) -> str | None:
    """A token for this line of work, or None while another worker has it."""
    token = secrets.token_hex(8)
    if insert_once(session, LeaseRow, {"name": name, "token": token, "until": now + lasting}, key=("name",)):
        return token
    taken = session.execute(
        update(LeaseRow)
        .where(LeaseRow.name == name, LeaseRow.until < now)
        .values(token=token, until=now + lasting)
        .returning(LeaseRow.name)
    ).first()
    return token if taken else None


def hold(session: Session, name: str, token: str, now: datetime, lasting: timedelta) -> None:
    """Prolong it in the transaction that does the work. Raises Conflict when it was lost: then nothing is done."""
    held = session.execute(
        update(LeaseRow)
        .where(LeaseRow.name == name, LeaseRow.token == token)
        .values(until=now + lasting)
        .returning(LeaseRow.name)
    ).first()
    if held is None:
        raise Conflict(f"the lease on this line was lost: {name.split(':')[0]}")


def give_back(session: Session, name: str, token: str) -> None:
    """End it in the transaction that ends the work. Raises Conflict when it was lost: then nothing is done."""
    ended = delete(LeaseRow).where(LeaseRow.name == name, LeaseRow.token == token).returning(LeaseRow.name)
    if session.execute(ended).first() is None:
        raise Conflict(f"the lease on this line was lost: {name.split(':')[0]}")


def release(session: Session, name: str, token: str) -> None:
    session.execute(delete(LeaseRow).where(LeaseRow.name == name, LeaseRow.token == token))


def held(session: Session, names: list[str], now: datetime) -> set[str]:
    """Those of these lines on which somebody works now."""
    return set(session.scalars(select(LeaseRow.name).where(LeaseRow.name.in_(names), LeaseRow.until >= now)))
