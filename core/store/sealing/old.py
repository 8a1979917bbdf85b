"""Sealing what was kept before its column was sealed: after an upgrade, once.

A batch is a transaction, so it may be killed and begun again, and citizens' messages can come in meanwhile: what is not
sealed yet is read as ever. Which columns are done stands in a bookmark.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Row, Table, bindparam, select, tuple_, update
from sqlalchemy.orm import Session

from core.store.all_tables import Base
from core.store.engine import Store
from core.store.pipeline.tables import BookmarkRow
from core.store.sealing.sealed import SealedBytes, SealedJson, SealedKey, SealedText, vault_of

DONE = "sealed columns"
_BATCH = 1000
Tell = Callable[[str, int], None]


def seal_old(store: Store, tell: Tell) -> int:
    """Seal what is kept in clear in columns that are sealed by now; how many rows. ``tell``: a table and how
    many more of its rows. Nothing without a vault."""
    if vault_of(store.engine.dialect) is None:
        return 0
    with store.read() as session:
        done = _done(session)
    rows = 0
    for table, columns in _to_do(done):
        for some in _batches(store, table, columns):
            rows += some
            tell(table.name, some)
        with store.write() as session:
            mark_done(session, [f"{table.name}.{column.name}" for column in columns])
    if rows and store.engine.dialect.name == "sqlite":
        _write_anew(store)
    return rows


def left(session: Session) -> list[str]:
    """The tables in which something may be kept in clear."""
    return [] if vault_of(session.get_bind().dialect) is None else [table.name for table, _ in _to_do(_done(session))]


def mark_done(session: Session, names: Iterable[str] | None = None) -> None:
    """These columns are sealed; without names all that can be."""
    wanted = names if names is not None else [name for names in map(_names, _to_do(frozenset())) for name in names]
    known = sorted({*_done(session), *wanted})
    session.merge(BookmarkRow(name=DONE, value=json.dumps(known)))


def _names(one: tuple[Table, Sequence[Column[Any]]]) -> list[str]:
    return [f"{one[0].name}.{column.name}" for column in one[1]]


def _done(session: Session) -> frozenset[str]:
    row = session.get(BookmarkRow, DONE)
    return frozenset(json.loads(row.value)) if row is not None else frozenset()


def _to_do(done: frozenset[str]) -> Iterator[tuple[Table, Sequence[Column[Any]]]]:
    """Tables with their columns that are sealed by now. What rows are found by was sealed from the beginning on."""
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.columns if _by_now(column) and f"{table.name}.{column.name}" not in done]
        if columns:
            yield table, columns


def _by_now(column: Column[Any]) -> bool:
    return isinstance(column.type, SealedText | SealedJson | SealedBytes) and not isinstance(column.type, SealedKey)


def _batches(store: Store, table: Table, columns: Sequence[Column[Any]]) -> Iterator[int]:
    keys = list(table.primary_key.columns)
    this = [key == bindparam(f"key_{key.name}") for key in keys]
    again = update(table).where(*this).values({column.name: bindparam(f"to_{column.name}") for column in columns})
    query = select(*keys, *columns).order_by(*keys).limit(_BATCH)
    last: tuple[Any, ...] | None = None
    while True:
        with store.write() as session:
            wanted = query if last is None else query.where(tuple_(*keys) > last)
            rows = session.execute(wanted).all()
            values = [_values(row, keys, columns) for row in rows if any(row[len(keys) :])]
            if values:
                session.connection().execute(again, values)
        if rows:
            last = tuple(rows[-1][: len(keys)])
            yield len(values)
        if len(rows) < _BATCH:
            return


def _values(row: Row[Any], keys: Sequence[Column[Any]], columns: Sequence[Column[Any]]) -> dict[str, Any]:
    named = {f"key_{key.name}": value for key, value in zip(keys, row, strict=False)}
    return named | {f"to_{column.name}": value for column, value in zip(columns, row[len(keys) :], strict=True)}


def _write_anew(store: Store) -> None:
    """The file without what was freed in it by earlier versions. (PostgreSQL: docs/security.md.)"""
    connection = store.engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        driver.execute("VACUUM")
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
