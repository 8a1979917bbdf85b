"""What a citizen adds to a case of theirs on its page: words and files, as one envelope that is handled already."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.conversation import Conversation
from core.messages import Address, Envelope, InboundMessage
from core.ports import Peek
from core.store.evidence import media
from core.store.evidence.tables import MediaRow
from core.store.pipeline import conversations, envelopes
from core.store.pipeline.tables import EnvelopeRow, MessageRow

CHANNEL = "page"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is a blob already."""

    sha256: str
    size: int
    media_type: str
    filename: str | None


MOST_A_DAY, MOST_BYTES_A_DAY = 20, 100 * 1024 * 1024
"""Additions to one case, and the bytes of their files."""


def too_much(session: Session, case: Conversation, now: datetime) -> bool:
    """Was as much added as is taken in a day?"""
    lately = (EnvelopeRow.channel == CHANNEL, EnvelopeRow.received_at > now - timedelta(days=1))
    told = select(func.count(MessageRow.id)).join(EnvelopeRow, EnvelopeRow.id == MessageRow.envelope_id)
    files = select(func.coalesce(func.sum(MediaRow.size), 0)).join(EnvelopeRow, EnvelopeRow.id == MediaRow.envelope_id)
    many = session.scalars(told.where(*lately, MessageRow.conversation_id == case.id)).one()
    size = session.scalars(files.where(*lately, MediaRow.conversation_id == case.id)).one()
    return many >= MOST_A_DAY or (size or 0) >= MOST_BYTES_A_DAY


def add(
    session: Session, case: Conversation, form_id: str, text: str, files: Sequence[StoredFile], now: datetime
) -> bool:
    """Keep it with the case. ``form_id`` is the form's own: sending the same form again adds nothing (False)."""
    body = json.dumps({"text": text, "files": [file.sha256 for file in files]}, ensure_ascii=False).encode()
    envelope = Envelope(CHANNEL, form_id, body, now)
    envelope_id = envelopes.add(session, envelope, Peek(case.person), (body, None))
    if envelope_id is None:
        return False
    envelopes.mark_handled(session, envelope_id, now)
    message = InboundMessage(CHANNEL, form_id, Address(case.address), text=text, sent_at=now, language=case.language)
    conversations.add_message(session, envelope_id, 0, case.id, message, now)
    for position, file in enumerate(files):
        media.keep(
            session,
            envelope_id,
            position,
            conversation_id=case.id,
            filename=file.filename,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
        )
    return True
