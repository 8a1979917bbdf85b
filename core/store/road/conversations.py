"""Conversations: the canonical record while it is being told."""

import functools
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from core.complaint import Complaint, Field, Source
from core.messages import InboundMessage
from core.store.once import columns, insert, look, put_over
from core.store.road.merging import merged
from core.store.tables import ConversationRow, MessageRow

OPEN, FINISHED = "open", "finished"
_WRITTEN = "arzi_conversations_written"


@dataclass(frozen=True, slots=True)
class Conversation:
    """One complaint being told by one person. ``address`` and ``channel`` are where the last answer goes.

    ``version`` and ``kept`` are what was read from the store: nothing of one that is not kept yet.
    """

    id: str
    person: str
    channel: str
    address: str
    language: str
    started_at: datetime
    last_at: datetime
    complaint: Complaint = field(default_factory=Complaint)
    asking: str | None = None
    state: str = OPEN
    needs_person: bool = False
    urgent: bool = False
    subject: str | None = None
    version: int = field(default=0, compare=False)
    kept: "Conversation | None" = field(default=None, compare=False, repr=False)

    def with_(self, **changes: Any) -> "Conversation":
        return replace(self, **changes)


def begin(person: str, message: InboundMessage, now: datetime) -> Conversation:
    """A new one, not yet kept. Its id is fresh: an old id would bring the old complaint's slots along in Rasa."""
    return Conversation(
        id=uuid.uuid4().hex,
        person=person,
        channel=message.channel,
        address=message.sender.address,
        language=message.language,
        started_at=now,
        last_at=now,
        subject=message.subject,
    )


def get(session: Session, conversation_id: str) -> Conversation | None:
    rows = look(session, _one(), which=conversation_id)
    return _from_row(rows[0]) if rows else None


@functools.cache
def _one() -> Select[Any]:
    row = columns(ConversationRow)
    return select(row).where(row.c.id == bindparam("which"))


@functools.cache
def _one_to_change() -> Select[Any]:
    return _one().with_for_update()


def latest(session: Session, person: str) -> Conversation | None:
    """The person's last conversation, open or finished."""
    row = session.scalars(
        select(ConversationRow)
        .where(ConversationRow.person == person)
        .order_by(ConversationRow.started_at.desc(), ConversationRow.id)
        .limit(1)
    ).first()
    return _from_row(row) if row else None


def open_one(session: Session, person: str, since: datetime) -> Conversation | None:
    """The person's open conversation, if its last message is not older than ``since``."""
    rows = look(session, _open_one(), whose=person, since=since)
    return _from_row(rows[0]) if rows else None


@functools.cache
def _open_one() -> Select[Any]:
    row = columns(ConversationRow)
    lately = (row.c.person == bindparam("whose")) & (row.c.state == OPEN) & (row.c.last_at >= bindparam("since"))
    return select(row).where(lately).order_by(row.c.started_at.desc(), row.c.id).limit(1)


def save(session: Session, conversation: Conversation) -> None:
    """Keep it as it is now; whose it is and when it began stay as they were kept first.

    What another has changed since it was read stays, where this changes nothing of it.
    """
    held = session.identity_map.get(session.identity_key(ConversationRow, conversation.id))
    written: dict[str, int] = session.info.setdefault(_WRITTEN, {})
    version = written.get(conversation.id, conversation.version)
    if not _put(session, conversation, version):
        [row] = look(session, _one_to_change(), which=conversation.id)
        theirs, version = _from_row(row), row.version
        _put(session, merged(conversation.kept or theirs, conversation, theirs), version)
    written[conversation.id] = version + 1
    if held is not None:
        session.expire(held)


def _put(session: Session, conversation: Conversation, version: int) -> bool:
    """Write it over this version, or for the first time; False when the store has another version by now."""
    values = {
        "id": conversation.id,
        "person": conversation.person,
        "started_at": conversation.started_at,
        "channel": conversation.channel,
        "address": conversation.address,
        "language": conversation.language,
        "asking": conversation.asking,
        "state": conversation.state,
        "fields": fields_to_json(conversation.complaint),
        "needs_person": conversation.needs_person,
        "urgent": conversation.urgent,
        "subject": conversation.subject,
        "last_at": conversation.last_at,
    }
    return put_over(session, ConversationRow, values, version, but=("person", "started_at"))


def give_to(session: Session, conversation_id: str, person: str) -> None:
    """It is this person's from now on: somebody said that it is theirs."""
    session.flush()
    session.get_one(ConversationRow, conversation_id).person = person


def add_message(
    session: Session,
    envelope_id: int,
    position: int,
    conversation_id: str | None,
    message: InboundMessage,
    now: datetime,
) -> None:
    """Keep a message as it was understood."""
    details = {
        "name": message.sender.name,
        "subject": message.subject,
        "automatic": message.automatic,
        "choice": message.choice,
        "unsupported": message.unsupported,
        "in_reply_to": message.in_reply_to,
        "trusted": message.trusted,
        "authentication": message.authentication,
    }
    values = {
        "envelope_id": envelope_id,
        "position": position,
        "conversation_id": conversation_id,
        "channel": message.channel,
        "provider_id": message.id,
        "sender": message.sender.address,
        "sent_at": message.sent_at,
        "text": message.text,
        "language": message.language,
        "details": details,
        "received_at": now,
    }
    insert(session, MessageRow, values)


def last_message(session: Session, conversation_id: str) -> MessageRow | None:
    """What was said last in it."""
    return session.scalars(
        select(MessageRow).where(MessageRow.conversation_id == conversation_id).order_by(MessageRow.id.desc()).limit(1)
    ).first()


def has_message(session: Session, envelope_id: int, position: int) -> bool:
    """Was this message of an envelope handled before?"""
    found = select(MessageRow.id).where(MessageRow.envelope_id == envelope_id, MessageRow.position == position)
    return session.scalars(found).first() is not None


def fields_to_json(complaint: Complaint) -> dict[str, Any]:
    return {
        name: {"value": known.value, "confidence": known.confidence, "source": known.source.value}
        for name, known in complaint.fields.items()
    }


def fields_from_json(data: Mapping[str, Any]) -> Complaint:
    return Complaint({name: Field(f["value"], f["confidence"], Source(f["source"])) for name, f in data.items()})


def _from_row(row: Any) -> Conversation:
    kept = Conversation(
        id=row.id,
        person=row.person,
        channel=row.channel,
        address=row.address,
        language=row.language,
        started_at=row.started_at,
        last_at=row.last_at,
        complaint=fields_from_json(row.fields),
        asking=row.asking,
        state=row.state,
        needs_person=row.needs_person,
        urgent=row.urgent,
        subject=row.subject,
    )
    return kept.with_(version=row.version, kept=kept)
