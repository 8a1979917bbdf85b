"""How far the reading of each file is: shown live on the mailroom's page, and gone when it is read."""

from collections.abc import Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.store.mailroom.tables import LetterProgressRow


def put(session: Session, key: str, done: int, pages: int) -> None:
    """``done`` of ``pages`` pages of the file of this envelope (its provider id) are read."""
    session.merge(LetterProgressRow(key=key, done=done, pages=pages))


def end(session: Session, key: str) -> None:
    """It is read, or cannot be."""
    session.execute(delete(LetterProgressRow).where(LetterProgressRow.key == key))


def of(session: Session, keys: list[str]) -> Mapping[str, tuple[int, int]]:
    """(done, pages) by key, for those that are being read now."""
    rows = session.scalars(select(LetterProgressRow).where(LetterProgressRow.key.in_(keys)))
    return {row.key: (row.done, row.pages) for row in rows}
