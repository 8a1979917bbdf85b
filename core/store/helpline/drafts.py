"""Answers that agents began and have not sent: they outlive the page, the browser and the session."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from core.store.helpline.tables import ReplyDraftRow
from core.store.once import insert_once


def get(session: Session, conversation_id: str, staff_id: int) -> str:
    """What this agent began to write in this conversation, or ""."""
    row = session.get(ReplyDraftRow, (conversation_id, staff_id))
    return row.text if row is not None else ""


def put(session: Session, conversation_id: str, staff_id: int, text: str, now: datetime) -> None:
    """Keep it as it is now; without words there is none any more."""
    mine = (ReplyDraftRow.conversation_id == conversation_id, ReplyDraftRow.staff == staff_id)
    if not text.strip():
        session.execute(delete(ReplyDraftRow).where(*mine))
        return
    values = {"text": text, "at": now}
    key = {"conversation_id": conversation_id, "staff": staff_id}
    if insert_once(session, ReplyDraftRow, key | values, key=("conversation_id", "staff")) is None:
        session.execute(update(ReplyDraftRow).where(*mine).values(**values))


def others(session: Session, conversation_id: str, staff_id: int) -> list[int]:
    """Who else began an answer there."""
    rows = select(ReplyDraftRow.staff).where(
        ReplyDraftRow.conversation_id == conversation_id, ReplyDraftRow.staff != staff_id
    )
    return list(session.scalars(rows.order_by(ReplyDraftRow.at)))
