"""Bookmarks: how far a listener has read."""

from sqlalchemy.orm import Session

from core.store.pipeline.tables import BookmarkRow


def get(session: Session, name: str) -> str | None:
    row = session.get(BookmarkRow, name)
    return row.value if row else None


def put(session: Session, name: str, value: str) -> None:
    session.merge(BookmarkRow(name=name, value=value))
