"""``arzi listen imap``."""

import functools
import logging
import signal
import threading

import click

from core.errors import ConfigInvalid
from gateway.accept import accept
from gateway.bootstrap import build
from gateway.config import load_settings
from gateway.heartbeat import start_beating
from gateway.listeners.bookmarks import StoredBookmark
from gateway.listeners.imap import listen
from gateway.listeners.smtp_command import email_channel, tell_what_proves
from gateway.logs import set_up_logs
from gateway.metrics.serving import serve_metrics

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
    start_beating(house.store, "imap")
    serve_metrics(settings)
    channel = email_channel(house)
    mailbox = channel.settings.imap
    if not mailbox.host or not mailbox.user:
        raise ConfigInvalid("channels.email.imap.host and user: are missing; they say which mailbox to read")
    tell_what_proves(channel.settings)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    name = f"imap:{mailbox.user}@{mailbox.host}:{mailbox.port}/{mailbox.folder}"
    _log.info("reading %s on %s", mailbox.folder, mailbox.host)
    listen(mailbox, StoredBookmark(house.store, name), functools.partial(accept, house, channel), stop)
