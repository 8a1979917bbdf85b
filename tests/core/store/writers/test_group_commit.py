"""Group commit: what is told is committed, a failure is its own, and one commit serves many."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from core.errors import Malformed, StoreUnavailable
from core.store.engine import Store
from core.store.pipeline.tables import BookmarkRow
from core.store.writers import GroupCommit
from tests.services.waiting import wait_until

Work = Callable[[Session], str]
Joined = GroupCommit[Work, str]


@pytest.fixture
def joined() -> Joined:
    """Its items are pieces of work."""
    return GroupCommit(lambda session, works: [work(session) for work in works])


def keep(name: str) -> Work:
    def work(session: Session) -> str:
        session.add(BookmarkRow(name=name, value="kept"))
        session.flush()
        return name

    return work


def names(store: Store) -> set[str]:
    with store.read() as session:
        return set(session.scalars(select(BookmarkRow.name)))


def behind_a_slow_one(joined: Joined, store: Store, works: list[Work]) -> list["Future[str]"]:
    """Start these, in their order, while another thread's transaction is open: they come together."""
    begun, go_on = threading.Event(), threading.Event()

    def slow(session: Session) -> str:
        begun.set()
        assert go_on.wait(60)
        return "slow"

    with ThreadPoolExecutor(len(works) + 1) as threads:
        first = threads.submit(joined.do, store.write, slow)
        assert begun.wait(60)
        futures = []
        for work in works:
            futures.append(threads.submit(joined.do, store.write, work))
            wait_until(lambda: len(joined._waiting) == len(futures))
        go_on.set()
        assert first.result(60) == "slow"
    return futures


def test_what_is_told_is_committed(joined: Joined, store: Store) -> None:
    assert joined.do(store.write, keep("one")) == "one"
    assert names(store) == {"one"}


def test_many_share_one_commit(joined: Joined, store: Store) -> None:
    commits = []
    event.listen(store.engine, "commit", commits.append)
    futures = behind_a_slow_one(joined, store, [keep(f"n{n}") for n in range(10)])
    assert [future.result() for future in futures] == [f"n{n}" for n in range(10)]
    assert names(store) == {f"n{n}" for n in range(10)}
    assert len(commits) == 1  # the slow one wrote nothing


def malformed(_session: Session) -> str:
    raise Malformed("as asked")


@pytest.mark.parametrize("bad", [malformed, keep("n1")], ids=["an error of ours", "a row that is there already"])
def test_a_failure_is_its_own(joined: Joined, store: Store, bad: Work) -> None:
    joined.do(store.write, keep("n1"))
    futures = behind_a_slow_one(joined, store, [keep("n2"), bad, keep("n3")])
    assert [future.exception() is None for future in futures] == [True, False, True]
    assert names(store) == {"n1", "n2", "n3"}


def test_a_commit_that_fails_is_told_to_all_and_keeps_nothing(joined: Joined, store: Store) -> None:
    def fails(_session: Session) -> None:
        raise StoreUnavailable("the disk is full")

    event.listen(Session, "before_commit", fails)
    try:
        futures = behind_a_slow_one_that_fails(joined, store)
    finally:
        event.remove(Session, "before_commit", fails)
    assert all(isinstance(future.exception(), StoreUnavailable) for future in futures)
    assert names(store) == set()
    assert joined.do(store.write, keep("afterwards")) == "afterwards"


def behind_a_slow_one_that_fails(joined: Joined, store: Store) -> list["Future[str]"]:
    with ThreadPoolExecutor(4) as threads:
        futures = [threads.submit(joined.do, store.write, keep(f"n{n}")) for n in range(4)]
        for future in futures:
            future.exception(20)
    return futures


def test_a_leader_that_is_ended_does_not_leave_the_others_waiting(joined: Joined, store: Store) -> None:
    class Ended(BaseException):
        pass

    def end(_session: Session) -> str:
        raise Ended

    futures = behind_a_slow_one(joined, store, [end, keep("n1"), keep("n2")])
    assert isinstance(futures[0].exception(), Ended)
    assert all(isinstance(future.exception(), StoreUnavailable) for future in futures[1:])
    assert joined.do(store.write, keep("afterwards")) == "afterwards"
