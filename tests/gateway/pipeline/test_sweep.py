"""The sweep finds what is in no queue, and fills no queue that is full already."""

from dataclasses import replace

import pytest

from core.store.engine import Store
from gateway.pipeline.queue import INGEST, RqQueue, connect
from gateway.pipeline.sweep import sweep
from tests.fakes.house import make_house
from tests.services.waiting import wait_until

PERSONS, ENOUGH = 30, 20


def test_with_workers_stopped_the_queue_does_not_grow_from_sweep_to_sweep(
    store: Store, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.pipeline.sweep.ENOUGH", ENOUGH)
    made = make_house(store)
    for n in range(PERSONS):
        made.hear("no light", id=f"M{n}", sender=f"+92300{n:07d}")
    queue = RqQueue(connect(redis_url))
    house = replace(made.house, queue=queue)
    for _ in range(2):
        sweep(house)
        wait_until(lambda: queue.standing()[INGEST] == PERSONS)
        for _ in range(5):
            sweep(house)
        assert queue.standing()[INGEST] == PERSONS
        connect(redis_url).flushall()  # forgotten: the next sweep finds them again


def test_of_a_queue_that_is_away_nothing_is_known() -> None:
    assert RqQueue(connect("redis://127.0.0.1:1/0")).standing() == {}
