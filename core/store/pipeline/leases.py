"""Leases: one worker at a time on one line of work, and none for ever."""

import functools
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Delete, Update, bindparam, delete, select, update
from sqlalchemy.orm import Session

from core.errors import Conflict
from core.store.once import columns, insert_once, rowcount
from core.store.pipeline.tables import LeaseRow

LONGEST = timedelta(minutes=5)
"""No lease is given for so long."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A lease that is ours by its token. ``lost``: so many before us were gone before the work was done."""

    token: str
    lost: int = 0


def acquire(session: Session, name: str, now: datetime, lasting: timedelta, token: str | None = None) -> str | None:
    """A token for this line of work (this one, where it is given), or None while another worker has it."""
    taken = take_counted(session, name, now, lasting, token)
    return taken.token if taken is not None else None


def holder(session: Session, name: str) -> str | None:
    """The token of whoever has it."""
    return session.scalar(select(LeaseRow.token).where(LeaseRow.name == name))


def take_counted(
    session: Session, name: str, now: datetime, lasting: timedelta, token: str | None = None
) -> Taken | None:
    """As ``take``; and how many before us were gone before the work was done. One that would last twice as long as any
    does was given by a clock that has been set back since: it is over."""
    token = token or secrets.token_hex(8)
    new = {"name": name, "token": token, "until": now + lasting, "lost": 0}
    if insert_once(session, LeaseRow, new, key=("name",)):
        return Taken(token)
    if not rowcount(
        session, _take_over(), line=name, now=now, never=now + 2 * lasting, to_token=token, to=now + lasting
    ):
        return None
    return Taken(token, session.scalar(select(LeaseRow.lost).where(LeaseRow.name == name)) or 1)


def hold(session: Session, name: str, token: str, now: datetime, lasting: timedelta) -> None:
    """Prolong it in the transaction that does the work. Raises Conflict when it was lost: then nothing is done."""
    _ours(name, rowcount(session, _prolong(), line=name, held=token, to=now + lasting))


def give_back(session: Session, name: str, token: str) -> None:
    """End it in the transaction that ends the work. Raises Conflict when it was lost: then nothing is done."""
    _ours(name, rowcount(session, _end(), line=name, held=token))


def release(session: Session, name: str, token: str) -> None:
    """End it, if it is still ours."""
    rowcount(session, _end(), line=name, held=token)


def held(session: Session, names: list[str], now: datetime) -> set[str]:
    """Those of these lines on which somebody works now. One given for longer than any lasts is of a clock that has been
    set back."""
    working = (LeaseRow.until >= now, LeaseRow.until <= now + LONGEST)
    return set(session.scalars(select(LeaseRow.name).where(LeaseRow.name.in_(names), *working)))


def _ours(name: str, rows: int) -> None:
    if not rows:
        raise Conflict(f"the lease on this line was lost: {name.split(':')[0]}")


@functools.cache
def _take_over() -> Update:
    lease = columns(LeaseRow)
    ended = (lease.c.until < bindparam("now")) | (lease.c.until > bindparam("never"))
    over = (lease.c.name == bindparam("line")) & ended
    return update(lease).where(over).values(token=bindparam("to_token"), until=bindparam("to"), lost=lease.c.lost + 1)


@functools.cache
def _prolong() -> Update:
    lease = columns(LeaseRow)
    own = (lease.c.name == bindparam("line")) & (lease.c.token == bindparam("held"))
    return update(lease).where(own).values(until=bindparam("to"))


@functools.cache
def _end() -> Delete:
    lease = columns(LeaseRow)
    return delete(lease).where(lease.c.name == bindparam("line"), lease.c.token == bindparam("held"))
