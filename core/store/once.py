"""Inserting a row unless it is already there, in one statement on both databases."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Insert, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.store.tables import Base


def insert_once(session: Session, table: type[Base], values: Mapping[str, Any], *, key: tuple[str, ...]) -> Any | None:
    """Insert and return the primary key's first column, or None when a row with this ``key`` is there already."""
    make = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement: Insert = (
        make(table)
        .values(**values)
        .on_conflict_do_nothing(index_elements=list(key))
        .returning(inspect(table).primary_key[0])
    )
    return session.execute(statement).scalar_one_or_none()
