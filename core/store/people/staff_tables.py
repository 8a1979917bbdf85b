"""The table of staff."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from core.store.tables import Base, Id


class StaffRow(Base):
    """Somebody who may sign in."""

    __tablename__ = "staff"

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
