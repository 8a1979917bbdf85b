"""Signed heads of the histories."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base


class HeadRow(Base):
    """A signed head (core.casework.heads). ``peaks``: by log, those of its tree, so that the next one goes on there."""

    __tablename__ = "heads"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    body: Mapped[str]
    signature: Mapped[str]
    key: Mapped[str]
    peaks: Mapped[dict[str, list[str]]] = mapped_column(JSON)


class HeadSentRow(Base):
    """It left the machine that way (file, mail, http, timestamp). ``receipt``: what came back, where it proves
    something: a time stamp (RFC 3161) as base64."""

    __tablename__ = "heads_sent"

    number: Mapped[int] = mapped_column(ForeignKey("heads.number"), primary_key=True)
    way: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    receipt: Mapped[str | None]
