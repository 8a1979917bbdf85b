"""Tickets, their histories, and what is done and noticed of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Id
from core.store.pipeline.tables import ConversationRow
from core.store.sealing.sealed import SealedJson, SealedKey, SealedText

_QUEUED = ("office_id", "state", "level", "category", "district", "channel", "owner", "urgent")
_ABOUT = text("against_person IS NOT NULL")
_NOT_ENDED, _ENDED = "closed_at IS NULL", "closed_at IS NOT NULL"


class SerialRow(Base):
    """The last ticket serial of a year."""

    __tablename__ = "serials"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


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
        Index("ix_tickets_against_person", "against_person", sqlite_where=_ABOUT, postgresql_where=_ABOUT),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(ConversationRow.id), unique=True)
    address: Mapped[str] = mapped_column(SealedText)
    fields: Mapped[dict[str, Any]] = mapped_column(SealedJson)
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
    resolution: Mapped[dict[str, Any] | None] = mapped_column(SealedJson)
    rejection_reason: Mapped[str | None]
    rejection_asked_by: Mapped[str | None]
    merged_into: Mapped[str | None] = mapped_column(index=True)
    confirmation: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    next_step_at: Mapped[datetime | None] = mapped_column(index=True)
    against_office: Mapped[int | None]
    against_person: Mapped[str | None]
    calendar: Mapped[int]


class TicketEventRow(Base):
    """The history: only ever appended to, each event carrying the hash of the one before (core.casework.history)."""

    __tablename__ = "ticket_events"
    __table_args__ = (UniqueConstraint("ticket", "seq"), Index("ix_ticket_events_kind_at", "kind", "at"))

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    ticket: Mapped[str] = mapped_column(ForeignKey("tickets.number"))
    seq: Mapped[int]
    kind: Mapped[str]
    at: Mapped[datetime]
    actor: Mapped[str]
    data: Mapped[dict[str, Any]]
    words: Mapped[dict[str, Any]] = mapped_column(SealedJson)
    prev_hash: Mapped[str]
    hash: Mapped[str]


class AlarmRow(Base):
    """An emergency (core.casework.alarms): which round of alarms comes next and when; None once somebody took it."""

    __tablename__ = "alarms"

    ticket: Mapped[str] = mapped_column(ForeignKey("tickets.number"), primary_key=True)
    raised_at: Mapped[datetime]
    round: Mapped[int]
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]


class StepRow(Base):
    """A timed step that was done for a ticket: however many schedulers run, it is done once."""

    __tablename__ = "ticket_steps"

    ticket: Mapped[str] = mapped_column(ForeignKey("tickets.number"), primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    done_at: Mapped[datetime]


class FlagRow(Base):
    """A closing that looks wrong (core.casework.flags), until a supervisor has looked at it."""

    __tablename__ = "flags"
    __table_args__ = (UniqueConstraint("ticket", "kind"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    ticket: Mapped[str] = mapped_column(ForeignKey("tickets.number"))
    kind: Mapped[str]
    office_id: Mapped[int] = mapped_column(index=True)
    by: Mapped[str]
    count: Mapped[int]
    of: Mapped[int]
    seen_at: Mapped[datetime]
    looked_at: Mapped[datetime | None]
    looked_by: Mapped[str | None]
    finding: Mapped[str | None] = mapped_column(SealedText)
