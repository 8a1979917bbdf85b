"""The tables of what comes in and goes out: envelopes, conversations, messages, the outbox, leases, signs of life."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Id
from core.store.sealing.sealed import SealedBytes, SealedJson, SealedKey, SealedText

_WAITING = text("state = 'waiting'")

_OF_WEB = text("channel = 'web'")

_UNJUDGED = text("automatic IS NOT NULL AND judged IS NULL")


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
    facts: Mapped[dict[str, str]] = mapped_column(SealedJson)
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(SealedText)
    handled_at: Mapped[datetime | None]


class LeaseRow(Base):
    """Who works on a person's messages now, and until when. A worker that died loses it by time."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(SealedKey, primary_key=True)
    token: Mapped[str]
    until: Mapped[datetime]
    lost: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often one after another was gone before the work was done."""


class ConversationRow(Base):
    """One complaint being told: the canonical record so far, and what was asked last."""

    __tablename__ = "conversations"
    __table_args__ = (
        Index("ix_conversations_person_state", "person", "state"),
        Index("ix_conversations_state_last_at", "state", "last_at"),
        Index(
            "ix_conversations_open_last_at",
            "last_at",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(SealedKey)
    channel: Mapped[str]
    address: Mapped[str] = mapped_column(SealedText)
    language: Mapped[str]
    asking: Mapped[str | None]
    state: Mapped[str]
    fields: Mapped[dict[str, Any]] = mapped_column(SealedJson)
    needs_person: Mapped[bool] = mapped_column(default=False)
    urgent: Mapped[bool] = mapped_column(default=False)
    subject: Mapped[str | None] = mapped_column(SealedText)
    started_at: Mapped[datetime]
    last_at: Mapped[datetime]
    held_by: Mapped[int | None]
    """The member of staff who has the thread, until ``held_until``: the assistant is silent meanwhile."""
    held_until: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    """Goes up with each change."""


class MessageRow(Base):
    """A message as it was understood, joined to its conversation."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("envelope_id", "position"),
        Index("ix_messages_unjudged", "id", sqlite_where=_UNJUDGED, postgresql_where=_UNJUDGED),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    envelope_id: Mapped[int] = mapped_column(ForeignKey("envelopes.id"))
    position: Mapped[int]
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    channel: Mapped[str]
    provider_id: Mapped[str]
    sender: Mapped[str] = mapped_column(SealedText)
    sent_at: Mapped[datetime | None]
    text: Mapped[str] = mapped_column(SealedText)
    full_text: Mapped[str | None] = mapped_column(SealedText)
    """All of the text, where it is more."""
    language: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(SealedJson)
    received_at: Mapped[datetime]
    automatic: Mapped[str | None]
    """What kind of machine it was taken for (core.messages.Automatic)."""
    judged: Mapped[str | None]
    """What somebody said of that who looked at it."""


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
        Index("ix_outbox_web", "person", "id", sqlite_where=_OF_WEB, postgresql_where=_OF_WEB),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    cause: Mapped[str] = mapped_column(unique=True)
    channel: Mapped[str]
    person: Mapped[str] = mapped_column(SealedKey)
    conversation_id: Mapped[str | None] = mapped_column(index=True)
    message: Mapped[dict[str, Any]] = mapped_column(SealedJson)
    message_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    provider_id: Mapped[str | None] = mapped_column(index=True)
    code: Mapped[str | None]
    reason: Mapped[str | None] = mapped_column(SealedText)
    maybe_twice: Mapped[bool] = mapped_column(default=False)
    staged_at: Mapped[datetime]
    first_try_at: Mapped[datetime | None]
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


class BeatRow(Base):
    """The last sign of life of a process."""

    __tablename__ = "beats"

    name: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    trouble: Mapped[str | None]


class UnfinishedRow(Base):
    """A conversation that may never become a ticket by itself. ``seen_from``: from then on clerks see it, at once where
    it is ``serious``. ``asked_at``: when the citizen was asked about it, which is done once. ``ended_…``: how a clerk
    ended it."""

    __tablename__ = "unfinished"
    __table_args__ = (Index("ix_unfinished_seen_from", "ended_at", "seen_from"),)

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    seen_from: Mapped[datetime]
    serious: Mapped[bool]
    asked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    outcome: Mapped[str | None]
    reason: Mapped[str | None] = mapped_column(SealedText)


class ShutWayRow(Base):
    """A channel, or one of its templates, by which the provider lets us send nothing now. ``part`` names it."""

    __tablename__ = "shut_ways"

    part: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str]
    code: Mapped[str | None]
    reason: Mapped[str] = mapped_column(SealedText)
    since: Mapped[datetime]
    next_try: Mapped[datetime]
    tries: Mapped[int]


class EarlyReportRow(Base):
    """A provider's report on a message whose id we had not written yet."""

    __tablename__ = "early_reports"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel: Mapped[str]
    provider_id: Mapped[str] = mapped_column(index=True)
    report: Mapped[dict[str, Any]] = mapped_column(SealedJson)
    at: Mapped[datetime]
