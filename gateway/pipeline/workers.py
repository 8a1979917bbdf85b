"""The order in which a worker of several queues takes jobs: an answer after each other job, and the others in turn.

RQ's own order is strict: a worker of ``ingest deliver`` would send no answer while messages come in. Answers always
first would do no better where the provider is slow: then nothing would come in.
"""

import logging
from typing import Any

from redis import Redis
from rq import SimpleWorker
from rq.exceptions import DeserializationError
from rq.job import Job
from rq.queue import Queue as RqJobs

from gateway.pipeline.queue import AS_JSON, DELIVER, INGEST, TIMED, OwnJob

_log = logging.getLogger(__name__)


class FairWorker(SimpleWorker):
    """No fork for each job: ours are short, and the database knows what is unfinished."""

    def reorder_queues(self, reference_queue: RqJobs) -> None:
        """After each job, as RQ calls it; ``reference_queue`` is where that job stood."""
        order = self._ordered_queues
        done = next((n for n, queue in enumerate(order) if queue.name == reference_queue.name), len(order) - 1)
        others = [queue for queue in (*order[done + 1 :], *order[: done + 1]) if queue.name != DELIVER]
        answers = [queue for queue in order if queue.name == DELIVER]
        self._ordered_queues = [*others, *answers] if reference_queue.name == DELIVER else [*answers, *others]

    def handle_exception(self, job: Job, *exc_info: Any) -> None:
        """As ours are logged: RQ would write the job's arguments and what the error says into the log."""
        try:
            name = job.func_name
        except DeserializationError:  # an earlier version's, or nobody of ours wrote it; the sweep finds what was meant
            _log.error("a job that is not JSON was not opened: %s", job.id)
            return
        _log.error("a job failed: %s", name, exc_info=exc_info)

    def handle_job_failure(self, *given: Any, **more: Any) -> None:
        """Without the error's words, which RQ would keep in Redis: they may be a citizen's."""
        more["exc_string"] = "its worker's log says why"
        super().handle_job_failure(*given, **more)


def worker_of(named: tuple[str, ...], redis: Redis) -> FairWorker:
    """A worker of these queues, which reads jobs as queue.py writes them."""
    return FairWorker(queues_of(named), connection=redis, serializer=AS_JSON, job_class=OwnJob)


def queues_of(named: tuple[str, ...]) -> list[str]:
    """The queues that a worker serves, answers first. Who takes messages also does what the clock asks for: a queue of
    its own, so that the sweep and the deadlines do not stand behind all messages."""
    wanted = [*([DELIVER] if DELIVER in named else []), *([TIMED] if INGEST in named else [])]
    return [*wanted, *(name for name in named if name not in wanted)]
