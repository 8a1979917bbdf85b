"""Staff in the store."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.errors import Conflict
from core.offices.staff import Staff
from core.store.once import insert_once
from core.store.staff.tables import StaffRow
from core.ticket import Role


def add(
    session: Session,
    username: str,
    name: str,
    role: Role,
    office: str | None,
    password_hash: str,
    now: datetime,
    *,
    must_change: bool = True,
) -> int:
    """Somebody new; the id. Raises Conflict when the user name is taken."""
    values = {
        "username": username.casefold(),
        "name": name,
        "role": role.value,
        "office": office,
        "password_hash": password_hash,
        "stamp": secrets.token_hex(8),
        "active": True,
        "must_change": must_change,
        "failures": 0,
        "created_at": now,
    }
    made: int | None = insert_once(session, StaffRow, values, key=("username",))
    if made is None:
        raise Conflict(f"there is a {username} already")
    return made


def get(session: Session, staff_id: int) -> Staff | None:
    row = session.get(StaffRow, staff_id)
    return from_row(row) if row else None


def by_username(session: Session, username: str) -> Staff | None:
    row = session.scalars(select(StaffRow).where(StaffRow.username == username.strip().casefold())).first()
    return from_row(row) if row else None


def everybody(session: Session) -> Sequence[Staff]:
    return [from_row(row) for row in session.scalars(select(StaffRow).order_by(StaffRow.username))]


def names(session: Session, ids: Collection[str | int | None]) -> dict[str, str]:
    """Names by id (as text, as tickets and histories have it); what is no id of anybody is left out."""
    wanted = {int(str(one)) for one in ids if str(one or "").isdecimal()}
    rows = session.execute(select(StaffRow.id, StaffRow.name).where(StaffRow.id.in_(wanted))) if wanted else ()
    return {str(row.id): row.name for row in rows}


def of_offices(session: Session, codes: Collection[str], roles: Collection[Role], limit: int = 200) -> Sequence[Staff]:
    """Those who may sign in for one of these offices, in one of these roles, by name."""
    here = (StaffRow.active, StaffRow.office.in_(codes), StaffRow.role.in_(roles))
    return [
        from_row(row) for row in session.scalars(select(StaffRow).where(*here).order_by(StaffRow.name).limit(limit))
    ]


def set_password(session: Session, staff_id: int, password_hash: str, *, must_change: bool = False) -> None:
    """A new password ends every session that began with the old one."""
    session.execute(
        update(StaffRow)
        .where(StaffRow.id == staff_id)
        .values(password_hash=password_hash, stamp=secrets.token_hex(8), must_change=must_change)
    )


def set_active(session: Session, staff_id: int, *, active: bool) -> None:
    session.execute(update(StaffRow).where(StaffRow.id == staff_id).values(active=active, stamp=secrets.token_hex(8)))


def set_place(session: Session, staff_id: int, role: Role, office: str | None) -> None:
    """Another role or office: sessions that began in the old one end."""
    session.execute(
        update(StaffRow)
        .where(StaffRow.id == staff_id)
        .values(role=role.value, office=office, stamp=secrets.token_hex(8))
    )


def by_subject(session: Session, subject: str) -> Staff | None:
    """Whom the identity provider calls so."""
    row = session.scalars(select(StaffRow).where(StaffRow.subject == subject)).first()
    return from_row(row) if row else None


def set_subject(session: Session, staff_id: int, subject: str | None) -> None:
    """Who this is at the identity provider, from now on; None: whoever comes first by that user name."""
    session.execute(update(StaffRow).where(StaffRow.id == staff_id).values(subject=subject))


def from_row(row: StaffRow) -> Staff:
    """The row as the person."""
    return Staff(
        id=row.id,
        username=row.username,
        name=row.name,
        role=Role(row.role),
        office=row.office,
        password_hash=row.password_hash,
        stamp=row.stamp,
        active=row.active,
        must_change=row.must_change,
        subject=row.subject,
    )


def named(session: Session, ids: Collection[int]) -> Sequence[Staff]:
    """Those of them that there are."""
    return [from_row(row) for row in session.scalars(select(StaffRow).where(StaffRow.id.in_(ids)))] if ids else []
