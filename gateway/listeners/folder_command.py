"""``arzi listen folder``."""

import functools
import logging
import signal
import threading
from pathlib import Path

import click

from channels.letters.channel import LettersChannel
from core.errors import ConfigInvalid
from gateway.accept import accept
from gateway.bootstrap import build
from gateway.config import load_settings
from gateway.heartbeat import start_beating
from gateway.house import House
from gateway.listeners.folder import listen
from gateway.logs import set_up_logs
from gateway.metrics.serving import serve_metrics

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
    start_beating(house.store, "folder")
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
        listen(folder, channel.check, keep, stop, channel.settings.limits.max_bytes)
    except OSError as error:
        raise ConfigInvalid(f"channels.letters.folder.path: cannot be used: {error.strerror}") from error


def letters_channel(house: House) -> LettersChannel:
    """The configured channel. Raises ConfigInvalid where there is none."""
    channel = house.channels.get("letters")
    if not isinstance(channel, LettersChannel):
        raise ConfigInvalid("channels.letters: is missing; without it there are no letters to take")
    return channel
