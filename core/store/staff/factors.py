"""Second factors of staff in the store: apps that show codes (RFC 6238), passkeys (WebAuthn), and codes on paper."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.store.once import insert_once
from core.store.staff.tables import StaffFactorRow

APP, PASSKEY, PAPER, BEGUN = "app", "passkey", "paper", "begun"
"""Kinds. ``BEGUN``: an app whose first code was not seen yet; it proves nothing."""
PAPER_CODES = 10


def of(session: Session, staff_id: int) -> Sequence[StaffFactorRow]:
    """What proves it is they: apps and passkeys, the oldest first."""
    return [row for row in _rows(session, staff_id) if row.kind in (APP, PASSKEY)]


def paper_left(session: Session, staff_id: int) -> int:
    """How many of the codes on paper are still good."""
    return sum(row.kind == PAPER for row in _rows(session, staff_id))


def begun(session: Session, staff_id: int) -> StaffFactorRow | None:
    """The app that is being added."""
    return next((row for row in _rows(session, staff_id) if row.kind == BEGUN), None)


def begin_app(session: Session, staff_id: int, secret: str, now: datetime) -> None:
    """An app is to be added; one that was begun before is forgotten."""
    _forget(session, staff_id, BEGUN)
    session.add(_row(staff_id, BEGUN, "", secret, now))


def finish_app(row: StaffFactorRow, name: str, step: int, now: datetime) -> None:
    """Its first code was right."""
    row.kind, row.name, row.counter, row.used_at = APP, name, step, now


def add_passkey(
    session: Session, staff_id: int, name: str, credential: str, key: str, counter: int, now: datetime
) -> bool:
    """False where this credential is known already."""
    values = {
        "staff": staff_id,
        "kind": PASSKEY,
        "name": name,
        "secret": key,
        "credential": credential,
        "counter": counter,
        "made_at": now,
        "used_at": None,
    }
    return insert_once(session, StaffFactorRow, values, key=("credential",)) is not None


def passkey(session: Session, credential: str) -> StaffFactorRow | None:
    """The passkey of this id."""
    return session.scalars(select(StaffFactorRow).where(StaffFactorRow.credential == credential)).first()


def step_taken(session: Session, row: StaffFactorRow, step: int, now: datetime) -> bool:
    """Take the code of this time step, or the signature of this counter; False where it, or a later one, was taken
    before."""
    newer = (StaffFactorRow.id == row.id, StaffFactorRow.counter < step)
    taken = session.execute(
        update(StaffFactorRow).where(*newer).values(counter=step, used_at=now).returning(StaffFactorRow.id)
    )
    return taken.first() is not None


def used(row: StaffFactorRow, counter: int, now: datetime) -> None:
    """A passkey was used."""
    row.counter, row.used_at = counter, now


def remove(session: Session, staff_id: int, factor_id: int) -> str | None:
    """Take one away; its name. None where it is not theirs."""
    mine = (StaffFactorRow.id == factor_id, StaffFactorRow.staff == staff_id, StaffFactorRow.kind.in_((APP, PASSKEY)))
    return session.scalars(delete(StaffFactorRow).where(*mine).returning(StaffFactorRow.name)).first()


def remove_all(session: Session, staff_id: int) -> None:
    """They lost all of them: an administrator, or the command line, says so."""
    session.execute(delete(StaffFactorRow).where(StaffFactorRow.staff == staff_id))


def new_paper(session: Session, staff_id: int, now: datetime) -> Sequence[str]:
    """Codes for when app and passkey are lost, each good once; those before are void. Only their hashes are kept."""
    _forget(session, staff_id, PAPER)
    codes = [f"{secrets.randbelow(10**5):05d}-{secrets.randbelow(10**5):05d}" for _ in range(PAPER_CODES)]
    session.add_all(_row(staff_id, PAPER, "", _hash(staff_id, code), now) for code in codes)
    return codes


def take_paper(session: Session, staff_id: int, written: str) -> bool:
    """Is it one of them? Then it is none any more."""
    digits = "".join(filter(str.isdigit, written))
    wanted = _hash(staff_id, f"{digits[:5]}-{digits[5:]}")
    found = next((row for row in _rows(session, staff_id) if row.kind == PAPER and row.secret == wanted), None)
    if found is None:
        return False
    gone = session.execute(delete(StaffFactorRow).where(StaffFactorRow.id == found.id).returning(StaffFactorRow.id))
    return gone.first() is not None


def _rows(session: Session, staff_id: int) -> Sequence[StaffFactorRow]:
    mine = select(StaffFactorRow).where(StaffFactorRow.staff == staff_id)
    return session.scalars(mine.order_by(StaffFactorRow.id)).all()


def _row(staff_id: int, kind: str, name: str, secret: str, now: datetime) -> StaffFactorRow:
    return StaffFactorRow(
        staff=staff_id, kind=kind, name=name, secret=secret, credential=None, counter=0, made_at=now, used_at=None
    )


def _forget(session: Session, staff_id: int, kind: str) -> None:
    session.execute(delete(StaffFactorRow).where(StaffFactorRow.staff == staff_id, StaffFactorRow.kind == kind))


def _hash(staff_id: int, code: str) -> str:
    """Ten digits: the hash is sealed as well, and tries are counted."""
    return hashlib.sha256(f"{staff_id}:{code}".encode()).hexdigest()
