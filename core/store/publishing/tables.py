"""What was published: each day's files for good, and the lines of the latest day."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Id


class OpenDayRow(Base):
    """A day's publication: it counts once this row is there. ``day`` as 2026-11-30, in Pakistan; ``least`` is its k."""

    __tablename__ = "open_days"

    day: Mapped[str] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    least: Mapped[int]
    scheme: Mapped[int]
    lines: Mapped[int]


class OpenFileRow(Base):
    """A file of a day, as bytes compressed by gzip. ``sha256`` and ``size`` are those of the file itself."""

    __tablename__ = "open_files"

    day: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(info={"on_shelf": False})
    size: Mapped[int] = mapped_column(Id)
    lines: Mapped[int]
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class OpenRecordRow(Base):
    """A line (core.publishing.records.Record), of the latest day only."""

    __tablename__ = "open_records"
    __table_args__ = (
        Index("ix_open_records_parent", "day", "parent", "kind"),
        Index("ix_open_records_place", "day", "place", "kind"),
    )

    day: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    parent: Mapped[str]
    place: Mapped[str]
    kind: Mapped[str]
    department: Mapped[str]
    received: Mapped[int] = mapped_column(Id)
    body: Mapped[dict[str, Any]]
