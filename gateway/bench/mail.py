"""Mail: accepted per second with a photograph, committed, beside bare aiosmtpd that writes and syncs a file a mail; and
from acceptance to ticket (mail_ticket.py)."""

import sys
from pathlib import Path
from statistics import median

from core.store.engine import open_engine
from core.store.migrate import migrate
from gateway.bench import bare_mail, mail_ticket
from gateway.bench.load import Round
from gateway.bench.mail_load import answers, hand_over, letter, listening, start_mail
from gateway.bench.place import Place, free_port, temporary_place
from gateway.bench.results import Measure, Tell, spread

CONNECTIONS = (1, 4)


def measure(config: Path, quick: bool, tell: Tell) -> list[Measure]:
    """On SQLite, with 1 and with 4 connections; then to the ticket."""
    rounds, size = (2, 40) if quick else (5, 300)
    bare_port = free_port()
    with temporary_place(config, **listening()) as place:
        tell("mail: starting the mail server, and bare aiosmtpd beside it")
        place.start_redis()
        engine = open_engine(place.settings.database_url)
        migrate(engine)
        engine.dispose()
        ours_port = start_mail(place)
        _start_bare(place, bare_port)
        accepted = [_measure(n, (ours_port, bare_port), rounds, size, tell) for n in CONNECTIONS]
    return [*accepted, *mail_ticket.measure(config, quick, tell)]


def _measure(connections: int, ports: tuple[int, int], rounds: int, size: int, tell: Tell) -> Measure:
    ours: list[Round] = []
    limit: list[Round] = []
    for number in range(rounds + 1):
        limit.append(hand_over(ports[1], _mails(size), connections))
        ours.append(hand_over(ports[0], _mails(size), connections))
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
    place.start([sys.executable, "-m", bare_mail.__name__, str(folder), str(port)], lambda: answers(port))


def _mails(size: int) -> list[bytes]:
    """Mails of their own, of a thousand citizens."""
    words = "The electric pole in our street is broken. See the photo."
    return [letter(f"gul{number % 1000}@example.org", "Broken pole", words, photo=True) for number in range(size)]
