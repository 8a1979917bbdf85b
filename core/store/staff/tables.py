"""The tables of staff, their sessions and second factors, what they opened, and what administrators did and chose."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Id
from core.store.sealing.sealed import SealedJson, SealedText


class StaffRow(Base):
    """Somebody who may sign in. ``subject``: who they are at the identity provider. ``failures`` and ``locked_until``
    are what versions before counted."""

    __tablename__ = "staff"
    __table_args__ = (Index("uq_staff_subject", "subject", unique=True),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    office: Mapped[str | None]
    password_hash: Mapped[str]
    stamp: Mapped[str]
    active: Mapped[bool]
    must_change: Mapped[bool]
    failures: Mapped[int]
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    subject: Mapped[str | None]


class AdminLogRow(Base):
    """One act of an administrator: only ever added."""

    __tablename__ = "acts"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    by: Mapped[int]
    what: Mapped[str]
    about: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(SealedJson)


class ChoiceRow(Base):
    """What an administrator chose on a page, over the config file: a value by its name."""

    __tablename__ = "choices"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    at: Mapped[datetime]


class CalendarRow(Base):
    """The office calendar as it was from a time on, holidays and all (core.services.calendar)."""

    __tablename__ = "calendars"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class AccessLogRow(Base):
    """Somebody opened something: only ever added. ``thing`` is its number within ``what``; ``reason`` is there where it
    was shown unmasked for one; ``ticket`` where it belongs to a case."""

    __tablename__ = "looks"
    __table_args__ = (
        Index("ix_looks_staff", "staff", "what", "thing"),
        Index("ix_looks_ticket", "ticket"),
        Index("ix_looks_at", "at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    staff: Mapped[int]
    what: Mapped[str]
    thing: Mapped[str]
    ticket: Mapped[str | None]
    reason: Mapped[str | None] = mapped_column(SealedText)


class StaffSessionRow(Base):
    """One browser in which somebody is signed in. ``key`` is the hash of what its cookie holds; ``stamp`` that of the
    person when it began; ``how`` they signed in; ``factor``: the second one that was proven, None where none was."""

    __tablename__ = "staff_sessions"
    __table_args__ = (Index("ix_staff_sessions_staff", "staff", "seen_at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    staff: Mapped[int]
    stamp: Mapped[str]
    how: Mapped[str]
    factor: Mapped[str | None]
    agent: Mapped[str] = mapped_column(SealedText)
    address: Mapped[str] = mapped_column(SealedText)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class StaffFactorRow(Base):
    """A second factor: an app's secret, a passkey's public key, or the hash of a code for when both are lost.

    ``credential`` is the passkey's id; ``counter`` its signature counter, or the last time step whose code was taken.
    """

    __tablename__ = "staff_factors"
    __table_args__ = (Index("ix_staff_factors_staff", "staff"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    staff: Mapped[int]
    kind: Mapped[str]
    name: Mapped[str]
    secret: Mapped[str] = mapped_column(SealedText)
    credential: Mapped[str | None] = mapped_column(unique=True)
    counter: Mapped[int] = mapped_column(Id)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class UnusualRow(Base):
    """What was unusual in how somebody opened cases on a day (core.casework.unusual). ``day`` is written 2026-11-30."""

    __tablename__ = "unusual"
    __table_args__ = (UniqueConstraint("staff", "kind", "day"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    staff: Mapped[int]
    kind: Mapped[str]
    day: Mapped[str]
    count: Mapped[int]
    seen_at: Mapped[datetime]
    looked_at: Mapped[datetime | None]
    looked_by: Mapped[str | None]
    finding: Mapped[str | None] = mapped_column(SealedText)


class KeptFormRow(Base):
    """A form that came when its session had ended: where it was to go, and the page on which it was."""

    __tablename__ = "kept_forms"

    name: Mapped[str] = mapped_column(primary_key=True)
    staff: Mapped[int]
    path: Mapped[str] = mapped_column(SealedText)
    page: Mapped[str] = mapped_column(SealedText)
    fields: Mapped[dict[str, Any]] = mapped_column(SealedJson())
    at: Mapped[datetime]
