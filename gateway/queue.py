"""The queue: RQ on Redis. It only says "look there now"; what it forgets, the sweep finds in the database."""

import logging
from dataclasses import dataclass

from redis import ConnectionPool, Redis, RedisError
from rq import Queue as RqJobs

from core.errors import QueueUnavailable

INGEST, DELIVER, FETCH, LETTERS = "ingest", "deliver", "fetch", "letters"
QUEUES = (INGEST, DELIVER, FETCH, LETTERS)
JOB_TIMEOUT_S = 600
_RESULT_TTL_S = 0
_FAILURE_TTL_S = 3600
_log = logging.getLogger(__name__)


def connect(url: str) -> Redis:
    """A client for a Redis URL (``redis://`` or ``unix://``). No connection is made yet."""
    return Redis(connection_pool=ConnectionPool.from_url(url, socket_connect_timeout=2, health_check_interval=30))


@dataclass(frozen=True, slots=True)
class RqQueue:
    """core.ports.Queue. A Redis that is away is written down and forgiven: the sweep comes by."""

    redis: Redis

    def ingest(self, person: str) -> None:
        self._put(LETTERS if person.startswith("letter:") else INGEST, "gateway.jobs.ingest", person)

    def deliver(self, person: str) -> None:
        self._put(DELIVER, "gateway.jobs.deliver", person)

    def fetch(self, media_id: int) -> None:
        self._put(FETCH, "gateway.jobs.fetch", media_id)

    def ping(self) -> None:
        """Raises QueueUnavailable."""
        try:
            self.redis.ping()
        except RedisError as error:
            raise QueueUnavailable(type(error).__name__) from error

    def _put(self, queue: str, function: str, argument: str | int) -> None:
        try:
            RqJobs(queue, connection=self.redis).enqueue(
                function,
                argument,
                job_timeout=JOB_TIMEOUT_S,
                result_ttl=_RESULT_TTL_S,
                failure_ttl=_FAILURE_TTL_S,
                description=function,
            )
        except RedisError as error:
            _log.warning("the queue is away (%s): the sweep will find this", type(error).__name__)
