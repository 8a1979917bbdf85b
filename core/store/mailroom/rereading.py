"""Letters that somebody wants read again. The wish stands in the register, so that nothing is lost with the queue."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.store import worklist
from core.store.mailroom import letters
from core.store.mailroom.tables import LetterRow
from core.store.pipeline import leases
from core.store.pipeline.tables import EnvelopeRow, MessageRow

AS_IT_IS = "auto"
"""In place of a language: in whatever language it is written."""


def line(person: str) -> str:
    """The line of work on which one worker at a time reads a file's letters again."""
    return f"reread:{person}"


def wanted(session: Session, person: str) -> Sequence[LetterRow]:
    """The letters of this person's file that are to be read again."""
    return session.scalars(
        select(LetterRow)
        .join(MessageRow, MessageRow.id == LetterRow.message_id)
        .join(EnvelopeRow, EnvelopeRow.id == MessageRow.envelope_id)
        .where(EnvelopeRow.person == person, LetterRow.reread_in.is_not(None), LetterRow.state == worklist.WAITING)
        .order_by(LetterRow.id)
    ).all()


def persons(session: Session, now: datetime) -> list[str]:
    """Whose files hold a letter to be read again on which nobody works now."""
    found = session.scalars(
        select(EnvelopeRow.person)
        .join(MessageRow, MessageRow.envelope_id == EnvelopeRow.id)
        .join(LetterRow, LetterRow.message_id == MessageRow.id)
        .where(LetterRow.reread_in.is_not(None), LetterRow.state == worklist.WAITING)
        .distinct()
        .limit(200)
    ).all()
    busy = leases.held(session, [line(person) for person in found], now)
    return [person for person in found if line(person) not in busy]


def ended(session: Session, letter_id: int, problem: str | None) -> None:
    """It was read again, or could not be; whoever has the page open must look again."""
    row = letters.get(session, letter_id)
    row.reread_in, row.reread_problem, row.version = None, problem, row.version + 1
