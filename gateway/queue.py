"""The queue: RQ on Redis. It only says "look there now"; what it forgets, the sweep finds in the database."""

import atexit
import logging
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from redis import ConnectionPool, Redis, RedisError
from rq import Queue as RqJobs
from rq.queue import EnqueueData

from core.errors import QueueUnavailable

INGEST, DELIVER, FETCH, LETTERS = "ingest", "deliver", "fetch", "letters"
QUEUES = (INGEST, DELIVER, FETCH, LETTERS)
JOB_TIMEOUT_S = 600
_RESULT_TTL_S = 0
_FAILURE_TTL_S = 3600
_MOST_AT_ONCE = 100
_log = logging.getLogger(__name__)


def of_person(person: str) -> str:
    """The queue in which a person's messages stand: letters take long, and must not keep chats waiting."""
    return LETTERS if person.startswith("letter:") else INGEST


def connect(url: str) -> Redis:
    """A client for a Redis URL (``redis://`` or ``unix://``). No connection is made yet."""
    return Redis(connection_pool=ConnectionPool.from_url(url, socket_connect_timeout=2, health_check_interval=30))


@dataclass(frozen=True, slots=True)
class Job:
    """A function of gateway/jobs.py, what it is called with, and the queue that it stands in."""

    queue: str
    function: str
    argument: str | int


class RqQueue:
    """core.ports.Queue. A thread of its own tells Redis, of as many jobs at once as there are: who queues one does not
    wait for Redis. A Redis that is away is written down and forgiven: the sweep comes by."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._queues = {name: RqJobs(name, connection=redis) for name in QUEUES}
        self._jobs: SimpleQueue[Job] = SimpleQueue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def ingest(self, person: str) -> None:
        self._put(Job(of_person(person), "gateway.jobs.ingest", person))

    def deliver(self, person: str) -> None:
        self._put(Job(DELIVER, "gateway.jobs.deliver", person))

    def fetch(self, media_id: int) -> None:
        self._put(Job(FETCH, "gateway.jobs.fetch", media_id))

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
            with self._redis.pipeline(transaction=False) as pipeline:
                for name, queue in self._queues.items():
                    own = [_for_rq(job) for job in dict.fromkeys(jobs) if job.queue == name]
                    if own:
                        queue.enqueue_many(own, pipeline=pipeline)
                pipeline.execute()
        except RedisError as error:
            _log.warning("the queue is away (%s): the sweep will find this", type(error).__name__)


def _for_rq(job: Job) -> EnqueueData:
    return RqJobs.prepare_data(
        job.function,
        (job.argument,),
        timeout=JOB_TIMEOUT_S,
        result_ttl=_RESULT_TTL_S,
        failure_ttl=_FAILURE_TTL_S,
        description=job.function,
    )
