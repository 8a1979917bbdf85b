"""Mail: accepted per second with a photograph, committed, beside bare aiosmtpd that writes and syncs a file a mail; and
from acceptance to ticket (mail_ticket.py)."""

import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from workbench.bench import bare_mail, mail_ticket
from workbench.bench.load import Round
from workbench.bench.mail_load import answers, hand_over, letter, listening, start_mail
from workbench.bench.place import Place, free_port, temporary_place
from workbench.bench.postgres import databases
from workbench.bench.results import Measure, Tell, spread

CONNECTIONS = (1, 4)


def measure(config: Path, quick: bool, tell: Tell) -> list[Measure]:
    """On each database, with 1 and with 4 connections; then to the ticket, on SQLite."""
    rounds, size = (2, 40) if quick else (4, 200)
    with databases(tell) as found:
        each = [_accepted(config, name, changes, rounds, size, tell) for name, changes in found.items()]
    accepted = [measure for measures in each for measure in measures]
    return [*accepted, *mail_ticket.measure(config, quick, tell)]


def _accepted(
    config: Path, database: str, changes: Mapping[str, str], rounds: int, size: int, tell: Tell
) -> list[Measure]:
    bare_port = free_port()
    with temporary_place(config, **listening(), **changes) as place:
        tell(f"mail on {database}: starting the mail server, and bare aiosmtpd beside it")
        place.start_redis()
        place.migrate()
        ports = start_mail(place), bare_port
        _start_bare(place, bare_port)
        return [_measure(n, database, ports, rounds, size, tell) for n in CONNECTIONS]


def _measure(connections: int, database: str, ports: tuple[int, int], rounds: int, size: int, tell: Tell) -> Measure:
    ours: list[Round] = []
    limit: list[Round] = []
    for number in range(rounds + 1):
        limit.append(hand_over(ports[1], _mails(size), connections))
        ours.append(hand_over(ports[0], _mails(size), connections))
        rates = f"{ours[-1].rate:.0f}/s, bare {limit[-1].rate:.0f}/s"
        tell(f"mail on {database}: {connections} at once, round {number} of {rounds}: {rates}")
    ours, limit = ours[1:], limit[1:]  # the first one warms up
    return Measure(
        name=f"accept a mail with a photo, {connections} connection{'s' if connections > 1 else ''} ({database})",
        ours=median(one.rate for one in ours),
        limit=median(one.rate for one in limit),
        unit="1/s",
        limit_is="bare aiosmtpd that writes the mail to a file and syncs it before it says 250",
        ours_ms=spread([second for one in ours for second in one.times]),
        limit_ms=spread([second for one in limit for second in one.times]),
        rounds=tuple(one.rate / bare.rate for one, bare in zip(ours, limit, strict=True)),
    )


def _start_bare(place: Place, port: int) -> None:
    folder = place.folder / "bare"
    folder.mkdir()
    place.start([sys.executable, "-m", bare_mail.__name__, str(folder), str(port)], lambda: answers(port))


def _mails(size: int) -> list[bytes]:
    """Mails of their own, of a thousand citizens."""
    words = "The electric pole in our street is broken. See the photo."
    return [letter(f"gul{number % 1000}@example.org", "Broken pole", words, photo=True) for number in range(size)]
