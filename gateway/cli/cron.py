"""``arzi cron``: RQ's cron, which queues the timed jobs."""

import click
from rq.cron import CronScheduler

from gateway import jobs, upkeep
from gateway.bootstrap import build_cases, build_store
from gateway.config import load_settings
from gateway.heartbeat import start_beating
from gateway.logs import set_up_logs
from gateway.metrics.serving import serve_metrics
from gateway.queue import INGEST, connect

SUMS_EVERY_S = 15
FLAGS_EVERY_S = 3600
HELPLINE_EVERY_S = 30
ERASE_EVERY_S = 6 * 3600


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
    start_beating(store, "cron")
    upkeep.start(store, build_cases(settings))
    serve_metrics(settings)
    scheduler = CronScheduler(connection=connect(settings.redis))
    every = settings.limits.sweep_every_s
    scheduler.register(jobs.sweep, queue_name=INGEST, interval=every, result_ttl=0, job_timeout=60)
    due = settings.casework.deadlines_every_s
    scheduler.register(jobs.deadlines, queue_name=INGEST, interval=int(due), result_ttl=0, job_timeout=600)
    scheduler.register(jobs.sums, queue_name=INGEST, interval=SUMS_EVERY_S, result_ttl=0, job_timeout=600)
    scheduler.register(jobs.flags, queue_name=INGEST, interval=FLAGS_EVERY_S, result_ttl=0, job_timeout=600)
    scheduler.register(jobs.erase, queue_name=INGEST, interval=ERASE_EVERY_S, result_ttl=0, job_timeout=600)
    scheduler.register(jobs.helpline, queue_name=INGEST, interval=HELPLINE_EVERY_S, result_ttl=0, job_timeout=300)
    scheduler.start()  # type: ignore[no-untyped-call]
