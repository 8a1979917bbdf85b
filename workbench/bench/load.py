"""The other side: many requests over a few connections that stay open, as a provider sends them."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from threading import Lock
from urllib.parse import urlsplit

from workbench.bench.place import BenchFailed


@dataclass(frozen=True, slots=True)
class Request:
    """One POST."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one round: how many a second, and how long each took in seconds."""

    rate: float
    times: Sequence[float]


def send(base: str, requests: Sequence[Request], connections: int) -> Round:
    """Send all of them, each connection one after the other. Raises BenchFailed unless all are 2xx."""
    waiting, lock = iter(requests), Lock()
    began = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        parts = list(pool.map(lambda _: _one_connection(base, waiting, lock), range(connections)))
    took = time.perf_counter() - began
    return Round(len(requests) / took, [second for part in parts for second in part])


def _one_connection(base: str, waiting: Iterator[Request], lock: Lock) -> list[float]:
    connection = HTTPConnection(urlsplit(base).netloc, timeout=30)
    times: list[float] = []
    while True:
        with lock:
            request = next(waiting, None)
        if request is None:
            connection.close()
            return times
        began = time.perf_counter()
        connection.request("POST", request.path, request.body, request.headers)
        answer = connection.getresponse()
        said = answer.read()
        times.append(time.perf_counter() - began)
        if answer.status // 100 != 2:
            raise BenchFailed(f"{base}{request.path} answered {answer.status}: {said[:200]!r}")
