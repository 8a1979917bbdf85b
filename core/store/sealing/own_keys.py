"""Keys of their own: one for each case, message and piece of evidence, destroyed when it is erased.

What stands in a backup is sealed with them (gateway.running.backup), so that a copy of it which nobody can reach any
more, in a safe or at a provider, loses what was erased as well. They are drawn, never derived: nothing gives one back.
"""

import os
from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.store.once import insert_once
from core.store.sealing.tables import BackupKeyRow

LENGTH = 32
_SOME = 500


def ensure(session: Session, owners: Collection[str]) -> dict[str, bytes]:
    """The keys of these owners, in the caller's transaction; who had none gets one."""
    keys = of(session, owners)
    for owner in set(owners) - set(keys):
        fresh = os.urandom(LENGTH)
        if insert_once(session, BackupKeyRow, {"owner": owner, "key": fresh}, key=("owner",)) is not None:
            keys[owner] = fresh
    return (
        keys if len(keys) == len(set(owners)) else keys | of(session, set(owners) - set(keys))
    )  # another's was faster


def of(session: Session, owners: Collection[str]) -> dict[str, bytes]:
    """Those that there are."""
    found: dict[str, bytes] = {}
    for some in _parts(owners):
        rows = select(BackupKeyRow.owner, BackupKeyRow.key).where(BackupKeyRow.owner.in_(some))
        found |= {row.owner: row.key for row in session.execute(rows)}
    return found


def every(session: Session) -> Iterator[tuple[str, bytes]]:
    """All of them, in the order of their owners."""
    last = ""
    while True:
        rows = select(BackupKeyRow.owner, BackupKeyRow.key).where(BackupKeyRow.owner > last)
        some = session.execute(rows.order_by(BackupKeyRow.owner).limit(_SOME)).all()
        yield from ((owner, key) for owner, key in some)
        if len(some) < _SOME:
            return
        last = some[-1][0]


def put_back(session: Session, keys: Mapping[str, bytes]) -> None:
    """After a restore: those with which backups were made go on being used."""
    for owner, key in keys.items():
        insert_once(session, BackupKeyRow, {"owner": owner, "key": key}, key=("owner",))


def destroy(session: Session, owners: Collection[str]) -> None:
    """In the transaction that erases."""
    for some in _parts(owners):
        session.execute(delete(BackupKeyRow).where(BackupKeyRow.owner.in_(some)))


def _parts(owners: Collection[str]) -> Iterator[list[str]]:
    listed = list(owners)
    for start in range(0, len(listed), _SOME):
        yield listed[start : start + _SOME]
