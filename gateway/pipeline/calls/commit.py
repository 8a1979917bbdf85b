"""Steps of several calls at the same time share one commit, so that one sync to the disk serves all who wait.

On PostgreSQL they do not: it takes writers side by side and syncs for all of them itself, and one step's statements
would wait for another's.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy.orm import Session

from core.store.engine import Store
from core.store.writers import GroupCommit

Result = TypeVar("Result")
Work = Callable[[Session], Any]


class Join(Protocol):
    """Does a piece of work in a transaction that others' may be in; its result, once that is committed.

    The work may be done a second time, when another's in the same transaction failed.
    """

    def __call__(self, work: Callable[[Session], Result]) -> Result: ...


def joining(store: Store) -> Join:
    """Where the threads of one process meet, where the database has one writer at a time."""
    if store.engine.dialect.name != "sqlite":
        return _alone(store)
    together: GroupCommit[Work, Any] = GroupCommit(_do_all)

    def join(work: Callable[[Session], Result]) -> Result:
        result: Result = together.do(store.write, work)
        return result

    return join


def _alone(store: Store) -> Join:
    def join(work: Callable[[Session], Result]) -> Result:
        with store.write() as session:
            return work(session)

    return join


def _do_all(session: Session, works: Sequence[Work]) -> list[Any]:
    return [work(session) for work in works]
