"""The tables of attachments, and of what was said in recordings."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Id
from core.store.pipeline.tables import EnvelopeRow
from core.store.sealing.sealed import SealedJson, SealedText

_WAITING = text("state = 'waiting'")

_UNLOOKED = text("state = 'stored' AND looked_at IS NULL")


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
    envelope_id: Mapped[int] = mapped_column(ForeignKey(EnvelopeRow.id))
    position: Mapped[int]
    conversation_id: Mapped[str | None] = mapped_column(index=True)
    url: Mapped[str | None] = mapped_column(SealedText)
    filename: Mapped[str | None] = mapped_column(SealedText)
    media_type: Mapped[str]
    size: Mapped[int | None]
    sha256: Mapped[str | None]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(SealedText)
    looked_at: Mapped[datetime | None]
    """When a virus scanner first found nothing in it."""


_WAITING = text("state = 'waiting'")


class TranscriptRow(Base):
    """What a recogniser heard in a recording (core.ports.Transcript as JSON), or that it is still to be asked."""

    __tablename__ = "transcripts"
    __table_args__ = (Index("ix_transcripts_waiting", "not_before", sqlite_where=_WAITING, postgresql_where=_WAITING),)

    media_id: Mapped[int] = mapped_column(Id, ForeignKey("media.id"), primary_key=True, autoincrement=False)
    state: Mapped[str]
    heard: Mapped[dict[str, Any]] = mapped_column(SealedJson)
    attempts: Mapped[int]
    not_before: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(SealedText)
    at: Mapped[datetime]
