"""Which addresses are one person's."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base, Id
from core.store.sealing.sealed import SealedKey, SealedText


class PersonAddressRow(Base):
    """An address (core.ports.Peek's key) that belongs to a person, how that was proven and since when.

    A person is named by the key of the address that was theirs first, or by their number's where one is proven. An
    address without a row is a person of its own, of its own name. ``apart``: a clerk parted it, and no message joins it
    again. ``reason``: why a clerk parted or joined it; else the channel and id of the message that proved it.
    """

    __tablename__ = "person_addresses"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    address: Mapped[str] = mapped_column(SealedKey, unique=True)
    person: Mapped[str] = mapped_column(SealedKey, index=True)
    proven: Mapped[str]
    since: Mapped[datetime]
    apart: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None] = mapped_column(SealedText)
