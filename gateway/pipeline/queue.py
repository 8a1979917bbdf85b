"""The queue: RQ on Redis. It only says "look there now"; what it forgets, the sweep finds in the database."""

import atexit
import hashlib
import logging
import math
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from redis import ConnectionPool, Redis, RedisError
from rq import Queue as RqJobs
from rq.job import Job as RqJob
from rq.queue import EnqueueData
from rq.serializers import JSONSerializer

from core.errors import QueueUnavailable
from core.store.sealing.vault import Vault

INGEST, DELIVER, FETCH, LETTERS = "ingest", "deliver", "fetch", "letters"
QUEUES = (INGEST, DELIVER, FETCH, LETTERS)
TIMED = "timed"
"""What the clock asks for; it is done by whoever serves INGEST."""
JOB_TIMEOUT_S = 900
"""The longest that a job may take, where nothing it may have to do takes longer by its limits: see ``longest``."""
_MARGIN_S = 300
"""For what was begun before it: a shift (gateway/house.py), and the writing."""
_RESULT_TTL_S = 0
_FAILURE_TTL_S = 3600
_MOST_AT_ONCE = 100
_STANDS_S = 60
"""So long it is believed that a job stands in line: it might have been lost together with whoever told of it."""
_STANDS = "rq:arzi:stands:"
"""A key of Redis' for each job that stands in line, gone when it is begun. It names nobody."""
JOBS = "gateway.pipeline.jobs"
AS_JSON = JSONSerializer
"""How jobs are written down. RQ's own way is pickle: whoever could write into Redis could run code in a worker."""
_log = logging.getLogger(__name__)


def of_person(person: str) -> str:
    """The queue in which a person's messages stand: letters take long, and must not keep chats waiting."""
    return LETTERS if person.startswith("letter:") else INGEST


def connect(url: str) -> Redis:
    """A client for a Redis URL (``redis://`` or ``unix://``). No connection is made yet."""
    return Redis(connection_pool=ConnectionPool.from_url(url, socket_connect_timeout=2, health_check_interval=30))


def jobs_of(queue: str, redis: Redis) -> RqJobs:
    """RQ's queue of this name, with jobs written as JSON."""
    return RqJobs(queue, connection=redis, serializer=AS_JSON, job_class=OwnJob)


class OwnJob(RqJob):
    """One of gateway/pipeline/jobs.py, and nothing after it: RQ would run any function whose name stands in Redis."""

    success_callback = failure_callback = stopped_callback = None

    @property
    def func(self) -> Callable[..., object]:
        """Raises ValueError for what is none of them."""
        module, _, name = (self.func_name or "").rpartition(".")
        if module != JOBS or name.startswith("_"):
            raise ValueError(f"no job of ours: {self.id}")
        function: Callable[..., object] = super().func
        return function

    def perform(self) -> Any:
        """From now on another one for the same person may stand in line: this one may have looked already."""
        stands = self.meta.get("stands")
        if isinstance(stands, str) and stands.startswith(_STANDS):
            self.connection.delete(stands)
        return super().perform()

    def send_webhooks(self, *_: object, **__: object) -> None:
        """None of ours has one."""


@dataclass(frozen=True, slots=True)
class Job:
    """A function of gateway/pipeline/jobs.py, what it is called with, and the queue that it stands in."""

    queue: str
    function: str
    argument: str | int


class RqQueue:
    """core.ports.Queue. A thread of its own tells Redis, of as many jobs at once as there are: who queues one does not
    wait for Redis. Of each person one job stands in line, however many messages they send and whoever tells of them:
    a burst is joined before it is begun. A Redis that is away is written down and forgiven: the sweep comes by."""

    def __init__(self, redis: Redis, longest: Mapping[str, float] | None = None, *, vault: Vault | None = None) -> None:
        """``longest``: seconds that one piece of work of a queue may take by the limits of what is read there.
        ``vault`` seals whose job it is."""
        self._redis, self._vault = redis, vault
        self._limits = {name: max(JOB_TIMEOUT_S, math.ceil(s) + _MARGIN_S) for name, s in (longest or {}).items()}
        self._queues = {name: jobs_of(name, redis) for name in (*QUEUES, TIMED)}
        self._jobs: SimpleQueue[Job] = SimpleQueue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def ingest(self, person: str) -> None:
        self._put(Job(of_person(person), f"{JOBS}.ingest", person))

    def deliver(self, person: str) -> None:
        self._put(Job(DELIVER, f"{JOBS}.deliver", person))

    def fetch(self, media_id: int) -> None:
        self._put(Job(FETCH, f"{JOBS}.fetch", media_id))

    def standing(self) -> Mapping[str, int]:
        """As core.ports.Queue."""
        try:
            return {name: queue.count for name, queue in self._queues.items()}
        except RedisError:
            return {}

    def ping(self) -> None:
        """Raises QueueUnavailable."""
        try:
            self._redis.ping()
        except RedisError as error:
            raise QueueUnavailable(type(error).__name__) from error

    def flush(self) -> None:
        """Tell Redis now of what is not told yet."""
        while jobs := self._drained():
            self._tell(jobs)

    def _put(self, job: Job) -> None:
        self._jobs.put(job)
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._tell_always, name="queue", daemon=True)
                    self._thread.start()
                    atexit.register(self.flush)

    def _tell_always(self) -> None:
        while True:
            first = self._jobs.get()
            self._tell([first, *self._drained()])

    def _drained(self) -> list[Job]:
        jobs: list[Job] = []
        try:
            while len(jobs) < _MOST_AT_ONCE:
                jobs.append(self._jobs.get_nowait())
        except Empty:
            pass
        return jobs

    def _tell(self, jobs: Collection[Job]) -> None:
        try:
            new = self._not_standing(list(dict.fromkeys(jobs)))
            with self._redis.pipeline(transaction=False) as pipeline:
                for name, queue in self._queues.items():
                    limit = self._limits.get(name, JOB_TIMEOUT_S)
                    own = [_for_rq(job, stands, limit, self._vault) for job, stands in new if job.queue == name]
                    if own:
                        queue.enqueue_many(own, pipeline=pipeline)
                pipeline.execute()
        except RedisError as error:
            _log.warning("the queue is away (%s): the sweep will find this", type(error).__name__)

    def _not_standing(self, jobs: Sequence[Job]) -> list[tuple[Job, str]]:
        """Those of which none stands in line, by whoever told of it, each with its key."""
        keys = [_stands(job, self._vault) for job in jobs]
        with self._redis.pipeline(transaction=False) as pipeline:
            for key in keys:
                pipeline.set(key, 1, nx=True, ex=_STANDS_S)
            new = pipeline.execute()
        return [(job, key) for job, key, made in zip(jobs, keys, new, strict=True) if made]


def _stands(job: Job, vault: Vault | None) -> str:
    whose = f"{job.queue} {job.function} {job.argument}"
    return _STANDS + (hashlib.sha256(whose.encode()).hexdigest() if vault is None else vault.blind("job", whose))


def _for_rq(job: Job, stands: str, limit: int, vault: Vault | None) -> EnqueueData:
    argument = vault.seal(job.argument) if vault is not None and isinstance(job.argument, str) else job.argument
    return RqJobs.prepare_data(
        job.function,
        (argument,),
        timeout=limit,
        result_ttl=_RESULT_TTL_S,
        failure_ttl=_FAILURE_TTL_S,
        description=job.function,
        meta={"stands": stands},
    )
