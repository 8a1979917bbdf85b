"""The whole house: citizens write, web, Redis, workers and Rasa answer, a stand-in takes the answers; until the ticket.

Beside it our Rasa asked directly with the same words by as many at once: the house cannot be faster than its dialogue.
"""

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median

from workbench.bench import citizens
from workbench.bench.citizens import LINES, Told
from workbench.bench.place import Place, free_port, temporary_place
from workbench.bench.postgres import databases
from workbench.bench.provider import Provider, provider
from workbench.bench.results import Measure, Tell, spread
from workbench.bench.turn import Alone

AT_ONCE = 16
_conversations = count(1)


def measure(config: Path, quick: bool, tell: Tell) -> list[Measure]:
    """On each database, with one Rasa and two workers."""
    with databases(tell) as found:
        return [throughput(config, name, changes, quick, tell) for name, changes in found.items()]


def throughput(
    config: Path, database: str, changes: Mapping[str, str], quick: bool, tell: Tell, workers: int = 2, rasas: int = 1
) -> Measure:
    """Complaints a minute, from the first message to the tracking number at the provider."""
    name = f"complaints to tickets ({database}, {workers} worker{_s(workers)}, {rasas} Rasa{_s(rasas)})"
    rounds, size = (1, 4) if quick else (2, 40)
    with provider() as twilio, temporary_place(config, **_changes(twilio, rasas), **changes) as place:
        tell(f"{name}: starting everything")
        base = _start(place, workers)
        token = place.environment["ARZI_CHANNELS__WHATSAPP__AUTH_TOKEN"]
        citizens.tell(base, token, twilio, AT_ONCE, AT_ONCE)  # warms up
        ours: list[Told] = []
        limit: list[Told] = []
        for number in range(1, rounds + 1):
            limit.append(_alone(place, size))
            ours.append(citizens.tell(base, token, twilio, size, AT_ONCE))
            rates = f"{_a_minute(ours[-1]):.0f} a minute, Rasa alone {_a_minute(limit[-1]):.0f}"
            tell(f"{name}: round {number} of {rounds}: {rates}")
    return Measure(
        name=name,
        ours=median(map(_a_minute, ours)),
        limit=median(map(_a_minute, limit)),
        unit="1/min",
        limit_is=f"our Rasa alone, asked for the same {len(LINES)} turns a complaint; {AT_ONCE} citizens at once",
        ours_ms=spread([turn for told in ours for turn in told.turns]),
        limit_ms=spread([turn for told in limit for turn in told.turns]),
        rounds=tuple(_a_minute(one) / _a_minute(bare) for one, bare in zip(ours, limit, strict=True)),
    )


def _changes(twilio: Provider, rasas: int) -> dict[str, str]:
    more = [f"http://127.0.0.1:{free_port()}" for _ in range(rasas - 1)]
    urls = "[" + ",".join(f'"{url}"' for url in more) + "]"
    return {"ARZI_CHANNELS__WHATSAPP__API_BASE_URL": twilio.url, **({"ARZI_RASA__MORE_URLS": urls} if more else {})}


def _start(place: Place, workers: int) -> str:
    place.start_redis()
    place.migrate()
    place.start_rasa()
    for _ in range(workers):
        place.start_worker("ingest")
    place.start_worker("deliver")
    return place.start_web()


def _alone(place: Place, size: int) -> Told:
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        parts = list(pool.map(partial(_talk, place), range(size)))
    return Told(time.perf_counter() - began, [turn for part in parts for turn in part], size)


def _talk(place: Place, number: int) -> list[float]:
    alone = Alone(place, number)
    conversation = f"alone-{next(_conversations)}"
    times = []
    for words in LINES:
        began = time.perf_counter()
        alone.turn(conversation, words)
        times.append(time.perf_counter() - began)
    return times


def _a_minute(told: Told) -> float:
    return 60 * told.tickets / told.seconds


def _s(number: int) -> str:
    return "s" if number > 1 else ""
