"""``arzi listen smtp``."""

import asyncio
import functools
import logging
import signal

import click

from channels.email import Email, Settings
from core.errors import ConfigInvalid
from gateway.bootstrap import build, look_at_store
from gateway.config import load_settings
from gateway.house import House
from gateway.listeners.smtp import serve
from gateway.pipeline.accept import accept
from gateway.running.heartbeat import start_beating
from gateway.running.logs import set_up_logs
from gateway.running.metrics.serving import serve_metrics

_log = logging.getLogger(__name__)


@click.command(name="smtp")
def command() -> None:
    """Take mail by SMTP or LMTP.

    \b
    Example:
      arzi listen smtp
    """
    settings = load_settings()
    set_up_logs(settings, "smtp")
    house = build(settings)
    look_at_store(house.store)
    start_beating(house.store, "smtp", house.clock)
    serve_metrics(settings)
    asyncio.run(_run(house, email_channel(house)))


def email_channel(house: House) -> Email:
    """The configured channel. Raises ConfigInvalid where there is none."""
    channel = house.channels.get("email")
    if not isinstance(channel, Email):
        raise ConfigInvalid("channels.email: is missing; without it there is no mail to take")
    return channel


def tell_what_proves(settings: Settings) -> None:
    """Behind another mail server the sender's is not seen: say so, unless that server's findings are trusted."""
    if settings.verify_senders and not settings.trusted_authserv_ids:
        _log.warning(
            "channels.email.trusted_authserv_ids is empty: behind another mail server only a DKIM signature or our"
            " signed reply address proves a sender; name the server that checks SPF, DKIM and DMARC (docs/email.md)"
        )


async def _run(house: House, channel: Email) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    keep = functools.partial(accept, house, channel)
    settings = channel.settings.smtp
    if settings.protocol == "lmtp":
        tell_what_proves(channel.settings)
    try:
        await serve(
            settings,
            channel.reader.own,
            keep,
            stop,
            ready=lambda port: _log.info("taking mail by %s on port %d", settings.protocol, port),
        )
    except OSError as error:
        raise ConfigInvalid(
            f"channels.email.smtp: cannot listen on {settings.host}:{settings.port}: {error}"
        ) from error
