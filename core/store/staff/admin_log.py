"""What administrators do is written down: who, when, what, about whom or what. And what they choose is kept."""

import getpass
import os
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from core.store.once import insert_once
from core.store.staff.tables import AdminLogRow, ChoiceRow


def write_down(session: Session, by: int, what: str, about: str, now: datetime, **details: Any) -> None:
    """In the transaction of the act itself."""
    session.execute(insert(AdminLogRow).values(at=now, by=by, what=what, about=about, details=details))


COMMAND_LINE = -1
"""By whom, where it was done on the machine itself."""


def by_command_line(session: Session, what: str, about: str, now: datetime, **details: Any) -> None:
    """The same for the command line, with the account of the machine that typed it."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # a container's user has no name
        user = str(os.getuid())
    write_down(session, COMMAND_LINE, what, about, now, **details, user=user)


def latest(session: Session, limit: int = 100) -> Sequence[AdminLogRow]:
    """The last acts, the latest first."""
    return session.scalars(select(AdminLogRow).order_by(AdminLogRow.id.desc()).limit(limit)).all()


def choose(session: Session, name: str, value: Any, now: datetime) -> None:
    """Keep a choice over the one before."""
    if insert_once(session, ChoiceRow, {"name": name, "value": value, "at": now}, key=("name",)) is None:
        session.execute(update(ChoiceRow).where(ChoiceRow.name == name).values(value=value, at=now))


def choices(session: Session, names: Sequence[str]) -> dict[str, Any]:
    """What was chosen, by name; without those for which nothing was."""
    rows = session.execute(select(ChoiceRow.name, ChoiceRow.value).where(ChoiceRow.name.in_(names)))
    return {row.name: row.value for row in rows}


def chosen(session: Session, name: str) -> Any | None:
    """What was chosen; None where nothing was."""
    return session.scalars(select(ChoiceRow.value).where(ChoiceRow.name == name)).first()
