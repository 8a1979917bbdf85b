"""The queue is told by a thread of its own: nobody waits for Redis, and a Redis that is away is forgiven."""

import time

from rq import Queue

from gateway.queue import DELIVER, INGEST, LETTERS, RqQueue, connect
from tests.services.waiting import wait_until


def test_each_job_stands_in_its_queue(redis_url: str) -> None:
    redis = connect(redis_url)
    queue = RqQueue(redis)
    queue.ingest("tel:+923001234567")
    queue.ingest("letter:abc")
    queue.deliver("tel:+923001234567")
    told = {name: Queue(name, connection=redis) for name in (INGEST, LETTERS, DELIVER)}
    wait_until(lambda: all(one.count == 1 for one in told.values()))
    [job] = told[INGEST].jobs
    assert (job.func_name, job.args) == ("gateway.jobs.ingest", ("tel:+923001234567",))


def test_what_is_not_told_yet_is_told_at_the_end(redis_url: str) -> None:
    redis = connect(redis_url)
    queue = RqQueue(redis)
    for n in range(50):
        queue.fetch(n)
    queue.flush()
    wait_until(lambda: Queue("fetch", connection=redis).count == 50)


def test_nobody_waits_for_a_redis_that_is_away() -> None:
    queue = RqQueue(connect("redis://127.0.0.1:1/0"))
    began = time.monotonic()
    for n in range(1000):
        queue.ingest(f"tel:{n}")
    assert time.monotonic() - began < 1
