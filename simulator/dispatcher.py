"""The threads that do the simulator's work: posting webhooks and callbacks, carrying messages to the phones."""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeAlias

import httpx

from core.errors import ArziError
from simulator import calls, inbound, messages, outbound, posting, work
from simulator.world import World

THREADS = 3
LOOK = 0.25
"""Seconds between looks at the database when nothing wakes us."""

log = logging.getLogger(__name__)

Handler: TypeAlias = Callable[[World, httpx.Client, work.Work], float | None]
"""Does one piece of work; seconds until it is to be tried again, or None."""


def _webhook(world: World, client: httpx.Client, job: work.Work) -> float | None:
    with world.database.read() as tx:
        message = messages.get(tx, job.subject)
    form, url = message.form, world.account.public(inbound.webhook(message))
    answer = posting.post(client, world.account, url, form, token=f"{job.subject}-{job.id}")
    with world.database.write() as tx:
        posting.remember(tx, job.subject, url, form, answer)
        return inbound.settle(tx, job, answer)


def _callback(world: World, client: httpx.Client, job: work.Work) -> float | None:
    with world.database.read() as tx:
        url = messages.get(tx, job.subject).callback or ""
    answer = posting.post(client, world.account, url, job.detail, token=f"{job.subject}-{job.id}")
    with world.database.write() as tx:
        posting.remember(tx, job.subject, url, job.detail, answer)
    overrides = posting.Overrides.of(url)
    return 0.5 if job.tries <= overrides.retries and answer.worth_retrying(overrides) else None


def _carry(world: World, _client: httpx.Client, job: work.Work) -> None:
    with world.database.write() as tx:
        outbound.carry(tx, world.account, job)


def _post(world: World, client: httpx.Client, job: work.Work) -> None:
    """A call's or a recording's status: the subject is the URL, the detail its form."""
    answer = posting.post(client, world.account, job.subject, job.detail, token=f"{job.lane}-{job.id}")
    with world.database.write() as tx:
        posting.remember(tx, job.lane.partition(":")[2], job.subject, job.detail, answer)


def _ring_out(world: World, _client: httpx.Client, job: work.Work) -> None:
    with world.database.write() as tx:
        if calls.get(tx, job.subject).status == "ringing":
            calls.end(tx, world.account, job.subject, "no-answer")


HANDLERS: dict[str, Handler] = {
    "webhook": _webhook,
    "callback": _callback,
    "carry": _carry,
    "post": _post,
    "ring-out": _ring_out,
}


class Dispatcher:
    """Works in the background of one process. Several processes may do so on one database."""

    def __init__(self, world: World, handlers: dict[str, Handler] | None = None) -> None:
        self._world = world
        self._handlers = handlers or HANDLERS
        self._wake = threading.Event()
        self._stopped = threading.Event()
        self._starting = threading.Lock()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start the threads, once. Not before the process forks: threads do not survive that."""
        with self._starting:
            if not self._threads:
                client = httpx.Client(trust_env=False, follow_redirects=False)
                self._threads = [
                    threading.Thread(target=self._run, args=(client,), daemon=True) for _ in range(THREADS)
                ]
                for thread in self._threads:
                    thread.start()

    def wake(self) -> None:
        """There is something to do."""
        self._wake.set()

    def stop(self) -> None:
        """End the threads; each finishes what it is doing."""
        self._stopped.set()
        self._wake.set()
        for thread in self._threads:
            thread.join()

    def _run(self, client: httpx.Client) -> None:
        while not self._stopped.is_set():
            self._wake.clear()
            if not self._do_one(client):
                self._wake.wait(LOOK)

    def _do_one(self, client: httpx.Client) -> bool:
        with self._world.database.read() as tx:
            if not work.ready(tx):
                return False
        with self._world.database.write() as tx:
            job = work.claim(tx)
        if job is None:
            return False
        try:
            pause = self._handlers[job.kind](self._world, client, job)
        except ArziError as problem:
            log.warning("simulator gave up %s %s: %s", job.kind, job.subject, problem)
            pause = None
        except Exception:  # whatever is broken in one message must not end the thread that carries all of them
            log.exception("simulator broke on %s %s", job.kind, job.subject)
            pause = None
        with self._world.database.write() as tx:
            if pause is None:
                work.done(tx, job)
            else:
                work.again(tx, job, pause)
        return True


def wait_until_idle(world: World, seconds: float) -> bool:
    """Wait until everything is done; was it, in time? For tests."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with world.database.read() as tx:
            if work.idle(tx):
                return True
        time.sleep(0.02)
    return False
