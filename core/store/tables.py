"""The tables of the main road. One row class a table; the functions on them are in the modules beside this one."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, MetaData, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from core.personal import PERSONAL
from core.store.sealing.sealed import SealedBytes, SealedJson, SealedKey, SealedText
from core.store.types import UtcDateTime

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
_WAITING = text("state = 'waiting'")
_UNLOOKED = text("state = 'stored' AND looked_at IS NULL")
Id = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own name and form
        datetime: UtcDateTime,
        str: Text,
        dict[str, Any]: JSON,
    }


class EnvelopeRow(Base):
    """What was acknowledged: raw bytes (small ones here, large ones as a blob) and whether they are handled."""

    __tablename__ = "envelopes"
    __table_args__ = (
        UniqueConstraint("channel", "provider_id"),
        Index("ix_envelopes_person_id", "person", "id"),
        Index(
            "ix_envelopes_blob",
            "blob",
            sqlite_where=text("blob IS NOT NULL"),
            postgresql_where=text("blob IS NOT NULL"),
        ),
        Index("ix_envelopes_waiting_id", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_envelopes_waiting", "person", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index(
            "ix_envelopes_set_aside",
            "id",
            sqlite_where=text("state = 'set_aside'"),
            postgresql_where=text("state = 'set_aside'"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel: Mapped[str]
    provider_id: Mapped[str]
    person: Mapped[str] = mapped_column(SealedKey)
    received_at: Mapped[datetime]
    body: Mapped[bytes | None] = mapped_column(SealedBytes)
    blob: Mapped[str | None]
    facts: Mapped[dict[str, str]] = mapped_column(SealedJson())
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    reason: Mapped[str | None]
    handled_at: Mapped[datetime | None]


class MediaRow(Base):
    """An attachment: still to be fetched, kept as a blob, or refused with a reason."""

    __tablename__ = "media"
    __table_args__ = (
        UniqueConstraint("envelope_id", "position"),
        Index("ix_media_sha256", "sha256"),
        Index("ix_media_waiting", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_media_unlooked", "id", sqlite_where=_UNLOOKED, postgresql_where=_UNLOOKED),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    envelope_id: Mapped[int] = mapped_column(ForeignKey("envelopes.id"))
    position: Mapped[int]
    conversation_id: Mapped[str | None] = mapped_column(index=True)
    url: Mapped[str | None]
    filename: Mapped[str | None]
    media_type: Mapped[str]
    size: Mapped[int | None]
    sha256: Mapped[str | None]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    reason: Mapped[str | None]
    looked_at: Mapped[datetime | None]
    """When a virus scanner first found nothing in it."""


class LeaseRow(Base):
    """Who works on a person's messages now, and until when. A worker that died loses it by time."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(SealedKey, primary_key=True)
    token: Mapped[str]
    until: Mapped[datetime]


