"""Accepting mails with a photograph by SMTP, committed, beside bare aiosmtpd that writes and syncs a file a mail."""

import random
import secrets
import smtplib
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from statistics import median

from core.store.engine import open_engine
from core.store.migrate import migrate
from gateway.bench import bare_mail
from gateway.bench.load import Round
from gateway.bench.place import Place, free_port, temporary_place
from gateway.bench.results import Measure, Tell, spread

CONNECTIONS = (1, 4)
TO = "complaints@arzi.example"
PHOTO_BYTES = 100 * 1000
_numbers = count(1)
_photo = random.Random(1).randbytes(PHOTO_BYTES)  # noqa: S311 - only to fill a file


def measure(config: Path, quick: bool, tell: Tell) -> list[Measure]:
    """On SQLite, with 1 and with 4 connections."""
    rounds, size = (2, 40) if quick else (5, 300)
    ours_port, bare_port = free_port(), free_port()
    overrides = {
        "ARZI_CHANNELS__EMAIL__KEY": secrets.token_hex(16),
        "ARZI_CHANNELS__EMAIL__SMTP__PORT": str(ours_port),
    }
    with temporary_place(config, **overrides) as place:
        tell("mail: starting the mail server, and bare aiosmtpd beside it")
        place.start_redis()
        engine = open_engine(place.settings.database_url)
        migrate(engine)
        engine.dispose()
        place.start([sys.executable, "-m", "gateway", "listen", "smtp"], lambda: _answers(ours_port))
        _start_bare(place, bare_port)
        return [_measure(n, (ours_port, bare_port), rounds, size, tell) for n in CONNECTIONS]


def _measure(connections: int, ports: tuple[int, int], rounds: int, size: int, tell: Tell) -> Measure:
    ours: list[Round] = []
    limit: list[Round] = []
    for number in range(rounds + 1):
        limit.append(_send(ports[1], _mails(size), connections))
        ours.append(_send(ports[0], _mails(size), connections))
        tell(f"mail: round {number} of {rounds}: {ours[-1].rate:.0f}/s, bare {limit[-1].rate:.0f}/s")
    ours, limit = ours[1:], limit[1:]  # the first one warms up
    return Measure(
        name=f"accept a mail with a photo, {connections} connection{'s' if connections > 1 else ''} (SQLite)",
        ours=median(one.rate for one in ours),
        limit=median(one.rate for one in limit),
        unit="1/s",
        limit_is="bare aiosmtpd that writes the mail to a file and syncs it before it says 250",
        ours_ms=spread([second for one in ours for second in one.times]),
        limit_ms=spread([second for one in limit for second in one.times]),
    )


def _start_bare(place: Place, port: int) -> None:
    folder = place.folder / "bare"
    folder.mkdir()
    place.start([sys.executable, "-m", bare_mail.__name__, str(folder), str(port)], lambda: _answers(port))


def _mails(size: int) -> list[bytes]:
    return [_mail(next(_numbers)) for _ in range(size)]


def _mail(number: int) -> bytes:
    """A mail of its own, from one of a thousand citizens."""
    mail = EmailMessage()
    mail["From"], mail["To"] = f"gul{number % 1000}@example.org", TO
    mail["Subject"] = "Broken pole"
    mail["Message-ID"] = f"<{number}@example.org>"
    mail.set_content("The electric pole in our street is broken. See the photo.")
    mail.add_attachment(_photo, maintype="image", subtype="jpeg", filename="pole.jpg")
    return mail.as_bytes().replace(b"\n", b"\r\n")


def _send(port: int, mails: Sequence[bytes], connections: int) -> Round:
    """All of them, each connection one mail after the other."""
    shares = [mails[n::connections] for n in range(connections)]
    began = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        parts = list(pool.map(lambda share: _one_connection(port, share), shares))
    took = time.perf_counter() - began
    return Round(len(mails) / took, [second for part in parts for second in part])


def _one_connection(port: int, mails: Sequence[bytes]) -> list[float]:
    times: list[float] = []
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as smtp:
        for mail in mails:
            began = time.perf_counter()
            smtp.sendmail("gul@example.org", [TO], mail)
            times.append(time.perf_counter() - began)
    return times


def _answers(port: int) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=2) as smtp:
            return smtp.noop()[0] == 250
    except OSError:
        return False
