"""The tables of casework: offices, posts, steps done, notices to offices, slips, proofs, flags."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.store.sealing.sealed import SealedKey
from core.store.tables import Base, Id


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


class StepRow(Base):
    """A timed step that was done for a ticket: however many schedulers run, it is done once."""

    __tablename__ = "ticket_steps"

    ticket: Mapped[str] = mapped_column(ForeignKey("tickets.number"), primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    done_at: Mapped[datetime]


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
    variables: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str | None]


class TicketKeyRow(Base):
    """The blind index: by which phone, email or CNIC a ticket is found, without any of them standing here."""

    __tablename__ = "ticket_keys"
    __table_args__ = (Index("ix_ticket_keys_blind", "blind"),)

    ticket: Mapped[str] = mapped_column(ForeignKey("tickets.number"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    blind: Mapped[str]


class TicketPersonRow(Base):
    """Who proved, from another address than that in which it was told, that a case is theirs (messages.Peek's key)."""

    __tablename__ = "ticket_persons"

    ticket: Mapped[str] = mapped_column(ForeignKey("tickets.number"), primary_key=True)
    person: Mapped[str] = mapped_column(SealedKey, primary_key=True, index=True)
    since: Mapped[datetime]


class ProofTryRow(Base):
    """How often a code for a ticket was tried in a half hour: codes are short, so tries are few."""

    __tablename__ = "proof_tries"

    ticket: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tries: Mapped[int]


class SlipRow(Base):
    """What a citizen without phone and email must be told on paper. ``posted_at``: it left the house."""

    __tablename__ = "slips"
    __table_args__ = (Index("ix_slips_posted_at", "posted_at"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    cause: Mapped[str] = mapped_column(unique=True)
    ticket: Mapped[str] = mapped_column(ForeignKey("tickets.number"), index=True)
    kind: Mapped[str]
    text: Mapped[str]
    language: Mapped[str]
    staged_at: Mapped[datetime]
    printed_at: Mapped[datetime | None]
    printed_by: Mapped[str | None]
    posted_at: Mapped[datetime | None]
    posted_by: Mapped[str | None]


class BlobToEraseRow(Base):
    """A blob of an erased case: deleted as soon as nothing else holds it."""

    __tablename__ = "blobs_to_erase"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]


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
    finding: Mapped[str | None]
