"""The queue is told by a thread of its own: nobody waits for Redis, and a Redis that is away is forgiven.
Whoever writes into Redis runs nothing in a worker but our jobs."""

import os
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from redis import Redis
from rq import Callback, Queue

from core.store.sealing.vault import Vault
from gateway.cli.cron import scheduler
from gateway.config import load_settings
from gateway.pipeline import jobs, workers
from gateway.pipeline.queue import AS_JSON, DELIVER, FETCH, INGEST, JOBS, LETTERS, TIMED, RqQueue, connect, jobs_of
from tests.services.waiting import wait_until


def test_each_job_stands_in_its_queue(redis_url: str) -> None:
    redis = connect(redis_url)
    queue = RqQueue(redis)
    queue.ingest("tel:+923001234567")
    queue.ingest("letter:abc")
    queue.deliver("tel:+923001234567")
    told = {name: jobs_of(name, redis) for name in (INGEST, LETTERS, DELIVER)}
    wait_until(lambda: all(one.count == 1 for one in told.values()))
    [job] = told[INGEST].jobs
    assert (job.func_name, job.args) == ("gateway.pipeline.jobs.ingest", ["tel:+923001234567"])


def test_whose_it_is_does_not_stand_in_redis(redis_url: str) -> None:
    redis, vault = connect(redis_url), Vault(["the key of the tests"])
    queue = RqQueue(redis, vault=vault)
    queue.deliver("tel:+923001234567")
    queue.flush()
    told = jobs_of(DELIVER, redis)
    wait_until(lambda: told.count == 1)
    assert "3001234567" not in str(told.jobs[0].args)
    assert vault.open(told.jobs[0].args[0]) == "tel:+923001234567"


def test_of_one_person_one_job_stands_in_line_whoever_tells_of_it(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    redis, vault = connect(redis_url), Vault(["the key of the tests"])
    here, there = RqQueue(redis, vault=vault), RqQueue(connect(redis_url), vault=vault)
    for _ in range(300):
        for queue in (here, there):
            queue.ingest("tel:+923001234567")
            queue.deliver("tel:+923001234567")
            queue.flush()
    here.ingest("tel:+923007654321")
    here.flush()
    told = jobs_of(INGEST, redis)
    wait_until(lambda: told.count == 2)
    assert jobs_of(DELIVER, redis).count == 1
    begun: list[str] = []

    def meanwhile(person: str) -> None:
        """More comes while the job is worked at: it may have looked already, so another one stands in line."""
        begun.append(vault.open(person))
        if len(begun) == 1:
            there.ingest(begun[0])
            there.flush()
            wait_until(lambda: told.count == 2)

    monkeypatch.setattr(jobs, "ingest", meanwhile)
    worker = workers.worker_of((INGEST,), redis)
    monkeypatch.setattr(worker, "_install_signal_handlers", lambda: None)
    worker.work(burst=True, logging_level=None)
    assert begun == ["tel:+923001234567", "tel:+923007654321", "tel:+923001234567"]
    assert "3001234567" not in str([redis.get(key) for key in redis.scan_iter("rq:arzi:*")])
    assert list(redis.scan_iter("rq:arzi:*")) == list(redis.scan_iter("rq:arzi:stands:*"))
    assert len(list(redis.scan_iter("rq:arzi:*"))) == 1, "of the job to deliver"


def test_a_job_that_was_lost_is_queued_again_after_a_while(redis_url: str) -> None:
    redis = connect(redis_url)
    queue = RqQueue(redis)
    queue.ingest("tel:+923001234567")
    told = jobs_of(INGEST, redis)
    wait_until(lambda: told.count == 1)
    told.empty()
    [key] = redis.scan_iter("rq:arzi:stands:*")
    assert 0 < redis.ttl(key) <= 60
    redis.expire(key, 0)
    queue.ingest("tel:+923001234567")
    wait_until(lambda: told.count == 1)


def test_what_is_not_told_yet_is_told_at_the_end(redis_url: str) -> None:
    redis = connect(redis_url)
    queue = RqQueue(redis)
    for n in range(50):
        queue.fetch(n)
    queue.flush()
    wait_until(lambda: jobs_of(FETCH, redis).count == 50)


def test_nobody_waits_for_a_redis_that_is_away() -> None:
    queue = RqQueue(connect("redis://127.0.0.1:1/0"))
    began = time.monotonic()
    for n in range(1000):
        queue.ingest(f"tel:{n}")
    assert time.monotonic() - began < 1


def test_what_stands_in_redis_is_json(redis_url: str, tmp_path: Path) -> None:
    redis = connect(redis_url)
    queue = RqQueue(redis)
    queue.ingest("tel:+923001234567")
    wait_until(lambda: jobs_of(INGEST, redis).count == 1)
    (tmp_path / "config.yaml").write_text("", encoding="utf-8")
    secrets = {"ARZI_WEB__SECRET_KEY": "x" * 32, "ARZI_RASA__SECRET": "x" * 32, "ARZI_REDIS_URL": redis_url}
    timed = scheduler(load_settings(tmp_path / "config.yaml", secrets))
    assert len(timed.enqueue_jobs()) == len(timed.get_jobs()) == jobs_of(TIMED, redis).count
    written = [zlib.decompress(redis.hget(key, "data")) for key in redis.scan_iter("rq:job:*")]
    assert len(written) == len(timed.get_jobs()) + 1
    assert b'["gateway.pipeline.jobs.sweep", null, [], {}]' in written
    assert b'["gateway.pipeline.jobs.ingest", null, ["tel:+923001234567"], {}]' in written


def pickled(redis: Redis, folder: str) -> None:
    """A job of a version before this one, or of somebody who got into Redis."""
    Queue(FETCH, connection=redis).enqueue(os.mkdir, folder)


def as_json(redis: Redis, folder: str) -> None:
    Queue(FETCH, connection=redis, serializer=AS_JSON).enqueue("os.mkdir", folder)


def by_way_of_ours(redis: Redis, folder: str) -> None:
    Queue(FETCH, connection=redis, serializer=AS_JSON).enqueue(f"{JOBS}.functools.os.mkdir", folder)


def afterwards(redis: Redis, folder: str) -> None:
    queue = Queue(FETCH, connection=redis, serializer=AS_JSON)
    queue.enqueue(f"{JOBS}.fetch", folder, on_success=Callback("os.mkdir"), on_failure=Callback("os.mkdir"))


@pytest.mark.parametrize("put", [pickled, as_json, by_way_of_ours, afterwards])
def test_what_is_no_job_of_ours_is_not_run(
    put: Callable[[Redis, str], None], redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    redis, fetched, made = connect(redis_url), list[object](), list[object]()
    monkeypatch.setattr(jobs, "fetch", fetched.append)
    monkeypatch.setattr(os, "mkdir", lambda *given: made.append(given))
    put(redis, str(tmp_path / "opened"))
    jobs_of(FETCH, redis).enqueue(f"{JOBS}.fetch", 7)
    worker = workers.worker_of((FETCH,), redis)
    monkeypatch.setattr(worker, "_install_signal_handlers", lambda: None)
    worker.work(burst=True, logging_level=None)
    assert fetched[-1] == 7, "the next is done"
    assert made == []
