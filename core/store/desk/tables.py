"""The tables of the officer's desk. The full-text index (``ticket_search``) is made by the migration: each database has
its own kind."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Id
from core.store.sealing.sealed import SealedText
from core.store.staff.tables import StaffRow


class SavedSearchRow(Base):
    """A view of the queue that somebody keeps by a name. ``query`` is the part of its address after the "?"."""

    __tablename__ = "saved_searches"
    __table_args__ = (UniqueConstraint("staff_id", "name"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey(StaffRow.id))
    name: Mapped[str]
    query: Mapped[str] = mapped_column(SealedText)
    created_at: Mapped[datetime]


class PresenceRow(Base):
    """Who has a ticket open now. Runs out by itself."""

    __tablename__ = "ticket_presence"

    ticket: Mapped[str] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey(StaffRow.id), primary_key=True)
    until: Mapped[datetime] = mapped_column(index=True)


class ReplyTemplateRow(Base):
    """A text for answers to citizens, in one language: in place of core/reference/replies' own, or a new one."""

    __tablename__ = "reply_templates"
    __table_args__ = (UniqueConstraint("key", "language"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str]
    language: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    active: Mapped[bool]
