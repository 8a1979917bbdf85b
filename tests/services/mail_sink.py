# ruff: noqa: N802 - the hooks are named as aiosmtpd calls them
"""A mail server that takes what we send and keeps it in memory, and refuses as told. Real SMTP, on loopback."""

import contextlib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.services.dovecot import free_port


@dataclass
class MailSink:
    """What came, and what to say next to MAIL, RCPT or DATA. ``drop`` closes the connection instead of answering."""

    taken: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    say: dict[str, str] = field(default_factory=dict)
    drop: str = ""
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    port: int = 0

    @property
    def mails(self) -> list[EmailMessage]:
        """Parsed by the standard library, which is stricter than ours."""
        return [message_from_bytes(raw, policy=policy.default) for _, _, raw in self.taken]  # type: ignore[misc]

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if "MAIL" in self.say:
            return self.say["MAIL"]
        envelope.mail_from = address or "<>"
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if "RCPT" in self.say:
            return self.say["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if "DATA" in self.say:
            return self.say["DATA"]
        self.taken.append((envelope.mail_from, list(envelope.rcpt_tos), bytes(envelope.original_content)))
        if self.drop == "DATA":
            server.transport.abort()
        return "250 OK"


@contextlib.contextmanager
def mail_sink(certificates: tuple[Path, Path] | None = None, *, login: bool = False) -> Iterator[MailSink]:
    """A running one; with certificates it wants STARTTLS."""
    sink = MailSink()
    more: dict[str, Any] = {}
    if certificates:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificates)
        more |= {"tls_context": context, "require_starttls": True}
    if login:

        def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
            sink.logins.append((data.login, data.password))
            return AuthResult(success=data.password == b"right", handled=False)

        more |= {"authenticator": check, "auth_required": True, "auth_exclude_mechanism": ["LOGIN"]}
    server = Controller(sink, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=True, **more)
    server.start()
    assert server.server is not None
    sink.port = server.server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        server.stop()
