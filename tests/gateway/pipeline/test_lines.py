"""A line of work is given back with a last look at it, and nothing leaves the house before it is on the disk."""

import dataclasses
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from core.messages import OutboundMessage
from core.store.engine import Store, open_store
from core.store.evidence.blobs import FileBlobs
from core.store.pipeline import leases
from gateway.pipeline.deliver import deliver
from gateway.pipeline.ingest import ingest
from gateway.pipeline.lines import Line, work_through
from tests.fakes.house import make_house
from tests.fakes.parts import StringChannel

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LASTING = timedelta(minutes=1)


def test_what_comes_while_we_work_is_found_when_the_line_is_given_back(store: Store) -> None:
    house = make_house(store).house
    waiting, done, looks = ["first"], [], []

    def find(session: object) -> str | None:
        looks.append(session)
        return waiting[0] if waiting else None

    def step(line: Line, work: str) -> None:
        done.append(work)
        if work == "first":
            waiting.append("second")
        with line.finish():
            waiting.remove(work)

    work_through(house, "in:somebody", find, step)
    assert done == ["first", "second"]
    assert len(looks) == 4


def test_who_comes_while_a_line_is_given_back_waits_and_has_it(store: Store) -> None:
    with store.write(durable=False) as session:
        token = leases.acquire(session, "in:somebody", NOW, LASTING)
    assert token is not None
    taken: list[str | None] = []

    def come() -> None:
        with store.write(durable=False) as session:
            taken.append(leases.acquire(session, "in:somebody", NOW, LASTING))

    comes = threading.Thread(target=come)
    with store.write(durable=False) as session:
        leases.give_back(session, "in:somebody", token)
        comes.start()
        comes.join(0.3)  # it waits for our commit, however long
        assert taken == []
    comes.join(60)
    assert taken not in ([], [None])


class Watching(StringChannel):
    """Before it sends: is all of the log that was written by ``turn_ends`` on the disk?"""

    store: Store
    turn_ends = ""
    flushed: bool | None = None

    def send(self, message: OutboundMessage) -> str:
        asked = text("SELECT pg_current_wal_flush_lsn() >= CAST(:turn AS pg_lsn)")
        with self.store.read() as session:
            self.flushed = session.scalar(asked, {"turn": self.turn_ends})
        return super().send(message)


def test_a_turn_is_on_the_disk_before_its_answer_is_sent(migrated_postgresql: str, tmp_path: Path) -> None:
    store = open_store(migrated_postgresql, FileBlobs(tmp_path))
    with store.write() as session:  # as it comes: the tests' own server waits for no disk
        session.execute(text(f'ALTER DATABASE "{store.engine.url.database}" SET synchronous_commit TO on'))
    store.engine.dispose()
    fakes, channel = make_house(store), Watching()
    channel.store = store
    house = dataclasses.replace(fakes.house, channels={"string": channel})
    person = fakes.hear("done", id="M1").person
    ingest(house, person)
    with store.read() as session:
        channel.turn_ends = session.scalar(text("SELECT pg_current_wal_insert_lsn()::text")) or ""
    deliver(house, person)
    assert channel.flushed is True
    store.close()
