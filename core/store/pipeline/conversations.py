"""Conversations: the canonical record while it is being told."""

import functools
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from core.complaint import Complaint, Field, Source
from core.conversation import LATER, OPEN, Conversation, merged
from core.messages import InboundMessage
from core.store.mailroom.tables import ASKING, LetterRow
from core.store.once import columns, fetch, insert, put_over
from core.store.pipeline.tables import ConversationRow, MessageRow


def get(session: Session, conversation_id: str) -> Conversation | None:
    rows = fetch(session, _one(), which=conversation_id)
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
    rows = fetch(session, _open_one(), whose=person, since=since)
    return _from_row(rows[0]) if rows else None


@functools.cache
def _open_one() -> Select[Any]:
    row = columns(ConversationRow)
    lately = (row.c.person == bindparam("whose")) & (row.c.state == OPEN) & (row.c.last_at >= bindparam("since"))
    return select(row).where(lately).order_by(row.c.started_at.desc(), row.c.id).limit(1)


def left_open(session: Session, since: datetime, until: datetime, limit: int = 300) -> list[Conversation]:
    """Open conversations whose last word came in this time, the oldest first."""
    row = ConversationRow
    rows = select(row).where(row.state == OPEN, row.last_at >= since, row.last_at <= until)
    return [_from_row(one) for one in session.scalars(rows.order_by(row.last_at).limit(limit))]


def of_letter(session: Session, person: str) -> Conversation | None:
    """The letter of this person about which their answer is waited for (core/store/mailroom/asking.py)."""
    row = session.scalars(
        select(ConversationRow)
        .join(LetterRow, LetterRow.conversation_id == ConversationRow.id)
        .where(ConversationRow.person == person, ConversationRow.state == OPEN, LetterRow.state == ASKING)
        .order_by(LetterRow.id)
        .limit(1)
    ).first()
    return _from_row(row) if row else None


def later_one(session: Session, person: str, since: datetime) -> Conversation | None:
    """The person's oldest matter that waits for another to be told, if it is not older than ``since``."""
    waits = (ConversationRow.person == person) & (ConversationRow.state == LATER) & (ConversationRow.last_at >= since)
    row = session.scalars(select(ConversationRow).where(waits).order_by(ConversationRow.started_at).limit(1)).first()
    return _from_row(row) if row else None


def save(session: Session, conversation: Conversation) -> Conversation:
    """Keep it as it is now, and say how it is kept; whose it is and when it began stay as they were kept first.

    What another has changed since it was read stays, where this changes nothing of it: whoever changes it again goes on
    from what is given back.
    """
    held = session.identity_map.get(session.identity_key(ConversationRow, conversation.id))
    kept, version = conversation, conversation.version
    if not _put(session, conversation, version):
        [row] = fetch(session, _one_to_change(), which=conversation.id)
        theirs, version = _from_row(row), row.version
        kept = merged(conversation.kept or theirs, conversation, theirs)
        _put(session, kept, version)
    if held is not None:
        session.expire(held)
    return kept.with_(version=version + 1, kept=kept.with_(kept=None))


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
        "held_by": conversation.held_by,
        "held_until": conversation.held_until,
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
    details: dict[str, Any] = {
        "name": message.sender.name,
        "subject": message.subject,
        "automatic": message.automatic,
        "choice": message.choice,
        "unsupported": message.unsupported,
        "in_reply_to": message.in_reply_to,
        "trusted": message.trusted,
        "authentication": message.authentication,
    }
    if message.reasons:
        details |= {"reasons": list(message.reasons), "score": message.score}
    if message.forwarded is not None and message.forwarded.sender is not None:
        details["forwarded_from"] = message.forwarded.sender.address or message.forwarded.sender.name
    values = {
        "envelope_id": envelope_id,
        "position": position,
        "conversation_id": conversation_id,
        "channel": message.channel,
        "provider_id": message.id,
        "sender": message.sender.address,
        "sent_at": message.sent_at,
        "text": message.text,
        "full_text": message.full_text if message.full_text.strip() != message.text.strip() else None,
        "language": message.language,
        "details": details,
        "received_at": now,
        "automatic": message.automatic,
        "judged": None,
    }
    insert(session, MessageRow, values)


def last_message(session: Session, conversation_id: str) -> MessageRow | None:
    """What was said last in it."""
    return session.scalars(
        select(MessageRow).where(MessageRow.conversation_id == conversation_id).order_by(MessageRow.id.desc()).limit(1)
    ).first()


def texts(session: Session, conversation_id: str) -> list[str]:
    """What was written in it, in order."""
    rows = select(MessageRow.text).where(MessageRow.conversation_id == conversation_id).order_by(MessageRow.id)
    return list(session.scalars(rows))


def wordless(session: Session, conversation_id: str) -> int:
    """How many of its messages had no words: pictures, voice notes."""
    mine = (MessageRow.conversation_id == conversation_id, MessageRow.text == "")
    return session.scalar(select(func.count()).select_from(MessageRow).where(*mine)) or 0


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
        held_by=row.held_by,
        held_until=row.held_until,
    )
    return kept.with_(version=row.version, kept=kept)
