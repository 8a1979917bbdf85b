"""Transcripts: what a recogniser heard in recordings, and what is still to be asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from core.ports import RecognisedWord, Transcript
from core.store.evidence.tables import MediaRow, TranscriptRow
from core.store.helpline.tables import HelplineTaskRow
from core.store.once import insert_once

WAITING, DONE, GIVEN_UP = "waiting", "done", "given_up"
ASKING = timedelta(minutes=10)
"""How long a recogniser may take: who asked for longer has died."""


def begin(session: Session, media_id: int, now: datetime) -> bool:
    """Somebody asks for it now; False while another does, when it was done, and before its time."""
    values = {
        "media_id": media_id,
        "state": WAITING,
        "heard": {},
        "attempts": 0,
        "at": now,
        "not_before": now + ASKING,
    }
    if insert_once(session, TranscriptRow, values, key=("media_id",)) is not None:
        return True
    mine = (TranscriptRow.media_id == media_id, TranscriptRow.state == WAITING, TranscriptRow.not_before <= now)
    taken = update(TranscriptRow).where(*mine).values(not_before=now + ASKING).returning(TranscriptRow.media_id)
    return session.execute(taken).first() is not None


def keep(session: Session, media_id: int, transcript: Transcript, now: datetime) -> None:
    _set(session, media_id, state=DONE, heard=asdict(transcript), at=now, reason=None, not_before=None)


def put_off(session: Session, media_id: int, waits: Sequence[timedelta], reason: str, now: datetime) -> None:
    """Asked again later, or given up after so many tries as there are ``waits``."""
    tried = session.get_one(TranscriptRow, media_id).attempts
    if tried >= len(waits):
        give_up(session, media_id, reason)
        return
    _set(session, media_id, attempts=tried + 1, not_before=now + waits[tried], reason=reason)


def give_up(session: Session, media_id: int, reason: str) -> None:
    _set(session, media_id, state=GIVEN_UP, reason=reason, not_before=None)


def due(session: Session, now: datetime, limit: int = 100) -> list[int]:
    """Recordings whose recogniser is to be asked again."""
    timely = TranscriptRow.not_before <= now
    rows = select(TranscriptRow.media_id).where(TranscriptRow.state == WAITING, timely)
    return list(session.scalars(rows.order_by(TranscriptRow.not_before).limit(limit)))


def wanted(session: Session, limit: int = 100) -> list[int]:
    """Recordings that wait for an agent's ear and for which no recogniser was asked yet."""
    row = MediaRow
    spoken = row.media_type.startswith("audio/") | row.media_type.startswith("video/")
    asked = exists().where(TranscriptRow.media_id == row.id)
    found = (
        select(row.id)
        .join(HelplineTaskRow, HelplineTaskRow.conversation_id == row.conversation_id)
        .where(HelplineTaskRow.state == "waiting", row.state == "stored", spoken, ~asked)
        .order_by(row.id)
        .limit(limit)
    )
    return list(session.scalars(found))


def of(session: Session, media_ids: Iterable[int]) -> Mapping[int, Transcript]:
    """Those that there are, by the recording's id."""
    wanted = list(media_ids)
    if not wanted:
        return {}
    rows = session.scalars(select(TranscriptRow).where(TranscriptRow.media_id.in_(wanted), TranscriptRow.state == DONE))
    return {row.media_id: _from_json(row) for row in rows}


def _from_json(row: TranscriptRow) -> Transcript:
    words = tuple(RecognisedWord(one["text"], one["sure"]) for one in row.heard.get("words", ()))
    return Transcript(row.heard.get("text", ""), row.heard.get("language", ""), words)


def _set(session: Session, media_id: int, **values: object) -> None:
    session.execute(update(TranscriptRow).where(TranscriptRow.media_id == media_id).values(**values))
