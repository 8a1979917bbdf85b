"""Leases: one worker at a time on one line of work, and none for ever."""

import functools
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Delete, Update, bindparam, delete, select, update
from sqlalchemy.orm import Session

from core.errors import Conflict
from core.store.once import changed, columns, insert_once
from core.store.tables import LeaseRow


def take(session: Session, name: str, now: datetime, lasting: timedelta) -> str | None:
    """A token for this line of work, or None while another worker has it."""
    token = secrets.token_hex(8)
    if insert_once(session, LeaseRow, {"name": name, "token": token, "until": now + lasting}, key=("name",)):
        return token
    taken = changed(session, _take_over(), line=name, now=now, to_token=token, to=now + lasting)
    return token if taken else None


def hold(session: Session, name: str, token: str, now: datetime, lasting: timedelta) -> None:
    """Prolong it in the transaction that does the work. Raises Conflict when it was lost: then nothing is done."""
    _ours(name, changed(session, _prolong(), line=name, held=token, to=now + lasting))


def give_back(session: Session, name: str, token: str) -> None:
    """End it in the transaction that ends the work. Raises Conflict when it was lost: then nothing is done."""
    _ours(name, changed(session, _end(), line=name, held=token))


def release(session: Session, name: str, token: str) -> None:
    """End it, if it is still ours."""
    changed(session, _end(), line=name, held=token)


def held(session: Session, names: list[str], now: datetime) -> set[str]:
    """Those of these lines on which somebody works now."""
    return set(session.scalars(select(LeaseRow.name).where(LeaseRow.name.in_(names), LeaseRow.until >= now)))


def _ours(name: str, rows: int) -> None:
    if not rows:
        raise Conflict(f"the lease on this line was lost: {name.split(':')[0]}")


@functools.cache
def _take_over() -> Update:
    lease = columns(LeaseRow)
    over = (lease.c.name == bindparam("line")) & (lease.c.until < bindparam("now"))
    return update(lease).where(over).values(token=bindparam("to_token"), until=bindparam("to"))


@functools.cache
def _prolong() -> Update:
    lease = columns(LeaseRow)
    own = (lease.c.name == bindparam("line")) & (lease.c.token == bindparam("held"))
    return update(lease).where(own).values(until=bindparam("to"))


@functools.cache
def _end() -> Delete:
    lease = columns(LeaseRow)
    return delete(lease).where(lease.c.name == bindparam("line"), lease.c.token == bindparam("held"))
