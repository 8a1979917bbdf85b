"""Which browsers have a case open, on the citizen's page: kept here, so that closing it ends it on the server too."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.store.casework.tables import CaseOpeningRow

GOOD_FOR = timedelta(hours=1)


def begin(session: Session, number: str, proof: str, now: datetime) -> str:
    """Opened by this proof; what the browser's cookie holds. Those that are over are forgotten on the way."""
    token = secrets.token_urlsafe(24)
    session.execute(delete(CaseOpeningRow).where(CaseOpeningRow.until < now))
    session.add(CaseOpeningRow(key=_key(token), ticket=number, proof=proof, until=now + GOOD_FOR))
    return token


def find(session: Session, token: str, now: datetime) -> tuple[str, str] | None:
    """The case's number and the proof, while it is open."""
    row = session.scalars(select(CaseOpeningRow).where(CaseOpeningRow.key == _key(token))).first()
    return (row.ticket, row.proof) if row is not None and now < row.until else None


def end(session: Session, token: str) -> None:
    session.execute(delete(CaseOpeningRow).where(CaseOpeningRow.key == _key(token)))


def _key(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
