"""Sealing again all that is sealed: after a new key was set, or where data were kept before there was one."""

from sqlalchemy import Table, delete, insert, select, text, update
from sqlalchemy.orm import Session

from core.errors import ConfigInvalid
from core.store.all_tables import Base
from core.store.casework import personal, tickets
from core.store.sealing.sealed import SealedBytes, SealedJson, SealedText, vault_of
from core.store.tables import BookmarkRow, LeaseRow, TicketRow

_BATCH = 500
_NAME, _WORD = "sealed with", "arzi"
_SEALED = (SealedText, SealedJson, SealedBytes)


def reseal(session: Session) -> int:
    """Open every sealed value with whichever key fits and seal it with the present one; how many rows there were.

    In the caller's one transaction, with the gateway stopped: half of it in one key and half in another would not be
    found again. Leases are dropped: they are nobody's data, and nobody runs.
    """
    session.execute(delete(LeaseRow))
    done = sum(_table(session, table) for table in Base.metadata.sorted_tables if table is not LeaseRow.__table__)
    for number in session.scalars(select(TicketRow.number).order_by(TicketRow.id)).all():
        personal.index(session, number, tickets.record(session, number))
    _remember(session)
    return done


def check_key(session: Session) -> bool:
    """Is this the key with which the data are sealed? Data of a time before there was a key are sealed now; were there
    any?

    Raises ConfigInvalid for another key, or for none where there should be one.
    """
    if session.get_bind().dialect.name == "postgresql":  # where several start at once, the first seals, the others look
        session.execute(text("SELECT pg_advisory_xact_lock(4727102)"))
    row = session.get(BookmarkRow, _NAME)
    vault = vault_of(session.get_bind().dialect)
    if row is None:
        if vault is not None:
            reseal(session)
        return vault is not None
    if vault is None:
        raise ConfigInvalid("privacy.key: the data in the database are sealed; set ARZI_PRIVACY__KEY")
    if vault.open(row.value) != _WORD or vault.seal_key(_WORD) != row.value:
        raise ConfigInvalid("privacy.key: the data in the database are sealed with the previous key; run `arzi reseal`")
    return False


def _remember(session: Session) -> None:
    """Keep a word sealed with the present key, to know it again."""
    vault = vault_of(session.get_bind().dialect)
    session.execute(delete(BookmarkRow).where(BookmarkRow.name == _NAME))
    if vault is not None:
        session.add(BookmarkRow(name=_NAME, value=vault.seal_key(_WORD)))
        session.flush()


def _table(session: Session, table: Table) -> int:
    sealed = [column for column in table.columns if isinstance(column.type, _SEALED)]
    if not sealed:
        return 0
    keys = list(table.primary_key.columns)
    if any(column in sealed for column in keys):
        return _anew(session, table)
    [key] = keys
    done, last = 0, None
    while True:
        query = select(key, *sealed).order_by(key).limit(_BATCH)
        rows = session.execute(query if last is None else query.where(key > last)).all()
        for row in rows:
            last, *values = row
            opened = dict(zip((column.name for column in sealed), values, strict=True))
            session.execute(update(table).where(key == last).values(opened))
        done += len(rows)
        if len(rows) < _BATCH:
            return done


def _anew(session: Session, table: Table) -> int:
    """A table that is found by a sealed value: its rows are written anew."""
    rows = [dict(row._mapping) for row in session.execute(select(table))]
    session.execute(delete(table))
    if rows:
        session.execute(insert(table), rows)
    return len(rows)
