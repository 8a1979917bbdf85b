"""A call's recordings: kept with the call's conversation, and fetched like any attachment."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.store.envelopes import HANDLED
from core.store.once import insert_once
from core.store.tables import EnvelopeRow, MediaRow


def keep_recording(
    session: Session, recording: str, url: str, person: str, conversation_id: str, now: datetime, channel: str
) -> None:
    """Keep a recording once, whether the step or the later report brings it first."""
    envelope_id = insert_once(
        session,
        EnvelopeRow,
        {
            "channel": channel,
            "provider_id": recording,
            "person": person,
            "received_at": now,
            "body": b"",
            "facts": {"recording": url},
            "state": HANDLED,
            "attempts": 0,
            "handled_at": now,
        },
        key=("channel", "provider_id"),
    )
    if envelope_id is not None:
        session.add(
            MediaRow(
                envelope_id=envelope_id,
                position=0,
                conversation_id=conversation_id,
                url=url,
                filename=f"{recording}.wav",
                media_type="audio/x-wav",
                state="waiting",
            )
        )
