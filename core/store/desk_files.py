"""Files that an office adds to a case: what shows that something was done. Kept among the case's evidence."""

import secrets
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.store import media
from core.store.envelopes import HANDLED
from core.store.tables import EnvelopeRow, MediaRow

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


def given_by_office(session: Session, files: Collection[MediaRow]) -> set[int]:
    """Which of these files came from an office: ids of the rows."""
    envelopes = [file.envelope_id for file in files]
    ours = set(
        session.scalars(select(EnvelopeRow.id).where(EnvelopeRow.id.in_(envelopes), EnvelopeRow.channel == CHANNEL))
    )
    return {file.id for file in files if file.envelope_id in ours}
