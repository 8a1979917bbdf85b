"""A conversation as a thread: all that was said in it and sent with it, on every channel, in order of time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.store.evidence import media
from core.store.evidence.tables import MediaRow
from core.store.pipeline.tables import EnvelopeRow, MessageRow, OutboxRow

AGENT = "agent:"
"""What the cause of an agent's own message begins with: ``agent:STAFF ID:…``."""
_PLACES = 1000
"""Attachments of an envelope's message N have positions from N times this."""


class Who(StrEnum):
    """Who said it. HOUSE: the office, or what happens with the case."""

    CITIZEN = "citizen"
    ASSISTANT = "assistant"
    AGENT = "agent"
    HOUSE = "house"


@dataclass(frozen=True, slots=True)
class Said:
    """One message. ``by`` is the agent's id; ``state`` the outbox's (core.outbox.OutboxState) of what we sent."""

    key: str
    at: datetime
    channel: str
    who: Who
    text: str = ""
    language: str = ""
    subject: str | None = None
    files: Sequence[MediaRow] = field(default_factory=tuple)
    by: int | None = None
    state: str | None = None
    reason: str | None = None


def of_conversation(session: Session, conversation_id: str) -> list[Said]:
    """All of it, the oldest first."""
    files: defaultdict[tuple[int, int], list[MediaRow]] = defaultdict(list)
    for row in media.of_conversation(session, conversation_id):
        files[row.envelope_id, row.position // _PLACES].append(row)
    messages = _messages(session, conversation_id)
    said = [_inbound(row, files.pop((row.envelope_id, row.position), ())) for row in messages]
    said += _only_files(session, files)
    said += [_outbound(row) for row in _sent(session, conversation_id) if row.message.get("text")]
    return sorted(said, key=lambda one: (one.at, one.who is not Who.CITIZEN, one.key))


def standing(session: Session, conversation_id: str) -> str:
    """A mark that is another one as soon as anything in the thread is."""
    heard = select(func.count(), func.max(MessageRow.id)).where(MessageRow.conversation_id == conversation_id)
    sent = select(OutboxRow.state, func.count()).where(OutboxRow.conversation_id == conversation_id)
    files = select(MediaRow.state, func.count()).where(MediaRow.conversation_id == conversation_id)
    parts = [
        *session.execute(heard).all(),
        *session.execute(sent.group_by(OutboxRow.state).order_by(OutboxRow.state)).all(),
        *session.execute(files.group_by(MediaRow.state).order_by(MediaRow.state)).all(),
    ]
    return ".".join(f"{name}-{count}" for name, count in parts)


def last_heard(session: Session, conversation_id: str) -> MessageRow | None:
    """The citizen's last message."""
    found = select(MessageRow).where(MessageRow.conversation_id == conversation_id).order_by(MessageRow.id.desc())
    return session.scalars(found.limit(1)).first()


def last_on(session: Session, conversation_id: str, channel: str) -> datetime | None:
    """When the citizen last wrote on this channel: a provider's window for free text begins there."""
    mine = (MessageRow.conversation_id == conversation_id, MessageRow.channel == channel)
    return session.scalar(select(func.max(MessageRow.received_at)).where(*mine))


def last_by_agent(session: Session, conversation_id: str) -> datetime | None:
    """When a person of ours last wrote in it."""
    mine = (OutboxRow.conversation_id == conversation_id, OutboxRow.cause.startswith(AGENT, autoescape=True))
    return session.scalar(select(func.max(OutboxRow.staged_at)).where(*mine))


def _messages(session: Session, conversation_id: str) -> Sequence[MessageRow]:
    return session.scalars(
        select(MessageRow).where(MessageRow.conversation_id == conversation_id).order_by(MessageRow.id)
    ).all()


def _sent(session: Session, conversation_id: str) -> Sequence[OutboxRow]:
    return session.scalars(
        select(OutboxRow).where(OutboxRow.conversation_id == conversation_id).order_by(OutboxRow.id)
    ).all()


def _inbound(row: MessageRow, files: Sequence[MediaRow]) -> Said:
    return Said(
        f"in-{row.id}",
        row.received_at,
        row.channel,
        Who.CITIZEN,
        row.text,
        row.language,
        row.details.get("subject"),
        tuple(files),
    )


def _only_files(session: Session, files: Mapping[tuple[int, int], list[MediaRow]]) -> list[Said]:
    """Files without a message of their own: a call's recording, what an office added."""
    if not files:
        return []
    wanted = {envelope for envelope, _ in files}
    envelopes = {row.id: row for row in session.scalars(select(EnvelopeRow).where(EnvelopeRow.id.in_(wanted)))}
    said = []
    for (envelope_id, _), rows in files.items():
        came = envelopes[envelope_id]
        who = Who.HOUSE if came.channel == "desk" else Who.CITIZEN
        said.append(Said(f"file-{rows[0].id}", came.received_at, came.channel, who, files=tuple(rows)))
    return said


def _outbound(row: OutboxRow) -> Said:
    message = row.message
    who, by = Who.ASSISTANT, None
    if row.cause.startswith(AGENT):
        number = row.cause.removeprefix(AGENT).partition(":")[0]
        who, by = Who.AGENT, int(number) if number.isdecimal() else None
    elif row.cause.startswith("case:"):
        who = Who.HOUSE
    return Said(
        f"out-{row.id}",
        row.staged_at,
        row.channel,
        who,
        str(message["text"]),
        str(message.get("language") or ""),
        message.get("subject"),
        by=by,
        state=row.state,
        reason=row.code or row.reason,
    )
