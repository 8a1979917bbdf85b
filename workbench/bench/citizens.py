"""Citizens with a complaint, each of whom waits for every answer, until they have their tracking number."""

import re
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from urllib.parse import urlsplit

from workbench.bench.accept import message
from workbench.bench.place import BenchFailed
from workbench.bench.provider import Provider

LINES = ("3 din se bijli nahi hai", "Swabi", "mohalla Bam Khel", "haan ji theek hai")
MOST_TURNS = 8
_NUMBER = re.compile(r"KP-20\d\d-\d{6,}-\d")
_phones = count(1)


@dataclass(frozen=True, slots=True)
class Told:
    """``seconds`` it took all of them, and each ``turn``: from a message to its answer at the provider."""

    seconds: float
    turns: Sequence[float]
    tickets: int


def tell(base: str, token: str, provider: Provider, citizens: int, at_once: int) -> Told:
    """As many citizens, ``at_once`` of them at a time. Raises BenchFailed when one gets no number."""
    phones = [f"92301{next(_phones):07d}" for _ in range(citizens)]
    began = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        parts = list(pool.map(lambda phone: _one(base, token, provider, phone), phones))
    return Told(time.perf_counter() - began, [turn for part in parts for turn in part], citizens)


def _one(base: str, token: str, provider: Provider, phone: str) -> list[float]:
    connection = HTTPConnection(urlsplit(base).netloc, timeout=60)
    turns: list[float] = []
    for number in range(MOST_TURNS):
        sent = message("/in/whatsapp", token, phone, LINES[min(number, len(LINES) - 1)])
        began = time.perf_counter()
        connection.request("POST", sent.path, sent.body, sent.headers)
        answer = connection.getresponse()
        said = answer.read()
        if answer.status != 200:
            raise BenchFailed(f"a message was answered {answer.status}: {said[:200]!r}")
        heard = provider.answer_to(phone)
        turns.append(time.perf_counter() - began)
        if _NUMBER.search(heard):
            connection.close()
            return turns
    raise BenchFailed(f"no tracking number after {MOST_TURNS} answers; the last was: {heard[:200]}")
