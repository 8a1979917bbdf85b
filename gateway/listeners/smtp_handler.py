# ruff: noqa: ARG002 - aiosmtpd hands its hooks more than they need
"""What the mail server answers: whose mail is taken, and 250 only when it is kept.

=====================================  ====  ==============================================================
what happened                          says  why
=====================================  ====  ==============================================================
committed, now or by an earlier try    250   the sender may forget it
database or disk away, too much waits  451   the sender keeps it and tries again
a fault of ours                        451   the same
not one of our addresses               550   this is no relay
refused by accept (today nothing is)   554   the same again would be refused again
=====================================  ====  ==============================================================

Sources: RFC 5321 4.2 (replies), RFC 2033 (LMTP: a reply for each recipient), RFC 3463 (enhanced codes).
"""

import asyncio
import logging
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiosmtpd.smtp import SMTP, Session
from aiosmtpd.smtp import Envelope as SmtpEnvelope

from channels.email.charsets import clean
from channels.email.parse import envelope_id
from core.errors import Rejected, Unavailable
from core.messages import Envelope
from gateway.listeners import AcceptEnvelope
from gateway.listeners.smtp_limits import Gate

MOST_RECIPIENTS = 100
_LATER = "451 4.3.0 Not now, please try again later"
_log = logging.getLogger(__name__)


@dataclass
class Handler:
    """aiosmtpd's hooks. ``recipients`` are the addresses that we take mail for, lower case."""

    accept: AcceptEnvelope
    recipients: frozenset[str]
    gate: Gate
    pool: Executor
    lmtp: bool = False
    busy: int = 0
    """Mails that are being kept now."""

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: SmtpEnvelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """What we can do. Nobody logs in here, so no AUTH is offered."""
        session.host_name = hostname
        return [line for line in responses if not line[4:].startswith("AUTH")]

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: SmtpEnvelope, address: str | None, options: list[str]
    ) -> str:
        """Begin a mail, unless its peer has sent its share."""
        if not self.gate.mail(peer_of(session), asyncio.get_running_loop().time()):
            return "451 4.7.1 Too many mails from you in this minute, please try again later"
        envelope.mail_from = address or "<>"
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: SmtpEnvelope, address: str, options: list[str]
    ) -> str:
        """Take only mail for our own addresses, with or without something after a plus sign."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        if not is_ours(address, self.recipients):
            return "550 5.7.1 No mail is taken for this address here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: SmtpEnvelope) -> str:  # noqa: N802
        """Keep the mail; only then say so."""
        raw = bytes(envelope.original_content or b"")
        facts = facts_of(session, envelope)
        self.busy += 1
        try:
            answer = await asyncio.get_running_loop().run_in_executor(self.pool, self._keep, raw, facts)
        finally:
            self.busy -= 1
        return "\r\n".join([answer] * len(envelope.rcpt_tos)) if self.lmtp else answer

    async def handle_exception(self, error: Exception) -> str:
        """A fault of ours is no reason for the sender to give up."""
        _log.error("a mail session failed", exc_info=error)
        return _LATER

    def _keep(self, raw: bytes, facts: dict[str, str]) -> str:
        try:
            accepted = self.accept(Envelope("email", envelope_id(raw), raw, datetime.now(UTC), facts))
        except Unavailable as error:
            _log.warning("not taken now: %s: %s", error.kind, error.detail)
            return _LATER
        except Rejected as error:
            return f"554 5.6.0 {error.tell}"
        except Exception:  # noqa: BLE001 - a fault of ours must not make the sender give up
            _log.exception("a mail could not be kept")
            return _LATER
        return "250 2.6.0 Kept" if accepted.new else "250 2.6.0 Kept before"


def is_ours(address: str, recipients: frozenset[str]) -> bool:
    """Is it one of these addresses, or one of them with a plus part?"""
    local, at, domain = address.strip().lower().rpartition("@")
    return bool(at) and (f"{local}@{domain}" in recipients or f"{local.partition('+')[0]}@{domain}" in recipients)


def peer_of(session: Session) -> str:
    """The address of the other side; empty for a local socket."""
    peer: Any = session.peer
    return str(peer[0]) if isinstance(peer, tuple) and peer else ""


def facts_of(session: Session, envelope: SmtpEnvelope) -> dict[str, str]:
    """What the session tells beside the mail."""
    return {
        "peer": peer_of(session),
        "helo": clean(str(session.host_name or ""))[:255],
        "mail_from": clean(str(envelope.mail_from or "")).removeprefix("<>"),
        "recipients": " ".join(dict.fromkeys(envelope.rcpt_tos)),
        "tls": "yes" if session.ssl else "no",
    }
