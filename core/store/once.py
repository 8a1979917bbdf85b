"""Inserting a row unless it is already there, in one statement on both databases."""

import functools
from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Insert, Table, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.store.tables import Base


def insert_once(session: Session, table: type[Base], values: Mapping[str, Any], *, key: tuple[str, ...]) -> Any | None:
    """Insert and return the primary key's first column, or None when a row with this ``key`` is there already."""
    connection = session.connection()
    return connection.execute(_statement(table, key, connection.dialect.name), dict(values)).scalar_one_or_none()


@functools.cache
def _statement(table: type[Base], key: tuple[str, ...], dialect: str) -> Insert:
    """Made once: making it takes longer than running it. The driver prepares it, too."""
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement: Insert = (
        make(cast(Table, table.__table__))
        .on_conflict_do_nothing(index_elements=list(key))
        .returning(inspect(table).primary_key[0])
    )
    return statement
