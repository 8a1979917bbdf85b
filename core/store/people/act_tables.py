"""The table of what administrators did, and that of what they chose."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from core.store.tables import Base, Id


class ActRow(Base):
    """One act of an administrator: only ever added."""

    __tablename__ = "acts"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    by: Mapped[int]
    what: Mapped[str]
    about: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


class ChoiceRow(Base):
    """What an administrator chose on a page, over the config file: a value by its name."""

    __tablename__ = "choices"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    at: Mapped[datetime]
