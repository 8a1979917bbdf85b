"""What administrators do is written down: who, when, what, about whom or what. And what they choose is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from core.store.once import insert_once
from core.store.people.act_tables import ActRow, ChoiceRow


def write_down(session: Session, by: int, what: str, about: str, now: datetime, **details: Any) -> None:
    """In the transaction of the act itself."""
    session.execute(insert(ActRow).values(at=now, by=by, what=what, about=about, details=details))


def latest(session: Session, limit: int = 100) -> Sequence[ActRow]:
    """The last acts, the latest first."""
    return session.scalars(select(ActRow).order_by(ActRow.id.desc()).limit(limit)).all()


def choose(session: Session, name: str, value: Any, now: datetime) -> None:
    """Keep a choice over the one before."""
    if insert_once(session, ChoiceRow, {"name": name, "value": value, "at": now}, key=("name",)) is None:
        session.execute(update(ChoiceRow).where(ChoiceRow.name == name).values(value=value, at=now))


def chosen(session: Session, name: str) -> Any | None:
    """What was chosen; None where nothing was."""
    return session.scalars(select(ChoiceRow.value).where(ChoiceRow.name == name)).first()
