"""The table of the keys that backups are sealed with, case by case."""

from sqlalchemy.orm import Mapped, mapped_column

from core.store.base import Base
from core.store.sealing.sealed import SealedBytes


class BackupKeyRow(Base):
    """The key by which backups seal what is of one ``owner`` (core.store.casework.owned). Erasing destroys it. It is in
    no generation of a backup: docs/decisions/0012-a-key-for-each-case-in-backups.md."""

    __tablename__ = "backup_keys"

    owner: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[bytes] = mapped_column(SealedBytes)
