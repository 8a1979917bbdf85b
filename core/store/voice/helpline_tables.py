"""The tables of the helpline's desk."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.store.sealing.sealed import SealedJson, SealedKey, SealedText
from core.store.tables import Base, Id


class HelplineTaskRow(Base):
    """Something to be done about a caller (core.helpline.Kind). ``open_key`` is kind and conversation while it waits,
    and None afterwards: there is one open task of a kind for a conversation. ``cause`` makes a machine's task once.
    ``details`` are what only one kind has (the agent's telephone, how the last call ended)."""

    __tablename__ = "helpline_tasks"
    __table_args__ = (Index("ix_helpline_tasks_state_kind", "state", "kind", "due_at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str]
    why: Mapped[str]
    open_key: Mapped[str | None] = mapped_column(unique=True)
    cause: Mapped[str | None] = mapped_column(unique=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    person: Mapped[str] = mapped_column(SealedKey)
    ticket: Mapped[str | None] = mapped_column(index=True)
    urgent: Mapped[bool]
    state: Mapped[str]
    outcome: Mapped[str | None]
    made_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    tries: Mapped[int]
    details: Mapped[dict[str, Any]] = mapped_column(SealedJson())
    note: Mapped[str | None] = mapped_column(SealedText)
    version: Mapped[int]
    locked_by: Mapped[int | None]
    locked_until: Mapped[datetime | None]
    done_by: Mapped[int | None]
    done_at: Mapped[datetime | None] = mapped_column(index=True)


class HelplineLookRow(Base):
    """Somebody saw a caller's number unmasked, and why. Only ever added to."""

    __tablename__ = "helpline_looks"
    __table_args__ = (Index("ix_helpline_looks_task", "task", "staff"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    task: Mapped[int] = mapped_column(Id, ForeignKey("helpline_tasks.id"))
    staff: Mapped[int]
    reason: Mapped[str] = mapped_column(SealedText)
    at: Mapped[datetime]
