"""The table of signs of life."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from core.store.tables import Base


class BeatRow(Base):
    """The last sign of life of a process."""

    __tablename__ = "beats"

    name: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    at: Mapped[datetime]
