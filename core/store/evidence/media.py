"""Attachments' rows: to be fetched, kept, or refused with a reason."""

import functools
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, Update, bindparam, select, update
from sqlalchemy.orm import Session

from core.store.evidence.tables import MediaRow
from core.store.once import columns, fetch, insert_once, rowcount

WAITING, STORED, REFUSED, INFECTED = "waiting", "stored", "refused", "infected"


def get(session: Session, media_id: int) -> MediaRow | None:
    return session.get(MediaRow, media_id)


def of_envelope(session: Session, envelope_id: int) -> Sequence[MediaRow]:
    return session.scalars(
        select(MediaRow).where(MediaRow.envelope_id == envelope_id).order_by(MediaRow.position)
    ).all()


def waiting(session: Session, envelope_id: int) -> Sequence[int]:
    """Those of an envelope that are to be fetched."""
    return [row.id for row in fetch(session, _waiting(), envelope=envelope_id)]


@functools.cache
def _waiting() -> Select[tuple[int]]:
    media = columns(MediaRow)
    return select(media.c.id).where(media.c.envelope_id == bindparam("envelope"), media.c.state == WAITING)


def of_conversation(session: Session, conversation_id: str) -> Sequence[MediaRow]:
    """The evidence of a case, in the order in which it came."""
    return session.scalars(
        select(MediaRow).where(MediaRow.conversation_id == conversation_id).order_by(MediaRow.id)
    ).all()


def keep(
    session: Session,
    envelope_id: int,
    position: int,
    *,
    conversation_id: str | None,
    filename: str | None,
    media_type: str,
    size: int,
    sha256: str,
) -> None:
    """An attachment that came inside the envelope and is a blob already."""
    insert_once(
        session,
        MediaRow,
        {
            "envelope_id": envelope_id,
            "position": position,
            "conversation_id": conversation_id,
            "filename": filename,
            "media_type": media_type,
            "size": size,
            "sha256": sha256,
            "state": STORED,
            "attempts": 0,
        },
        key=("envelope_id", "position"),
    )


def join(session: Session, envelope_id: int, conversation_id: str) -> None:
    """The envelope's attachments belong to this conversation."""
    rowcount(session, _join(), envelope=envelope_id, conversation=conversation_id)


@functools.cache
def _join() -> Update:
    media = columns(MediaRow)
    mine = media.c.envelope_id == bindparam("envelope")
    return update(media).where(mine).values(conversation_id=bindparam("conversation"))


def mark_stored(session: Session, media_id: int, *, sha256: str, size: int, media_type: str) -> None:
    session.execute(
        update(MediaRow)
        .where(MediaRow.id == media_id)
        .values(state=STORED, sha256=sha256, size=size, media_type=media_type, reason=None, not_before=None)
    )


def put_off(session: Session, media_id: int, until: datetime, reason: str) -> None:
    session.execute(
        update(MediaRow)
        .where(MediaRow.id == media_id)
        .values(attempts=MediaRow.attempts + 1, not_before=until, reason=reason)
    )


def refuse(session: Session, media_id: int, reason: str) -> None:
    session.execute(
        update(MediaRow).where(MediaRow.id == media_id).values(state=REFUSED, reason=reason, not_before=None)
    )


def quarantine(session: Session, sha256: str, reason: str) -> None:
    """A virus was found in these bytes: wherever they are evidence, they are handed out no more. They stay kept."""
    session.execute(update(MediaRow).where(MediaRow.sha256 == sha256).values(state=INFECTED, reason=reason))


def unlooked(session: Session, now: datetime, limit: int = 200) -> list[int]:
    """Kept files at which no virus scanner has looked yet."""
    timely = MediaRow.not_before.is_(None) | (MediaRow.not_before <= now)
    found = select(MediaRow.id).where(MediaRow.state == STORED, MediaRow.looked_at.is_(None), timely)
    return list(session.scalars(found.order_by(MediaRow.id).limit(limit)))


def found_clean(session: Session, sha256: str, now: datetime) -> None:
    """A scanner looked at these bytes and found nothing."""
    unlooked_yet = MediaRow.looked_at.is_(None)
    session.execute(update(MediaRow).where(MediaRow.sha256 == sha256, unlooked_yet).values(looked_at=now))


def scan_later(session: Session, media_id: int, until: datetime) -> None:
    session.execute(update(MediaRow).where(MediaRow.id == media_id).values(not_before=until))


def due(session: Session, now: datetime, limit: int = 1000) -> list[int]:
    """Those to be fetched now."""
    timely = MediaRow.not_before.is_(None) | (MediaRow.not_before <= now)
    return list(
        session.scalars(select(MediaRow.id).where(MediaRow.state == WAITING, timely).order_by(MediaRow.id).limit(limit))
    )
