"""The other side of the mail benches: a mail server to measure, mails of citizens, and clients that hand them over."""

import random
import secrets
import smtplib
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from itertools import count

from workbench.bench.load import Round
from workbench.bench.place import Place, free_port

TO = "complaints@arzi.example"
PHOTO_BYTES = 100 * 1000
_numbers = count(1)
_photo = random.Random(1).randbytes(PHOTO_BYTES)  # noqa: S311 - only to fill a file


def listening() -> dict[str, str]:
    """What temporary_place needs for a mail server on a free port. Nothing is looked up in the DNS."""
    return {
        "ARZI_CHANNELS__EMAIL__KEY": secrets.token_hex(16),
        "ARZI_CHANNELS__EMAIL__SMTP__PORT": str(free_port()),
        "ARZI_CHANNELS__EMAIL__VERIFY_SENDERS": "false",
        "ARZI_CHANNELS__EMAIL__MAX_PER_HOUR": "100000",
    }


def start_mail(place: Place) -> int:
    """The gateway's own mail server, in a place that is ``listening``; its port."""
    port = int(place.environment["ARZI_CHANNELS__EMAIL__SMTP__PORT"])
    place.start([sys.executable, "-m", "gateway", "listen", "smtp"], lambda: answers(port))
    return port


def letter(sender: str, subject: str, text: str, *, photo: bool) -> bytes:
    """A mail of its own, with or without a photograph of 100 kB."""
    number = next(_numbers)
    mail = EmailMessage()
    mail["From"], mail["To"] = f"Gul Khan <{sender}>", TO
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{number}@example.org>"
    mail.set_content(text)
    if photo:
        mail.add_attachment(_photo, maintype="image", subtype="jpeg", filename="pole.jpg")
    return mail.as_bytes().replace(b"\n", b"\r\n")


def hand_over(port: int, mails: Sequence[bytes], connections: int) -> Round:
    """All of them, each connection one mail after the other."""
    shares = [mails[n::connections] for n in range(connections)]
    began = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        parts = list(pool.map(lambda share: _one_connection(port, share), shares))
    took = time.perf_counter() - began
    return Round(len(mails) / took, [second for part in parts for second in part])


def answers(port: int) -> bool:
    """Is there a mail server at this port?"""
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=2) as smtp:
            return smtp.noop()[0] == 250
    except OSError:
        return False


def _one_connection(port: int, mails: Sequence[bytes]) -> list[float]:
    times: list[float] = []
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as smtp:
        for mail in mails:
            began = time.perf_counter()
            smtp.sendmail("gul@example.org", [TO], mail)
            times.append(time.perf_counter() - began)
    return times
