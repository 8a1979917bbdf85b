"""Messages that were judged a machine's, until somebody has looked at them: a complaint after all, or not."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from core.store.pipeline.envelopes import HANDLED, JUDGED, WAITING
from core.store.pipeline.tables import EnvelopeRow, MessageRow

COMPLAINT, MACHINE = "complaint", "machine"
_OPEN = (MessageRow.automatic.is_not(None), MessageRow.judged.is_(None))


def rows(session: Session, limit: int = 200) -> Sequence[MessageRow]:
    """Those that nobody has judged, the latest first."""
    return session.scalars(select(MessageRow).where(*_OPEN).order_by(MessageRow.id.desc()).limit(limit)).all()


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(MessageRow).where(*_OPEN)) or 0


def is_none(session: Session, message_id: int) -> bool:
    """It is no complaint: off the list. False where somebody judged it before."""
    chosen = update(MessageRow).where(MessageRow.id == message_id, *_OPEN).values(judged=MACHINE)
    return session.execute(chosen.returning(MessageRow.id)).first() is not None


def is_complaint(session: Session, message_id: int) -> str | None:
    """It goes through intake as a person's; whose line to look at, or None where it was judged or erased before.

    Its row goes: intake writes it anew, with its conversation. The envelope keeps how it was judged.
    """
    message = session.scalars(select(MessageRow).where(MessageRow.id == message_id, *_OPEN)).first()
    envelope = session.get(EnvelopeRow, message.envelope_id) if message is not None else None
    if message is None or envelope is None or envelope.state != HANDLED:
        return None
    session.execute(delete(MessageRow).where(MessageRow.id == message_id))
    session.execute(
        update(EnvelopeRow)
        .where(EnvelopeRow.id == envelope.id)
        .values(state=WAITING, attempts=0, not_before=None, facts={**envelope.facts, JUDGED: COMPLAINT})
    )
    return envelope.person