class ConversationRow(Base):
    """One complaint being told: the canonical record so far, and what was asked last."""

    __tablename__ = "conversations"
    __table_args__ = (Index("ix_conversations_person_state", "person", "state"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(SealedKey)
    channel: Mapped[str]
    address: Mapped[str] = mapped_column(SealedText)
    language: Mapped[str]
    asking: Mapped[str | None]
    state: Mapped[str]
    fields: Mapped[dict[str, Any]] = mapped_column(SealedJson(PERSONAL))
    needs_person: Mapped[bool] = mapped_column(default=False)
    urgent: Mapped[bool] = mapped_column(default=False)
    subject: Mapped[str | None]
    started_at: Mapped[datetime]
    last_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    """Goes up with each change."""


class MessageRow(Base):
    """A message as it was understood, joined to its conversation."""

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("envelope_id", "position"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    envelope_id: Mapped[int] = mapped_column(ForeignKey("envelopes.id"))
    position: Mapped[int]
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    channel: Mapped[str]
    provider_id: Mapped[str]
    sender: Mapped[str] = mapped_column(SealedText)
    sent_at: Mapped[datetime | None]
    text: Mapped[str]
    language: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(SealedJson(("name",)))
    received_at: Mapped[datetime]


class SerialRow(Base):
    """The last ticket serial of a year."""

    __tablename__ = "serials"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


_QUEUED = ("office_id", "state", "level", "category", "district", "channel", "owner", "urgent")
_NOT_ENDED, _ENDED = "closed_at IS NULL", "closed_at IS NOT NULL"


class TicketRow(Base):
    """Our work on a complaint: core.ticket.Ticket, attribute by attribute, and the record it came from."""

    __tablename__ = "tickets"
    __table_args__ = (
        # The desks' queues: what is in them is read from the index alone, and closed tickets cost nothing.
        Index(
            "ix_tickets_open_due",
            "due_at",
            "id",
            *_QUEUED,
            "closed_at",  # SQLite looks at it although the index has no others: so it need not go to the table
            sqlite_where=text(_NOT_ENDED),
            postgresql_where=text(_NOT_ENDED),
        ),
        Index(
            "ix_tickets_open_office",
            "office_id",
            "due_at",
            "id",
            *_QUEUED[1:],
            "closed_at",
            sqlite_where=text(_NOT_ENDED),
            postgresql_where=text(_NOT_ENDED),
        ),
        Index(
            "ix_tickets_ended", "closed_at", "id", *_QUEUED, sqlite_where=text(_ENDED), postgresql_where=text(_ENDED)
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), unique=True)
    address: Mapped[str] = mapped_column(SealedText)
    fields: Mapped[dict[str, Any]] = mapped_column(SealedJson(PERSONAL))
    last_hash: Mapped[str]

    category: Mapped[str]
    district: Mapped[str]
    person: Mapped[str] = mapped_column(SealedKey, index=True)
    channel: Mapped[str]
    language: Mapped[str]
    created_at: Mapped[datetime]
    state: Mapped[str]
    level: Mapped[int]
    office_id: Mapped[int | None]
    owner: Mapped[str | None]
    severity: Mapped[str]
    urgent: Mapped[bool]
    anonymous: Mapped[bool]
    version: Mapped[int]
    due_at: Mapped[datetime | None]
    clock_from: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    pauses: Mapped[int]
    reminders: Mapped[int]
    asked_at: Mapped[datetime | None]
    asks: Mapped[int]
    check_from: Mapped[datetime | None]
    rounds: Mapped[int]
    forwards: Mapped[int]
    appeals: Mapped[int]
    resolution: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    rejection_reason: Mapped[str | None]
    rejection_asked_by: Mapped[str | None]
    merged_into: Mapped[str | None] = mapped_column(index=True)
    confirmation: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    next_step_at: Mapped[datetime | None] = mapped_column(index=True)
    against_office: Mapped[int | None]
    against_person: Mapped[str | None]


class TicketEventRow(Base):
    """The history: only ever appended to, each event carrying the hash of the one before (core.history)."""

    __tablename__ = "ticket_events"
    __table_args__ = (UniqueConstraint("ticket", "seq"), Index("ix_ticket_events_kind_at", "kind", "at"))

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    ticket: Mapped[str] = mapped_column(ForeignKey("tickets.number"))
    seq: Mapped[int]
    kind: Mapped[str]
    at: Mapped[datetime]
    actor: Mapped[str]
    data: Mapped[dict[str, Any]]
    words: Mapped[dict[str, Any]]
    prev_hash: Mapped[str]
    hash: Mapped[str]


class OutboxRow(Base):
    """A message to a person, staged in the transaction of its cause. ``cause`` makes staging it twice impossible."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_open",
            "person",
            "id",
            sqlite_where=text("state IN ('staged', 'sending', 'unknown')"),
            postgresql_where=text("state IN ('staged', 'sending', 'unknown')"),
        ),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    cause: Mapped[str] = mapped_column(unique=True)
    channel: Mapped[str]
    person: Mapped[str] = mapped_column(SealedKey)
    conversation_id: Mapped[str | None] = mapped_column(index=True)
    message: Mapped[dict[str, Any]] = mapped_column(SealedJson(("to",)))
    message_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    provider_id: Mapped[str | None] = mapped_column(index=True)
    code: Mapped[str | None]
    reason: Mapped[str | None]
    maybe_twice: Mapped[bool] = mapped_column(default=False)
    staged_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class StoppedRow(Base):
    """A person who asked for no more messages on a channel."""

    __tablename__ = "stopped"

    channel: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(SealedKey, primary_key=True)
    at: Mapped[datetime]


class BookmarkRow(Base):
    """How far a listener has read (an IMAP mailbox's UIDVALIDITY and highest UID, say)."""

    __tablename__ = "bookmarks"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
