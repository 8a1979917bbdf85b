"""``arzi listen poll``."""

import functools
import logging
import signal
import threading
from contextlib import suppress

import click

from core.errors import ArziError, ConfigInvalid
from core.ports import PolledChannel
from gateway.bootstrap import build, look_at_store
from gateway.config import load_settings
from gateway.listeners.bookmarks import Turn
from gateway.listeners.poll import Polled, listen
from gateway.pipeline.accept import accept
from gateway.running.heartbeat import start_beating
from gateway.running.logs import set_up_logs
from gateway.running.metrics.serving import serve_metrics

_log = logging.getLogger(__name__)


@click.command(name="poll")
def command() -> None:
    """Ask providers that do not call us what came, and go on asking them.

    \b
    Example:
      arzi listen poll
    """
    settings = load_settings()
    set_up_logs(settings, "poll")
    house = build(settings)
    look_at_store(house.store)
    beating = start_beating(house.store, "poll", house.clock)
    serve_metrics(settings)
    polled = [
        Polled(channel, functools.partial(accept, house, channel))
        for name, channel in house.channels.items()
        if isinstance(channel, PolledChannel) and settings.is_on(name, "poll")
    ]
    if not polled:
        raise ConfigInvalid("channels: none of them has poll: {enabled: true}; without one nobody is to be asked")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    _log.info("asking %s", ", ".join(one.channel.name for one in polled))
    turn = Turn(house.store, "poll", house.clock)
    listen(polled, house.store, house.clock, stop, beating.tell, turn.mine)
    with suppress(ArziError):  # then it is free within a minute
        turn.release()
