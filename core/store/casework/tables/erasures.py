"""What was erased, and what has to be."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base


class BlobToEraseRow(Base):
    """A blob of an erased case: deleted as soon as nothing else holds it."""

    __tablename__ = "blobs_to_erase"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]


class ErasureRow(Base):
    """Something that was erased, by its id, which names nobody: a restored backup does not bring it back. ``kind`` is
    one of core.store.casework.owned."""

    __tablename__ = "erasures"

    kind: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
