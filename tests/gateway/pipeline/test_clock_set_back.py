"""A clock that is set back by hours stops nobody's line: what waits "until later" by the old time goes on."""

from datetime import UTC, datetime, timedelta

import pytest

from core.errors import DeliveryDelayed, DialogueUnavailable
from core.ports import Turn
from core.store.engine import Store
from core.store.pipeline import leases
from gateway.cli.cron import Scheduler
from gateway.pipeline.queue import connect
from tests.fakes.house import TestHouse, make_house


@pytest.fixture
def house(store: Store) -> TestHouse:
    return make_house(store)


def test_a_line_that_a_dead_worker_held(house: TestHouse) -> None:
    with house.house.store.write() as session:
        assert leases.acquire(session, "in:tel:+923001234567", house.clock.now(), timedelta(seconds=30))
    house.clock.pass_(hours=-6)
    house.hear("no light", id="M1")
    house.queue.jobs.clear()
    assert house.sweep() == 1, "it does not count as held"
    house.work()
    assert len(house.said) == 1


def test_a_message_that_was_to_be_tried_again(house: TestHouse) -> None:
    def away(_: Turn) -> None:
        raise DialogueUnavailable

    house.engine.before = away
    house.hear("no light", id="M1")
    house.work()
    assert house.said == []
    house.engine.before = lambda _: None
    house.clock.pass_(hours=-6)
    assert house.sweep() == 1
    house.work()
    assert len(house.said) == 1


def test_an_answer_that_was_to_be_tried_again(house: TestHouse) -> None:
    house.channel.faults = [DeliveryDelayed("away")]
    house.hear("no light", id="M1")
    house.work()
    assert house.said == []
    house.clock.pass_(hours=-6)
    assert house.sweep() == 1
    house.work()
    assert len(house.said) == 1


def test_timed_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Scheduler(connection=connect("redis://127.0.0.1:1/0"))
    job = made.register(print, queue_name="timed", interval=10)
    queued: list[str] = []
    monkeypatch.setattr(type(job), "enqueue", lambda self, _: queued.append(self.queue_name))
    job.set_enqueue_time(datetime.now(UTC) + timedelta(hours=6))
    made.enqueue_jobs()
    made.enqueue_jobs()
    assert queued == ["timed"]
