"""A worker of several queues: answers leave while messages come in, and what the clock asks for is done too."""

from dataclasses import replace

import pytest

from core.messages import OutboundMessage
from core.store.engine import Store
from gateway.pipeline import jobs, workers
from gateway.pipeline.queue import DELIVER, FETCH, INGEST, LETTERS, QUEUES, TIMED, RqQueue, connect
from tests.fakes.house import make_house
from tests.fakes.parts import StringChannel
from tests.services.waiting import wait_until

PERSONS = 12


class Told(RqQueue):
    """Redis knows of each job before the next thing is done."""

    def deliver(self, person: str) -> None:
        before = self.standing()[DELIVER]
        super().deliver(person)
        wait_until(lambda: self.standing()[DELIVER] > before)


def test_an_answer_leaves_while_intake_is_full(store: Store, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_house(store)
    for n in range(PERSONS):
        made.hear("no light", id=f"M{n}", sender=f"+92300{n:07d}")
    queue = Told(connect(redis_url))
    still_waiting: list[int] = []

    class Watching(StringChannel):
        def send(self, message: OutboundMessage) -> str:
            still_waiting.append(queue.standing()[INGEST])
            return super().send(message)

    house = replace(made.house, queue=queue, channels={"string": Watching()})
    monkeypatch.setattr(jobs, "this_house", lambda: house)
    for n in range(PERSONS):
        queue.ingest(f"tel:+92300{n:07d}")
    wait_until(lambda: queue.standing()[INGEST] == PERSONS)
    worker = workers.worker_of((INGEST, DELIVER), connect(redis_url))
    monkeypatch.setattr(worker, "_install_signal_handlers", lambda: None)
    worker.work(burst=True, logging_level=None, max_jobs=2 * PERSONS)
    assert len(still_waiting) == PERSONS
    assert still_waiting == list(range(PERSONS - 1, -1, -1)), "an answer after each message"


def test_what_the_clock_asks_for_does_not_stand_behind_all_messages() -> None:
    assert workers.queues_of((INGEST, FETCH)) == [TIMED, INGEST, FETCH]
    assert workers.queues_of((LETTERS,)) == [LETTERS]
    assert workers.queues_of(QUEUES) == [DELIVER, TIMED, INGEST, FETCH, LETTERS]


def test_with_all_queues_full_none_waits_for_ever(redis_url: str) -> None:
    worker = workers.worker_of(QUEUES, connect(redis_url))
    done = []
    for _ in range(16):
        first = worker._ordered_queues[0]
        done.append(first.name)
        worker.reorder_queues(first)
    assert done.count(DELIVER) == 8
    assert {name: done.count(name) for name in (TIMED, INGEST, FETCH, LETTERS)} == dict.fromkeys(
        (TIMED, INGEST, FETCH, LETTERS), 2
    )
