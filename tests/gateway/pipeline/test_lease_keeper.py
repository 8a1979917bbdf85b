"""Work that takes longer than its lease stays whose it is, and work whose worker was gone counts as tried."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from core.errors import Conflict, StoreUnavailable
from core.messages import Envelope, InboundMessage
from core.store.engine import Store
from core.store.pipeline import envelopes, leases
from core.store.pipeline.tables import EnvelopeRow
from gateway.house import SystemClock
from gateway.pipeline.ingest import ingest
from gateway.pipeline.lines import LeaseKeeper
from gateway.pipeline.sweep import sweep
from tests.fakes.house import make_house
from tests.fakes.parts import StringChannel
from tests.services.waiting import wait_until

SHORT = timedelta(seconds=2)


@dataclass
class ManyPages(StringChannel):
    """A channel on which reading a message takes two leases and a half."""

    read: int = 0

    def parse(self, envelope: Envelope) -> Sequence[InboundMessage]:
        self.read += 1
        ends = time.monotonic() + 2.5 * SHORT.total_seconds()
        wait_until(lambda: time.monotonic() > ends, what="it is read")
        return super().parse(envelope)


def test_what_takes_longer_than_a_lease_is_read_once_by_one_of_two_workers(store: Store) -> None:
    made, channel = make_house(store), ManyPages()
    person = made.hear("done", id="M1").person
    limits = replace(made.house.limits, lease=SHORT)
    house = replace(made.house, clock=SystemClock(), limits=limits, channels={"string": channel})
    workers = [threading.Thread(target=ingest, args=(house, person)) for _ in range(2)]
    for worker in workers:
        worker.start()
    while any(worker.is_alive() for worker in workers):
        sweep(house)
        ingest(house, person)  # as the sweep has it done
        workers[0].join(0.1)
    with store.read() as session:
        row = session.query(EnvelopeRow).one()
    assert (channel.read, row.state, row.attempts) == (1, "handled", 0)


def test_a_message_that_ends_its_workers_is_tried_so_often_and_set_aside(store: Store) -> None:
    made = make_house(store)
    person, house = made.hear("kills", id="M1").person, made.house
    for _ in range(house.limits.attempts):  # one worker after another takes the line and is gone
        with store.write() as session:
            assert leases.acquire(session, f"in:{person}", made.clock.now(), house.limits.lease)
        made.clock.pass_(seconds=house.limits.lease.total_seconds() + 1)
    ingest(house, person)
    with store.read() as session:
        [row] = envelopes.set_aside_rows(session)
    assert row.reason is not None
    assert row.reason.startswith("cut-off")
    assert made.channel.sent == []


def test_a_worker_that_was_gone_once_counts_as_a_try(store: Store) -> None:
    made = make_house(store)
    person = made.hear("done", id="M1").person
    with store.write() as session:
        leases.acquire(session, f"in:{person}", made.clock.now(), made.house.limits.lease)
    made.clock.pass_(seconds=made.house.limits.lease.total_seconds() + 1)
    ingest(made.house, person)
    with store.read() as session:
        row = session.query(EnvelopeRow).one()
    assert (row.state, row.attempts) == ("handled", 1)


def test_a_job_ends_after_its_shift_and_queues_the_rest(store: Store) -> None:
    made = make_house(store)
    made.house = replace(made.house, limits=replace(made.house.limits, shift=timedelta(0)))
    for n in range(3):
        person = made.hear(f"word {n}", id=f"M{n}").person
    made.queue.jobs.clear()
    ingest(made.house, person)
    assert ("ingest", person) in made.queue.jobs
    with store.read() as session:
        assert envelopes.depth(session) == 2


def test_what_cannot_be_prolonged_is_tried_again_and_a_lost_one_left() -> None:
    keeper, told = LeaseKeeper(), []

    def away() -> None:
        told.append("away")
        raise StoreUnavailable("for a moment")

    def lost() -> None:
        told.append("lost")
        raise Conflict("another has it")

    with keeper.holding(away, timedelta(seconds=0.02)), keeper.holding(lost, timedelta(seconds=0.02)):
        wait_until(lambda: told.count("away") > 3, what="it is tried again")
    assert told.count("lost") == 1
