"""OutboundMessage → SMTP submission over TLS.

===========================  =====================  ==========================================================
what happens                 raised                 why
===========================  =====================  ==========================================================
no connection, 4xx           DeliveryDelayed        nothing was taken
5xx before MAIL, no TLS      AccountRefused         the server refuses us, or is not the one that it was
5xx to MAIL, 530, 535 …      AccountRefused         the same: our sender, or our sign-in (RFC 4954)
another 5xx to RCPT or DATA  DeliveryFailed         the same again would be refused again
no answer after the last dot DeliveryUnknown        the server may have taken it (RFC 1047)
===========================  =====================  ==========================================================

A mail has the same Message-ID each time it is tried, so that a second copy can be recognised.
Sources: RFC 6409 (submission), RFC 8314 (TLS), RFC 3461 (DSN).
"""

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage

from channels.email.compose import ascii_domain, compose
from channels.email.reply_address import Signer
from channels.email.settings import Settings, Submission
from core.errors import AccountRefused, DeliveryDelayed, DeliveryFailed, DeliveryUnknown
from core.messages import OutboundMessage

Now = Callable[[], datetime]
_OURS = {530, 534, 535, 538}
"""Sign-in is wanted, too weak, wrong, or not without TLS (RFC 4954, 6)."""
_OF_THE_MAIL = {552, 555}
"""Refused at MAIL for the mail itself: its size, its parameters."""


def send(message: OutboundMessage, settings: Settings, signer: Signer, now: Now = lambda: datetime.now(UTC)) -> str:
    """Hand it over; its Message-ID. Raises as core.ports.Channel.send."""
    mail = compose(message, signer, settings.name, now())
    hand_over(mail, signer.bounce_address(message.id), ascii_domain(message.to), settings.submission, message.id)
    return str(mail["Message-ID"])


def hand_over(mail: EmailMessage, sender: str, to: str, submission: Submission, our_id: str) -> None:
    """A mail as it is, to one address. Raises as core.ports.Channel.send."""
    server = _connect(submission)
    try:
        _hand_over(server, sender, to, bytes(mail), our_id)
    except smtplib.SMTPServerDisconnected as error:
        raise DeliveryDelayed(f"submission: {error}") from error
    except OSError as error:
        raise DeliveryDelayed(f"submission: {type(error).__name__}") from error
    finally:
        with suppress(smtplib.SMTPException, OSError):
            server.quit()


def _connect(out: Submission) -> smtplib.SMTP:
    context = ssl.create_default_context(cafile=out.ca_file)
    try:
        if out.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(out.host, out.port, timeout=out.timeout_s, context=context)
        else:
            server = smtplib.SMTP(out.host, out.port, timeout=out.timeout_s)
    except smtplib.SMTPResponseException as error:
        raise _turned_away(error.smtp_code, "at the greeting") from error
    except ssl.SSLCertVerificationError as error:
        raise AccountRefused(f"submission: no TLS that we trust: {error.verify_message}", code="tls") from error
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryDelayed(f"submission: cannot connect: {error}") from error
    try:
        if out.security == "starttls":
            server.starttls(context=context)
        server.ehlo_or_helo_if_needed()
        if out.user and out.password is not None:
            server.login(out.user, out.password.get_secret_value())
    except smtplib.SMTPResponseException as error:
        server.close()
        raise _turned_away(error.smtp_code, "at login") from error
    except (smtplib.SMTPNotSupportedError, ssl.SSLCertVerificationError) as error:
        server.close()
        raise AccountRefused(f"submission: {error}", code="tls") from error
    except (smtplib.SMTPException, OSError) as error:
        server.close()
        raise DeliveryDelayed(f"submission: {error}") from error
    return server


def _hand_over(server: smtplib.SMTP, sender: str, to: str, content: bytes, our_id: str) -> None:
    options = [f"SIZE={len(content)}"] if server.has_extn("size") else []
    if server.has_extn("dsn"):
        options += ["RET=HDRS", f"ENVID={re.sub('[^A-Za-z0-9]', '', our_id)}"]
    if not to.isascii():
        if not server.has_extn("smtputf8"):
            raise DeliveryFailed("the recipient's address needs SMTPUTF8", code="5.6.7")
        options.append("SMTPUTF8")
    answer = server.mail(sender, options)
    _check(answer, 250, of_us=answer[0] not in _OF_THE_MAIL)
    answer = server.rcpt(to)
    # "Relaying denied" is said by a server that did not have us sign in.
    _check(answer, 250, 251, of_us=b"relay" in answer[1].lower())
    _check(server.docmd("DATA"), 354)
    server.send(re.sub(rb"(?m)^\.", b"..", content) + b".\r\n")
    try:
        answer = server.getreply()
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        raise DeliveryUnknown("submission: no answer after the mail was handed over") from error
    _check(answer, 250)


def _check(answer: tuple[int, bytes], *wanted: int, of_us: bool = False) -> None:
    code, words = answer
    if code in wanted:
        return
    enhanced = re.match(rb"([245]\.\d{1,3}\.\d{1,3})\b", words)
    shown = enhanced[1].decode() if enhanced else str(code)
    if code in _OURS or (of_us and 500 <= code < 600):
        raise AccountRefused(f"submission: {code} {shown}", code=shown)
    if 500 <= code < 600:
        raise DeliveryFailed(f"submission: {code} {shown}", code=shown)
    raise DeliveryDelayed(f"submission: {code} {shown}", code=shown)


def _turned_away(code: int, where: str) -> AccountRefused | DeliveryDelayed:
    """A server that answers so before it has heard of any mail."""
    kind = AccountRefused if 500 <= code < 600 else DeliveryDelayed
    return kind(f"submission: {code} {where}", code=str(code))
