"""Offices, their posts, and what they must know."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Id
from core.store.sealing.sealed import SealedJson


class OfficeRow(Base):
    """An office: core.offices.Office, attribute by attribute. ``numbers`` are phone numbers of its own lines and staff:
    a complaint from one of them is looked at twice."""

    __tablename__ = "offices"
    __table_args__ = (Index("ix_offices_kind_district", "kind", "district"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    department: Mapped[str]
    tier: Mapped[str]
    name: Mapped[str]
    name_ur: Mapped[str]
    province: Mapped[str]
    division: Mapped[str | None]
    district: Mapped[str | None]
    tehsil: Mapped[str | None]
    parent: Mapped[str | None] = mapped_column(index=True)
    numbers: Mapped[list[str]] = mapped_column(JSON)


class PostRow(Base):
    """Who held an office's post from when on: core.offices.Term. Rows are added, never changed: the past stays."""

    __tablename__ = "posts"
    __table_args__ = (UniqueConstraint("office", "title", "since"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    office: Mapped[str] = mapped_column(ForeignKey("offices.code"))
    title: Mapped[str]
    status: Mapped[str]
    since: Mapped[datetime]
    holder: Mapped[str]
    user: Mapped[str | None]


class OfficeNoticeRow(Base):
    """What an office, or a level of the ladder, must know of a ticket. Shown on its desk until somebody has seen it."""

    __tablename__ = "office_notices"
    __table_args__ = (Index("ix_office_notices_office_id_seen_at", "office_id", "seen_at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    cause: Mapped[str] = mapped_column(unique=True)
    ticket: Mapped[str] = mapped_column(ForeignKey("tickets.number"))
    office_id: Mapped[int | None]
    level: Mapped[int]
    kind: Mapped[str]
    variables: Mapped[dict[str, Any]] = mapped_column(SealedJson)
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str | None]
