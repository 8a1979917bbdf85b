"""What a message costs with few and with very many tickets in the store: the same house beside itself, in turns.

Making up 1.2 million tickets takes an hour or two. What ``arzi seed`` made before is taken from the folder named in
SEEDED_TICKETS, where it is called ``NUMBER.db``.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from gateway.bootstrap import build
from gateway.house import House
from gateway.pipeline.ingest import ingest
from workbench.bench.place import BenchFailed, Place, temporary_place
from workbench.bench.results import Measure, Tell, spread
from workbench.bench.turn import WORDS, keep

FEW, MANY = 10_000, 1_200_000
SEEDED = "SEEDED_TICKETS"


def measure(config: Path, quick: bool, tell: Tell) -> list[Measure]:
    """Accepting a message, a turn of the dialogue, and the turn that makes a ticket."""
    few, many = (200, 2000) if quick else (FEW, MANY)
    conversations = 10 if quick else 100
    with _houses(config, (few, many), tell) as houses:
        accepts: list[list[float]] = [[], []]
        turns: list[list[float]] = [[], []]
        for number in range(conversations):
            for words in WORDS:
                for house, kept, heard in zip(houses, accepts, turns, strict=True):
                    began = time.perf_counter()
                    person = keep(house, f"9230212{number:05d}", words)
                    between = time.perf_counter()
                    ingest(house, person)
                    kept.append(between - began)
                    heard.append(time.perf_counter() - between)
            if number % 10 == 9:
                tell(f"growth: {number + 1} of {conversations} complaints")
    warm = 2 * len(WORDS)
    return [
        _measure("accepting a message", accepts, few, many, warm),
        _measure("a turn of the dialogue", turns, few, many, warm),
    ]


def _measure(what: str, times: Sequence[list[float]], few: int, many: int, warm: int) -> Measure:
    limit, ours = (one[warm:] for one in times)
    starts = range(0, len(ours), len(WORDS))
    return Measure(
        name=f"{what} with {many:,} tickets",
        ours=spread(ours).p50,
        limit=spread(limit).p50,
        unit="ms p50",
        limit_is=f"the same with {few:,} tickets",
        goal="1",
        ours_ms=spread(ours),
        limit_ms=spread(limit),
        rounds=tuple(median(ours[n : n + len(WORDS)]) / median(limit[n : n + len(WORDS)]) for n in starts),
    )


@contextmanager
def _houses(config: Path, sizes: Sequence[int], tell: Tell) -> Iterator[list[House]]:
    """A house on each store; one Rasa serves them all."""
    with ExitStack() as ends:
        first = ends.enter_context(temporary_place(config))
        rasa = {name: value for name, value in first.environment.items() if name.startswith("ARZI_RASA__")}
        others = [ends.enter_context(temporary_place(config, **rasa)) for _ in sizes[1:]]
        places = [first, *others]
        for place, size in zip(places, sizes, strict=True):
            _fill(place, size, tell)
            place.start_redis()
        first.start_rasa()
        houses = [build(place.settings) for place in places]
        yield houses
        for house in houses:
            house.store.close()


def _fill(place: Place, size: int, tell: Tell) -> None:
    made = Path(os.environ.get(SEEDED, place.folder)) / f"{size}.db"
    if made.is_file():
        tell(f"growth: taking {made}")
        shutil.copy(made, place.folder / "arzi.db")
        place.migrate()
        return
    tell(f"growth: making up {size:,} tickets")
    place.migrate()
    command = [sys.executable, "-m", "gateway", "seed", "--tickets", str(size)]
    done = subprocess.run(command, env=place.environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BenchFailed(f"arzi seed: {done.stderr[-500:]}")
