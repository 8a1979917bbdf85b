"""Sealing again all that is sealed: after a new key was set, or where data were kept before there was one."""

from dataclasses import dataclass

from sqlalchemy import Table, delete, insert, select, text, tuple_, update
from sqlalchemy.orm import Session

from core.errors import ConfigInvalid
from core.store.all_tables import Base
from core.store.casework import personal, tickets
from core.store.casework.tables import TicketRow
from core.store.pipeline.tables import BookmarkRow, LeaseRow
from core.store.sealing import right_key
from core.store.sealing.old import mark_done
from core.store.sealing.sealed import SealedBytes, SealedJson, SealedText, vault_of

_BATCH = 500
_EVIDENCE = "evidence sealed with"
_SEALED = (SealedText, SealedJson, SealedBytes)


def reseal(session: Session) -> int:
    """Open every sealed value with whichever key fits and seal it with the present one; how many rows there were.

    In the caller's one transaction, with the gateway stopped: half of it in one key and half in another would not be
    found again. Leases are dropped: they are nobody's data, and nobody runs. The evidence is sealed after that, file by
    file, and counts as unfinished until ``evidence_done``: whatever was killed in between is seen and goes on.
    """
    session.execute(delete(LeaseRow))
    done = sum(_table(session, table) for table in Base.metadata.sorted_tables if table is not LeaseRow.__table__)
    for number in session.scalars(select(TicketRow.number).order_by(TicketRow.id)).all():
        personal.index(session, number, tickets.record(session, number))
    _remember(session)
    mark_done(session)
    return done


def check_key(session: Session) -> bool:
    """Is this the key with which the data are sealed? Data of a time before there was a key are sealed now; were there
    any?

    Raises ConfigInvalid for another key, or for none where there should be one.
    """
    if session.get_bind().dialect.name == "postgresql":  # where several start at once, the first seals, the others look
        session.execute(text("SELECT pg_advisory_xact_lock(4727102)"))
    row = session.get(BookmarkRow, right_key.SEALED_WITH)
    vault = vault_of(session.get_bind().dialect)
    if row is None:
        if vault is not None:
            reseal(session)
        return vault is not None
    right_key.check(vault, row.value)
    return False


@dataclass(frozen=True, slots=True)
class Sealing:
    """``key``: the fingerprint of the key that opens the rows (None: they are not sealed); ``finished``: is all of the
    evidence sealed with the present one?"""

    key: str | None
    finished: bool


def sealing(session: Session) -> Sealing:
    """How things are sealed. Raises ConfigInvalid where none of our keys opens the rows."""
    vault = vault_of(session.get_bind().dialect)
    row = session.get(BookmarkRow, right_key.SEALED_WITH)
    if row is None:
        return Sealing(None, finished=vault is None)
    key = vault.opened_by(row.value) if vault is not None else None
    if vault is None or key is None:
        raise ConfigInvalid("privacy.key: the data in the database are sealed with another key; set ARZI_PRIVACY__KEY")
    done = session.get(BookmarkRow, _EVIDENCE)
    return Sealing(key, finished=done is not None and done.value == vault.fingerprints[0] == key)


def evidence_done(session: Session) -> None:
    """All evidence is sealed with the present key."""
    vault = vault_of(session.get_bind().dialect)
    if vault is not None:
        session.merge(BookmarkRow(name=_EVIDENCE, value=vault.fingerprints[0]))


def _remember(session: Session) -> None:
    """Keep a word sealed with the present key, to know it again."""
    vault = vault_of(session.get_bind().dialect)
    session.execute(delete(BookmarkRow).where(BookmarkRow.name.in_([right_key.SEALED_WITH, _EVIDENCE])))
    if vault is not None:
        session.add(BookmarkRow(name=right_key.SEALED_WITH, value=vault.seal_key(right_key.WORD)))
        session.flush()


def _table(session: Session, table: Table) -> int:
    sealed = [column for column in table.columns if isinstance(column.type, _SEALED)]
    if not sealed:
        return 0
    keys = list(table.primary_key.columns)
    if any(column in sealed for column in keys):
        return _anew(session, table)
    done, last = 0, None
    while True:
        query = select(*keys, *sealed).order_by(*keys).limit(_BATCH)
        rows = session.execute(query if last is None else query.where(tuple_(*keys) > last)).all()
        for row in rows:
            last, values = tuple(row[: len(keys)]), row[len(keys) :]
            opened = dict(zip((column.name for column in sealed), values, strict=True))
            this = (key == value for key, value in zip(keys, last, strict=True))
            session.execute(update(table).where(*this).values(opened))
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
