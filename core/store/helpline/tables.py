"""The tables of the helpline: calls, what waits for an agent, answers that are being written, who heard what."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Id
from core.store.pipeline.tables import ConversationRow
from core.store.sealing.sealed import SealedJson, SealedKey, SealedText
from core.store.worklist import WorkItem


class HelplineTaskRow(WorkItem, Base):
    """Something to be done about a caller (core.helpline.Kind). ``open_key`` is kind and conversation while it waits,
    and None afterwards: there is one open task of a kind for a conversation. ``cause`` makes a machine's task once.
    ``details`` are what only one kind has (the agent's telephone, how the last call ended)."""

    __tablename__ = "helpline_tasks"
    __table_args__ = (Index("ix_helpline_tasks_state_kind", "state", "kind", "due_at"),)

    kind: Mapped[str]
    why: Mapped[str]
    open_key: Mapped[str | None] = mapped_column(unique=True)
    cause: Mapped[str | None] = mapped_column(unique=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(ConversationRow.id), index=True)
    person: Mapped[str] = mapped_column(SealedKey)
    ticket: Mapped[str | None] = mapped_column(index=True)
    urgent: Mapped[bool]
    state: Mapped[str]
    outcome: Mapped[str | None]
    made_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    tries: Mapped[int]
    details: Mapped[dict[str, Any]] = mapped_column(SealedJson)
    note: Mapped[str | None] = mapped_column(SealedText)
    done_by: Mapped[int | None]
    done_at: Mapped[datetime | None] = mapped_column(index=True)


class ReplyDraftRow(Base):
    """An answer that an agent began and has not sent."""

    __tablename__ = "reply_drafts"

    conversation_id: Mapped[str] = mapped_column(ForeignKey(ConversationRow.id), primary_key=True)
    staff: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(SealedText)
    at: Mapped[datetime]


class HelplineAccessRow(Base):
    """Somebody saw a caller's number unmasked, and why. Only ever added to."""

    __tablename__ = "helpline_looks"
    __table_args__ = (Index("ix_helpline_looks_task", "task", "staff"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    task: Mapped[int] = mapped_column(Id, ForeignKey("helpline_tasks.id"))
    staff: Mapped[int]
    reason: Mapped[str] = mapped_column(SealedText)
    at: Mapped[datetime]


class CallRow(Base):
    """A telephone call: where it stands (channels.ivr.call.Call), so that any process can take the next step. ``task``
    is the helpline's task for which we made it; None: they called us."""

    __tablename__ = "calls"
    __table_args__ = (
        Index("ix_calls_person_started_at", "person", "started_at"),
        Index(
            "ix_calls_going_on",
            "last_at",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    sid: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(SealedKey)
    language: Mapped[str | None]
    conversation_id: Mapped[str]
    state: Mapped[dict[str, Any]] = mapped_column(SealedJson)
    started_at: Mapped[datetime]
    last_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    task: Mapped[int | None]


class CallAnswerRow(Base):
    """What was answered to one request of a call: a repeat of it gets the same."""

    __tablename__ = "call_answers"

    sid: Mapped[str] = mapped_column(ForeignKey("calls.sid"), primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    answer: Mapped[str] = mapped_column(SealedText)
    heard: Mapped[dict[str, Any]] = mapped_column(SealedJson)
