"""``arzi listen folder``."""

import functools
import logging
import signal
import threading
from pathlib import Path

import click

from channels.letters.channel import LettersChannel
from core.errors import ConfigInvalid
from gateway.bootstrap import build, build_vault, look_at_store
from gateway.config import load_settings
from gateway.house import House
from gateway.listeners.folder import listen
from gateway.pipeline.accept import accept
from gateway.running.heartbeat import start_beating
from gateway.running.logs import set_up_logs
from gateway.running.metrics.serving import serve_metrics

_log = logging.getLogger(__name__)


@click.command(name="folder")
def command() -> None:
    """Take scans from the configured folder, and go on taking them.

    \b
    Example:
      arzi listen folder
    """
    settings = load_settings()
    set_up_logs(settings, "folder")
    house = build(settings)
    look_at_store(house.store)
    start_beating(house.store, "folder", house.clock)
    serve_metrics(settings)
    channel = letters_channel(house)
    wished = channel.settings.folder
    folder = wished.model_copy(update={"path": str(settings.home / wished.path)})
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    keep = functools.partial(accept, house, channel)
    _log.info("watching %s", Path(folder.path).name)
    try:
        listen(folder, channel.check, keep, stop, channel.settings.limits.max_bytes, build_vault(settings))
    except OSError as error:
        raise ConfigInvalid(f"channels.letters.folder.path: cannot be used: {error.strerror}") from error


def letters_channel(house: House) -> LettersChannel:
    """The configured channel. Raises ConfigInvalid where there is none."""
    channel = house.channels.get("letters")
    if not isinstance(channel, LettersChannel):
        raise ConfigInvalid("channels.letters: is missing; without it there are no letters to take")
    return channel
