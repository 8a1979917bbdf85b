"""From acceptance to ticket: a complaint by mail, through the mail server and a worker process of their own, beside the
least that could be done with its mails: reading each, and one synced row of a bare SQLite.

The dialogue is the plain questions', so that it is not Rasa's speed that is measured (the bench "turn" does that).
"""

import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from sqlalchemy import func, select

from channels.email import read
from channels.email.parse import envelope_id
from core.messages import Envelope
from core.store.casework.tables import TicketRow
from core.store.migrate import migrate
from core.store.pipeline import envelopes
from core.store.pipeline.tables import EnvelopeRow
from gateway.bootstrap import build
from gateway.house import House
from workbench.bench.mail_load import hand_over, letter, listening, start_mail
from workbench.bench.place import BenchFailed, temporary_place
from workbench.bench.results import Measure, Tell, spread

LOOK_EVERY_S = 0.001
PATIENCE_S = 120
_WORDS = (
    "The electric pole in our street fell three days ago and there is no power. We are in Peshawar. See the photo.",
    "Street 4, Hayatabad Phase 3, near the mosque",
    "Yes",
)
"""One mail holds all that is required; the answer to what else is asked; the confirmation."""
LIMIT = "reading the same mails one after the other, and a synced row of a bare SQLite for each"


def measure(config: Path, quick: bool, tell: Tell) -> list[Measure]:
    """One complaint at a time, then all at once, with one worker process on SQLite."""
    alone, together = (10, 20) if quick else (100, 200)
    with temporary_place(config, **listening()) as place:
        tell("mail to ticket: starting the mail server and a worker")
        house = build(place.settings)
        migrate(house.store.engine)
        place.start_redis()
        port = start_mail(place)
        place.start([sys.executable, "-m", "gateway", "worker", "ingest"], lambda: _works(house, port))
        with closing(_bare(place.folder / "bare.db")) as bare:
            ours, limit = _one_by_one(house, port, bare, alone)
            tell(f"mail to ticket: {spread(ours).p50:g} ms, at least {spread(limit).p50:g} ms")
            rate = _all_at_once(house, port, together)
            tell(f"mail to ticket: {rate:.1f} a second, all at once")
        _check(house, alone + 1 + together)
        house.store.close()
    return [
        Measure(
            name="from a mail's acceptance to the ticket, 3 mails (SQLite)",
            ours=spread(ours).p50,
            limit=spread(limit).p50,
            unit="ms p50",
            limit_is=LIMIT,
            ours_ms=spread(ours),
            limit_ms=spread(limit),
        ),
        Measure(
            name="complaints by mail to their tickets, 1 worker (SQLite)",
            ours=rate,
            limit=1 / median(limit),
            unit="1/s",
            limit_is=LIMIT,
        ),
    ]


def _one_by_one(house: House, port: int, bare: sqlite3.Connection, count: int) -> tuple[list[float], list[float]]:
    """Seconds that each complaint took, and those that the least took; the first one warms up."""
    ours, limit = [], []
    for number in range(count + 1):
        mails = list(_complaint(number))
        limit.append(_least(bare, mails))
        ours.append(sum(_handled(house, port, mail) for mail in mails))
    return ours[1:], limit[1:]


def _all_at_once(house: House, port: int, count: int) -> float:
    """Complaints a second."""
    many = [list(_complaint(1000 + number)) for number in range(count)]
    began = time.perf_counter()
    for turn in zip(*many, strict=True):
        hand_over(port, turn, connections=4)
        _wait_for_all(house)
    return count / (time.perf_counter() - began)


def _complaint(number: int) -> Iterator[bytes]:
    """The mails of one citizen."""
    for place, words in enumerate(_WORDS):
        yield letter(f"gul{number}@example.org", "Broken pole", words, photo=place == 0)


def _handled(house: House, port: int, mail: bytes) -> float:
    """Hand a mail over; the time from its 250 until a worker is through with it."""
    hand_over(port, [mail], connections=1)
    began = time.perf_counter()
    _wait_for_all(house)
    return time.perf_counter() - began


def _wait_for_all(house: House) -> None:
    until = time.monotonic() + PATIENCE_S
    while True:
        with house.store.read() as session:
            if not envelopes.depth(session):
                return
        if time.monotonic() > until:
            raise BenchFailed("the worker does not get through")
        time.sleep(LOOK_EVERY_S)


def _works(house: House, port: int) -> bool:
    """Does the worker handle a mail? The first one starts it; the sweep is not there to repeat it."""
    with house.store.read() as session:
        if not session.scalar(select(func.count()).select_from(EnvelopeRow)):
            hand_over(port, [letter("first@example.org", "Hello", "Salaam", photo=False)], connections=1)
        return not envelopes.depth(session)


def _check(house: House, wanted: int) -> None:
    with house.store.read() as session:
        tickets = session.scalar(select(func.count()).select_from(TicketRow))
    if tickets != wanted:
        raise BenchFailed(f"{wanted} complaints became {tickets} tickets")


def _bare(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE mails (id TEXT PRIMARY KEY, body BLOB, text TEXT)")
    return connection


def _least(bare: sqlite3.Connection, mails: list[bytes]) -> float:
    began = time.perf_counter()
    for mail in mails:
        (message,) = read(Envelope("email", envelope_id(mail), mail, datetime.now(UTC)), "PK")
        bare.execute("INSERT INTO mails VALUES (?, ?, ?)", (envelope_id(mail), mail, message.text))
    return time.perf_counter() - began
