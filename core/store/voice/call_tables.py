"""The tables of calls."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.store.sealing.sealed import SealedJson, SealedKey
from core.store.tables import Base


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
    state: Mapped[dict[str, Any]] = mapped_column(SealedJson())
    started_at: Mapped[datetime]
    last_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    task: Mapped[int | None]


class CallAnswerRow(Base):
    """What was answered to one request of a call: a repeat of it gets the same."""

    __tablename__ = "call_answers"

    sid: Mapped[str] = mapped_column(ForeignKey("calls.sid"), primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    answer: Mapped[str]
    heard: Mapped[dict[str, Any]]
