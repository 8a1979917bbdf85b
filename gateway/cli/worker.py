"""``arzi worker``: a process that does the jobs of one or more queues."""

import click

from core.errors import ArziError
from core.ports import Clock
from core.store.engine import Store
from core.store.pipeline import ways
from gateway.bootstrap import look_at_store
from gateway.config import load_settings
from gateway.pipeline import workers
from gateway.pipeline.jobs import this_house
from gateway.pipeline.queue import DELIVER, QUEUES, connect
from gateway.running.heartbeat import start_beating
from gateway.running.logs import set_up_logs
from gateway.running.metrics.serving import serve_metrics


@click.command(name="worker")
@click.argument("queues", nargs=-1, type=click.Choice(QUEUES))
def command(queues: tuple[str, ...]) -> None:
    """Do the jobs of QUEUES (all of them, where none is named): of several in turn, answers in between.

    \b
    Examples:
      arzi worker
      arzi worker letters
    """
    settings = load_settings()
    set_up_logs(settings, "worker")
    house, queues = this_house(), queues or QUEUES
    look_at_store(house.store)
    store = house.store
    for queue in queues:
        start_beating(store, f"worker-{queue}", house.clock)
    serve_metrics(settings)
    if DELIVER in queues:
        try_shut_ways(store, house.clock)
    worker = workers.worker_of(queues, connect(settings.redis))
    worker.work(logging_level=None, with_scheduler=False)


def try_shut_ways(store: Store, clock: Clock) -> None:
    """Who starts a worker may have mended what a provider refused: a token, a password."""
    try:
        with store.write() as session:
            ways.try_now(session, clock.now())
    except ArziError:
        pass  # they are tried by and by
