"""``arzi worker``: a process that does the jobs of one or more queues."""

import click
from rq import SimpleWorker

from gateway.config import load_settings
from gateway.heartbeat import start_beating
from gateway.jobs import this_house
from gateway.logs import set_up_logs
from gateway.metrics.serving import serve_metrics
from gateway.queue import QUEUES, connect


@click.command(name="worker")
@click.argument("queues", nargs=-1, type=click.Choice(QUEUES))
def command(queues: tuple[str, ...]) -> None:
    """Do the jobs of QUEUES (all of them, where none is named).

    \b
    Examples:
      arzi worker
      arzi worker letters
    """
    settings = load_settings()
    set_up_logs(settings, "worker")
    start_beating(this_house().store, "worker")
    serve_metrics(settings)
    # No fork for each job: ours are short, and the database knows what is unfinished.
    worker = SimpleWorker(list(queues or QUEUES), connection=connect(settings.redis))
    worker.work(logging_level=None, with_scheduler=False)
