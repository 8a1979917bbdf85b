"""``arzi cron``: RQ's cron, which queues the timed jobs."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import FrameType

import click
from redis import Redis, RedisError
from rq.cron import CronJob, CronScheduler
from rq.exceptions import StopRequested
from rq.job import Job

from gateway.bootstrap import build_cases, build_channels, build_queue, build_store, look_at_store
from gateway.config import Settings, load_settings
from gateway.pipeline import jobs, upkeep, waking
from gateway.pipeline.queue import TIMED, connect, jobs_of
from gateway.running import publishing
from gateway.running.heads import daily
from gateway.running.heartbeat import start_beating
from gateway.running.logs import set_up_logs
from gateway.running.metrics.serving import serve_metrics
from gateway.running.moved_clock import build_clock

SUMS_EVERY_S = 15
ALARMS_EVERY_S = 20
UNFINISHED_EVERY_S = 60
FLAGS_EVERY_S = 3600
HELPLINE_EVERY_S = 30
ERASE_EVERY_S = 6 * 3600
WAIT_S = 2.0
_log = logging.getLogger(__name__)


@click.command(name="cron")
def command() -> None:
    """Queue the timed jobs: the sweep, deadlines. Several may run; each job's work is done once all the same.

    \b
    Example:
      arzi cron
    """
    settings = load_settings()
    set_up_logs(settings, "cron")
    store = build_store(settings)
    look_at_store(store)
    clock = build_clock(settings)
    start_beating(store, "cron", clock)
    upkeep.start(store, build_cases(settings), clock)
    daily.start(store, settings, clock)
    if settings.open_data.enabled:
        publishing.start(store, build_cases(settings), settings.open_data.least_persons, clock)
    waking.start(store, build_queue(settings, build_channels(settings)), clock)
    serve_metrics(settings)
    keep_time(lambda: scheduler(settings))


class TimedJob(CronJob):
    """RQ's, which would write the job down as pickle whatever its queue says."""

    def enqueue(self, connection: Redis) -> Job:
        """Into its queue. (RQ also keeps a list of those before, for a page that we do not have.)"""
        assert self.func is not None
        return jobs_of(self.queue_name, connection).enqueue(self.func, **self.job_options)


class Scheduler(CronScheduler):
    """RQ's, which knows afterwards whether it was asked to end."""

    asked_to_end = False

    def enqueue_jobs(self) -> list[CronJob]:
        """As RQ's; a job that waits for longer than its interval does so because the clock was set back: it is due."""
        for job in self.get_jobs():
            last = job.latest_enqueue_time
            if last is not None and last > datetime.now(UTC):
                job.set_enqueue_time(datetime.now(UTC) - timedelta(seconds=job.interval or 0))
        return super().enqueue_jobs()

    def _request_stop(self, signum: int, frame: FrameType | None) -> None:
        self.asked_to_end = True
        super()._request_stop(signum, frame)  # type: ignore[no-untyped-call]


def scheduler(settings: Settings) -> Scheduler:
    """All timed jobs. They stand in a queue of their own, which whoever takes messages serves."""
    made = Scheduler(connection=connect(settings.redis))
    for job, every, longest in (
        (jobs.sweep, settings.limits.sweep_every_s, 60),
        (jobs.deadlines, int(settings.casework.deadlines_every_s), 600),
        (jobs.sums, SUMS_EVERY_S, 600),
        (jobs.alarms, ALARMS_EVERY_S, 120),
        (jobs.ask_unfinished, UNFINISHED_EVERY_S, 300),
        (jobs.flags, FLAGS_EVERY_S, 600),
        (jobs.erase, ERASE_EVERY_S, 600),
        (jobs.helpline, HELPLINE_EVERY_S, 300),
    ):
        made.get_jobs().append(TimedJob(TIMED, job, interval=every, result_ttl=0, job_timeout=longest))
    return made


def keep_time(make: Callable[[], Scheduler], wait_s: float = WAIT_S) -> None:
    """Until it is asked to end. A Redis that is away is waited for, as workers do: nothing else would miss us."""
    try:
        while not _ran(make()):
            time.sleep(wait_s)  # nobody tells that Redis is back; the handler's StopRequested ends the wait at once
    except StopRequested:  # by the handler that the scheduler before left
        return


def _ran(made: Scheduler) -> bool:
    """To its end; False where Redis went away."""
    try:
        made.start()  # type: ignore[no-untyped-call]
    except RedisError as error:
        if not made.asked_to_end:
            _log.warning("the queue is away (%s): waiting for it", type(error).__name__)
        return made.asked_to_end
    return True
