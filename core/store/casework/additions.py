"""What a citizen adds to a case of theirs on its page: words and files, as one envelope that is handled already."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.messages import Address, Envelope, InboundMessage
from core.ports import Peek
from core.store.evidence import media
from core.store.road import conversations, envelopes
from core.store.road.conversations import Conversation

CHANNEL = "page"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that is a blob already."""

    sha256: str
    size: int
    media_type: str
    filename: str | None


def add(
    session: Session, case: Conversation, form_id: str, text: str, files: Sequence[KeptFile], now: datetime
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
