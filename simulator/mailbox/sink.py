# ruff: noqa: ARG002, N802 - the hooks are aiosmtpd's
"""Where the gateway's mails go in development: a mail server that takes all and keeps it. ``arzi listen mailbox``.

It listens where ``channels.email.submission`` sends to, on loopback only, and passes nothing on.
"""

import asyncio
import functools
import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass

import click
from aiosmtpd.smtp import SMTP, Envelope, Session

from channels.email.settings import Settings as Email
from core.errors import ConfigInvalid
from gateway.config import LOOPBACK, channel_settings, load_settings
from gateway.running.logs import set_up_logs
from simulator.database import Database
from simulator.mailbox import mails

LARGEST = 64 * 1024 * 1024
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Keeper:
    """aiosmtpd's hooks."""

    database: Database

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep the mail for each of its recipients; only then say so."""
        raw = bytes(envelope.original_content or b"")
        await asyncio.to_thread(self._keep, raw, tuple(envelope.rcpt_tos))
        return "250 2.0.0 Kept"

    async def handle_exception(self, error: Exception) -> str:
        """The gateway tries again."""
        _log.error("the mailbox could not keep a mail", exc_info=error)
        return "451 4.3.0 Not now, please try again later"

    def _keep(self, raw: bytes, recipients: tuple[str, ...]) -> None:
        with self.database.write() as tx:
            for recipient in dict.fromkeys(recipients):
                mails.keep(tx, recipient, raw)


async def serve(
    database: Database, host: str, port: int, stop: asyncio.Event, ready: Callable[[int], None] = lambda _port: None
) -> None:
    """Take mail until ``stop``. ``ready`` is told the port. Raises ConfigInvalid for any address but loopback's, and
    OSError where the port is taken."""
    if host not in LOOPBACK:
        raise ConfigInvalid(f"the simulator's mailbox listens on this machine only, not on {host}")
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd writes addresses
    keeper = Keeper(database)
    session = functools.partial(
        SMTP, keeper, data_size_limit=LARGEST, enable_SMTPUTF8=True, hostname="mailbox.example", ident="Arzi simulator"
    )
    server = await asyncio.get_running_loop().create_server(session, host, port)
    ready(server.sockets[0].getsockname()[1])
    try:
        await stop.wait()
    finally:
        server.close()


@click.command(name="mailbox")
def command() -> None:
    """Keep what the gateway sends, to be seen at /simulator/mailbox. Development only.

    \b
    Example:
      arzi listen mailbox
    """
    settings = load_settings()
    if not settings.has_mailbox:
        raise ConfigInvalid(
            "channels.email.submission: the simulator's mailbox is for development, on this machine and without TLS"
        )
    set_up_logs(settings, "mailbox")
    out = channel_settings(settings, "email", Email).submission
    try:
        asyncio.run(_run(Database(settings.var / "simulator"), out.host, out.port))
    except OSError as error:
        raise ConfigInvalid(f"channels.email.submission: cannot listen on {out.host}:{out.port}: {error}") from error


async def _run(database: Database, host: str, port: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await serve(database, host, port, stop, lambda at: _log.info("keeping mail on port %d", at))
