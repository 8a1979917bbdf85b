"""Whose a case is, how it is proven, and what is told on paper."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Id
from core.store.sealing.sealed import SealedKey, SealedText


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


class CaseOpeningRow(Base):
    """A browser in which a citizen has a case open. ``key`` is the hash of what its cookie holds."""

    __tablename__ = "case_openings"
    __table_args__ = (Index("ix_case_openings_until", "until"),)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    ticket: Mapped[str]
    proof: Mapped[str]
    until: Mapped[datetime]


class ProofTryRow(Base):
    """Not used any more: the version before counts here while an upgrade is under way. The next version drops it."""

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
    text: Mapped[str] = mapped_column(SealedText)
    language: Mapped[str]
    staged_at: Mapped[datetime]
    printed_at: Mapped[datetime | None]
    printed_by: Mapped[str | None]
    posted_at: Mapped[datetime | None]
    posted_by: Mapped[str | None]


class WrongProofRow(Base):
    """How often, in a half hour, a case was asked for with a wrong proof: by its number, of all, or by somebody or from
    a block of addresses, which are kept as hashes."""

    __tablename__ = "wrong_proofs"

    key: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]
