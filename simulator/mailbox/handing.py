"""A citizen's mail → the gateway's mail server, by SMTP or LMTP. Its answer is given back in its own words."""

import smtplib
from contextlib import suppress

from simulator.mailbox.office import Office

PATIENCE_S = 30


def hand_over(office: Office, sender: str, to: str, raw: bytes) -> str:
    """What the server says at last (``250 2.6.0 Kept``, ``550 …``, ``451 …``), or why nobody answers."""
    if office.port is None:
        return "the gateway has no mail server: channels.email.smtp is switched off"
    kind = smtplib.LMTP if office.protocol == "lmtp" else smtplib.SMTP
    try:
        server = kind(office.host, office.port, timeout=PATIENCE_S)
    except (OSError, smtplib.SMTPException) as error:
        return f"the gateway's mail server at {office.host}:{office.port} does not answer: {error}"
    try:
        return _said(*_speak(server, sender, to, raw))
    except smtplib.SMTPResponseException as error:
        return _said(error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException) as error:
        return f"the gateway's mail server hung up: {error}"
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()


def _speak(server: smtplib.SMTP, sender: str, to: str, raw: bytes) -> tuple[int, bytes]:
    server.ehlo()
    utf8 = ["SMTPUTF8", "BODY=8BITMIME"] if not (sender + to).isascii() else []
    if utf8:
        server.command_encoding = "utf-8"
    for code, words in (server.mail(sender, utf8), server.rcpt(to)):
        if code != 250:
            return code, words
    return server.data(raw)


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {text}"
