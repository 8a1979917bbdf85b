"""The tables of the mailroom desk."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base
from core.store.pipeline.tables import ConversationRow, MessageRow
from core.store.sealing.sealed import SealedText
from core.store.worklist import WorkItem

ASKING = "asking"
"""The state of a letter whose writer is being asked for what it lacks."""
_REREAD = text("reread_in IS NOT NULL")


class LetterRow(WorkItem, Base):
    """A letter in the register: its diary number (``year`` and ``serial``), who has it, and what became of it."""

    __tablename__ = "letters"
    __table_args__ = (
        UniqueConstraint("year", "serial"),
        Index("ix_letters_reread", "id", sqlite_where=_REREAD, postgresql_where=_REREAD),
    )

    message_id: Mapped[int] = mapped_column(ForeignKey(MessageRow.id), unique=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey(ConversationRow.id), index=True)
    layout_key: Mapped[str]
    year: Mapped[int]
    serial: Mapped[int]
    received_at: Mapped[datetime]
    filename: Mapped[str | None] = mapped_column(SealedText)
    state: Mapped[str] = mapped_column(index=True)
    assigned_to: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(SealedText)
    reason: Mapped[str | None] = mapped_column(SealedText)
    duplicate_of: Mapped[str | None]
    done_by: Mapped[int | None]
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    reread_in: Mapped[str | None]
    reread_problem: Mapped[str | None] = mapped_column(SealedText)
    joined_to: Mapped[int | None]
    """The letter of which this one became the last pages."""
    asked_at: Mapped[datetime | None]
    """When its writer was asked for what it lacks."""
    unreached_at: Mapped[datetime | None]
    """When it turned out that its writer can be told nothing by phone or email: the slip is posted."""


class LetterLayoutRow(Base):
    """How a letter was read: its pages' pictures (blobs) and where on them each field stands. No words.

    ``pages`` is {"pages": [{sha256, width, height, language, confidence, rotation}], "sheets": [[the file's envelope by
    its provider id, number in it]], "words": {field: [[page, left, top, width, height, percent]]}}; ``boxes`` is
    {field: {page, left, top, width, height, confidence}}, in pixels of the pictures.
    """

    __tablename__ = "letter_layouts"

    key: Mapped[str] = mapped_column(primary_key=True)
    pages: Mapped[dict[str, Any]]
    boxes: Mapped[dict[str, Any]]


class LetterSerialRow(Base):
    """The last diary number of a year."""

    __tablename__ = "letter_serials"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class LetterProgressRow(Base):
    """How far the reading of a file is, while it is being read. ``key`` is its envelope's provider id."""

    __tablename__ = "letter_progress"

    key: Mapped[str] = mapped_column(primary_key=True)
    done: Mapped[int]
    pages: Mapped[int]
