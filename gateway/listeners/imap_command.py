"""``arzi listen imap``."""

import functools
import logging
import signal
import threading
from contextlib import suppress

import click

from core.errors import ArziError, ConfigInvalid
from gateway.bootstrap import build, look_at_store
from gateway.config import load_settings
from gateway.listeners.bookmarks import StoredBookmark, Turn
from gateway.listeners.imap import listen
from gateway.listeners.smtp_command import email_channel, tell_what_proves
from gateway.pipeline.accept import accept
from gateway.running.heartbeat import start_beating
from gateway.running.logs import set_up_logs
from gateway.running.metrics.serving import serve_metrics

_log = logging.getLogger(__name__)


@click.command(name="imap")
def command() -> None:
    """Read the configured mailbox, and go on reading it.

    \b
    Example:
      arzi listen imap
    """
    settings = load_settings()
    set_up_logs(settings, "imap")
    house = build(settings)
    look_at_store(house.store)
    beating = start_beating(house.store, "imap", house.clock)
    serve_metrics(settings)
    channel = email_channel(house)
    mailbox = channel.settings.imap
    if not mailbox.host or not mailbox.user:
        raise ConfigInvalid("channels.email.imap.host and user: are missing; they say which mailbox to read")
    if fault := mailbox.missing_key():
        raise ConfigInvalid(f"channels.email.imap.{fault}")
    tell_what_proves(channel.settings)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    name = f"imap:{mailbox.user}@{mailbox.host}:{mailbox.port}/{mailbox.folder}"
    _log.info("reading %s on %s", mailbox.folder, mailbox.host)
    keep = functools.partial(accept, house, channel)
    turn = Turn(house.store, name, house.clock)
    listen(mailbox, StoredBookmark(house.store, name), keep, stop, lambda: beating.tell(None), beating.tell, turn.mine)
    with suppress(ArziError):  # then it is free within a minute
        turn.release()
