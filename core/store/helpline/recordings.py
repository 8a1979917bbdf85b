"""A call's recordings: kept with the call's conversation, and fetched like any attachment."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.store.evidence.tables import MediaRow
from core.store.once import insert_once
from core.store.pipeline.envelopes import HANDLED
from core.store.pipeline.tables import EnvelopeRow


def keep_recording(
    session: Session, recording: str, url: str, person: str, conversation_id: str, now: datetime, channel: str
) -> int | None:
    """Keep a recording once, whether the step or the later report brings it first; the id of the file to fetch, or
    None when it is here already."""
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
    if envelope_id is None:
        return None
    row = MediaRow(
        envelope_id=envelope_id,
        position=0,
        conversation_id=conversation_id,
        url=url,
        filename=f"{recording}.wav",
        media_type="audio/x-wav",
        state="waiting",
    )
    session.add(row)
    session.flush()
    return row.id


def by_telephone(session: Session, conversation_id: str) -> bool:
    """Was anything of it recorded in a call?"""
    found = (
        select(MediaRow.id)
        .join(EnvelopeRow, EnvelopeRow.id == MediaRow.envelope_id)
        .where(MediaRow.conversation_id == conversation_id, EnvelopeRow.channel == "ivr")
    )
    return session.scalars(found.limit(1)).first() is not None


def of_conversation(session: Session, conversation_id: str) -> Sequence[tuple[MediaRow, datetime]]:
    """The recordings of a conversation's calls with when each came, in order."""
    rows = session.execute(
        select(MediaRow, EnvelopeRow.received_at)
        .join(EnvelopeRow, EnvelopeRow.id == MediaRow.envelope_id)
        .where(MediaRow.conversation_id == conversation_id, EnvelopeRow.channel == "ivr")
        .order_by(MediaRow.id)
    ).all()
    return [(media, at) for media, at in rows]
