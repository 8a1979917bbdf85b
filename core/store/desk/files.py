"""Files that an office adds to a case: what shows that something was done. Kept among the case's evidence."""

import secrets
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.store.evidence import media
from core.store.evidence.tables import MediaRow
from core.store.mailroom import layouts
from core.store.mailroom.layouts import Layout
from core.store.mailroom.tables import LetterRow
from core.store.pipeline.envelopes import HANDLED
from core.store.pipeline.tables import EnvelopeRow

CHANNEL = "desk"
"""The "channel" by which such a file came."""


def keep(
    session: Session,
    conversation_id: str,
    by: str,
    now: datetime,
    *,
    sha256: str,
    filename: str,
    media_type: str,
    size: int,
) -> None:
    """Keep a file, which is a blob already, with the case's conversation. ``by`` is the actor who gave it."""
    envelope = EnvelopeRow(
        channel=CHANNEL,
        provider_id=secrets.token_hex(16),
        person=CHANNEL,
        received_at=now,
        body=b"",
        facts={"by": by},
        state=HANDLED,
        attempts=0,
        handled_at=now,
    )
    session.add(envelope)
    session.flush()
    media.keep(
        session,
        envelope.id,
        0,
        conversation_id=conversation_id,
        filename=filename,
        media_type=media_type,
        size=size,
        sha256=sha256,
    )


def came_by(session: Session, files: Collection[MediaRow]) -> dict[int, str]:
    """By which channel each of these files came, by the row's id; "desk" for an office's own."""
    envelopes = {file.envelope_id for file in files}
    rows = session.execute(select(EnvelopeRow.id, EnvelopeRow.channel).where(EnvelopeRow.id.in_(envelopes)))
    channels = {row.id: row.channel for row in rows}
    return {file.id: channels.get(file.envelope_id, "") for file in files}


def letter_of(session: Session, conversation_id: str) -> Layout | None:
    """The pages of the letter in which a case was told; None where there is no letter."""
    key = session.scalars(
        select(LetterRow.layout_key).where(LetterRow.conversation_id == conversation_id).order_by(LetterRow.id).limit(1)
    ).first()
    return layouts.get(session, key) if key is not None else None
