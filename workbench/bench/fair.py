"""One citizen with very many messages: what another waits for, and what their own cost as they go on.

The processor's time is told, of this process and of Rasa, because what else runs on the machine does not change it.
"""

import dataclasses
import os
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gateway.bootstrap import build
from gateway.house import House
from gateway.pipeline.ingest import ingest
from workbench.bench.place import temporary_place
from workbench.bench.results import Measure, Tell
from workbench.bench.turn import keep

MANY, LATE, EARLY = 5000, 500, 5
GOAL = "≤ 1.2"
WAIT_GOAL = "≤ 1 s more"
WORDS = "3 din se bijli nahi hai gali number {}"
THEIRS = "923021500000"
_TICK = os.sysconf("SC_CLK_TCK")


def measure(config: Path, quick: bool, tell: Tell) -> list[Measure]:
    """The cost of a message late in a conversation beside an early one; the wait behind whoever wrote thousands."""
    many, late, rounds = (500, 120, 2) if quick else (MANY, LATE, 6)
    with _house(config, tell) as (house, rasa):
        return [_late(house, rasa, late, rounds, tell), _wait(house, many, 10 if quick else 30, tell)]


@contextmanager
def _house(config: Path, tell: Tell) -> Iterator[tuple[House, list[int]]]:
    with temporary_place(config) as place:
        tell("fair: starting Rasa")
        place.start_redis()
        place.migrate()
        rasa = [process.pid for process in place.start_rasa()]
        house = build(place.settings)
        limits = dataclasses.replace(house.limits, person_depth=MANY + 1, queue_depth=4 * MANY)
        yield dataclasses.replace(house, limits=limits), rasa
        house.store.close()


def _late(house: House, rasa: list[int], late: int, rounds: int, tell: Tell) -> Measure:
    """In turns: some messages of whoever is far on, and as many of some who have said a few."""
    some = 20
    ours: list[float] = []
    limit: list[float] = []
    for number in range(late):
        _turn(house, THEIRS, number)
    for at in range(rounds):
        fresh = [f"9230216{at:02d}{n:03d}" for n in range(some)]
        for phone in fresh:
            for n in range(EARLY - 1):
                _turn(house, phone, n)
        early = [(phone, EARLY) for phone in fresh]
        limit.append(_processor(house, rasa, early) / some)
        ours.append(_processor(house, rasa, [(THEIRS, late + at * some + n) for n in range(some)]) / some)
        tell(f"fair: round {at + 1} of {rounds}: {1000 * ours[-1]:.1f} ms, early {1000 * limit[-1]:.1f} ms")
    return Measure(
        name=f"message {late} of a person",
        ours=1000 * sum(ours) / rounds,
        limit=1000 * sum(limit) / rounds,
        unit="ms of a processor",
        limit_is=f"message {EARLY} of another",
        goal=GOAL,
        rounds=tuple(one / other for one, other in zip(ours, limit, strict=True)),
    )


def _wait(house: House, many: int, rounds: int, tell: Tell) -> Measure:
    """One worker. Somebody's thousands wait, and their job stands first each time another citizen writes."""
    line: deque[str] = deque()
    queued = dataclasses.replace(house, queue=_Line(line))
    theirs = keep(house, "923021700000", WORDS.format(0))
    for n in range(1, many):
        keep(house, "923021700000", WORDS.format(n))
    tell(f"fair: {many:,} wait")
    behind: list[float] = []
    alone: list[float] = []
    for number in range(rounds):
        alone.append(_until_done(queued, line, keep(house, f"9230218{number:05d}", WORDS.format(number))))
        line.append(theirs)
        behind.append(_until_done(queued, line, keep(house, f"9230219{number:05d}", WORDS.format(number))))
        line.clear()
    return Measure(
        name=f"an answer while another's {many:,} wait",
        ours=1000 * sum(behind) / rounds,
        limit=1000 * sum(alone) / rounds,
        unit="ms",
        limit_is="the same while nobody else writes",
        goal=WAIT_GOAL,
        rounds=tuple(one / other for one, other in zip(behind, alone, strict=True)),
    )


def _until_done(house: House, line: "deque[str]", person: str) -> float:
    line.append(person)
    began = time.perf_counter()
    while line:
        first = line.popleft()
        ingest(house, first)
        if first == person:
            break
    return time.perf_counter() - began


def _turn(house: House, phone: str, number: int) -> None:
    ingest(house, keep(house, phone, WORDS.format(number)))


def _processor(house: House, rasa: list[int], turns: list[tuple[str, int]]) -> float:
    """Seconds of a processor that this process and Rasa took for these turns."""
    before = time.process_time() + _of_rasa(rasa)
    for phone, number in turns:
        _turn(house, phone, number)
    return time.process_time() + _of_rasa(rasa) - before


def _of_rasa(rasa: list[int]) -> float:
    """Of every process of Rasa's: man 5 proc, /proc/PID/stat, utime and stime."""
    taken = 0.0
    for pid in rasa:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        taken += (int(told[11]) + int(told[12])) / _TICK
    return taken


class _Line:
    """A queue that this process works off: of each person one job stands in it, as in Redis."""

    def __init__(self, line: "deque[str]") -> None:
        self._line = line

    def ingest(self, person: str) -> None:
        if person not in self._line:
            self._line.append(person)

    def deliver(self, person: str) -> None: ...

    def fetch(self, media_id: int) -> None: ...

    def standing(self) -> dict[str, int]:
        return {}

    def ping(self) -> None: ...
