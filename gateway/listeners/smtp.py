"""The mail server: SMTP from the internet, or LMTP behind Postfix. One process, ``arzi listen smtp``.

aiosmtpd speaks the protocol; here are its limits, and its end: on SIGTERM no new connection is taken, and mails that
are being kept are kept.
"""

import asyncio
import logging
import socket
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

from channels.email.settings import SmtpListener
from core.errors import ConfigInvalid
from gateway.listeners import AcceptEnvelope
from gateway.listeners.smtp_handler import Handler
from gateway.listeners.smtp_limits import Gate

AT_ONCE = 8
"""Mails that are being kept at a time."""
LONGEST_LINE = 256 * 1024
"""RFC 5321 allows 1000; programs that write a whole HTML mail on one line are not turned away."""
_STOP_WITHIN_S = 15


class _Bounded:
    """An SMTP session that is counted and that ends."""

    line_length_limit = LONGEST_LINE
    gate: Gate
    session_s: float
    _peer: str | None = None
    _end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self._peer is None and not self._enter(transport):
            return
        super().connection_made(transport)  # type: ignore[misc]  # mixed into SMTP

    def connection_lost(self, error: Exception | None) -> None:
        if self._peer is None:
            return
        if self._end is not None:
            self._end.cancel()
        self.gate.leave(self._peer)
        super().connection_lost(error)  # type: ignore[misc]  # mixed into SMTP

    def eof_received(self) -> bool | None:
        return super().eof_received() if self._peer is not None else False  # type: ignore[misc]  # mixed into SMTP

    def _enter(self, transport: Any) -> bool:
        name = transport.get_extra_info("peername")
        peer = str(name[0]) if isinstance(name, tuple) else ""
        if not self.gate.enter(peer):
            transport.write(b"421 4.7.0 Too many connections, please try again later\r\n")
            transport.close()
            return False
        self._peer = peer
        self._end = asyncio.get_running_loop().call_later(self.session_s, transport.close)
        return True


class _Smtp(_Bounded, SMTP):
    pass


class _Lmtp(_Bounded, LMTP):
    pass


async def serve(
    settings: SmtpListener,
    recipients: frozenset[str],
    accept: AcceptEnvelope,
    stop: asyncio.Event,
    ready: Callable[[int], None] = lambda _port: None,
) -> None:
    """Take mail until ``stop``. ``ready`` is told the port. Raises ConfigInvalid for certificates that cannot be read,
    and OSError where the address is taken."""
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd writes addresses, and at DEBUG whole mails
    loop = asyncio.get_running_loop()
    context = _tls(settings)
    gate = Gate(settings.max_connections, settings.max_connections_per_peer, settings.max_mails_per_minute)
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="keep") as pool:
        handler = Handler(accept, recipients, gate, pool, settings.protocol == "lmtp")
        server = await loop.create_server(
            lambda: _session(settings, handler, gate, context, loop), settings.host, settings.port, backlog=128
        )
        ready(server.sockets[0].getsockname()[1])
        try:
            await stop.wait()
        finally:
            server.close()
            with suppress(TimeoutError):
                async with asyncio.timeout(_STOP_WITHIN_S):
                    while handler.busy:
                        await asyncio.sleep(0.02)


def _session(
    settings: SmtpListener,
    handler: Handler,
    gate: Gate,
    context: ssl.SSLContext | None,
    loop: asyncio.AbstractEventLoop,
) -> SMTP:
    kind = _Lmtp if settings.protocol == "lmtp" else _Smtp
    session = kind(
        handler,
        data_size_limit=settings.max_bytes,
        enable_SMTPUTF8=True,
        hostname=settings.hostname or socket.getfqdn(),
        ident="Arzi",
        tls_context=context,
        require_starttls=settings.require_tls,
        timeout=settings.timeout_s,
        auth_exclude_mechanism=["LOGIN", "PLAIN"],
        command_call_limit={"*": 1000},
        loop=loop,
    )
    session.gate = gate
    session.session_s = settings.session_s
    return session


def _tls(settings: SmtpListener) -> ssl.SSLContext | None:
    if settings.certificate is None:
        if settings.require_tls:
            raise ConfigInvalid("channels.email.smtp.certificate: is missing, and require_tls is on")
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(settings.certificate, settings.private_key)
    except (OSError, ssl.SSLError) as error:
        raise ConfigInvalid(f"channels.email.smtp.certificate: cannot be used: {error}") from error
    return context
