"""One request to a Rasa over kept-alive connections, and a circuit breaker for one that fails.

Under it is urllib3: a turn's call costs a third of httpx's.
"""

import threading
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

_CONNECTIONS = 20
_CONNECT_S = 1.0


class Answer(NamedTuple):
    """What came back: the HTTP status, and the body as it is."""

    status: int
    body: bytes


class WireFault(Exception):
    """Nothing that can be used came back. Its words are the kind of fault, without an address."""


class Unheard(WireFault):
    """Nobody listens there: no turn was begun."""


class Wire(Protocol):
    """How a request is sent. Raises Unheard or another WireFault."""

    def send(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer: ...

    def close(self) -> None: ...


class Pooled:
    """Connections that are kept, for each address its own. Threads may share it.

    ``timeout`` in seconds, for the connection and for each wait for the answer. Nothing is sent twice, and a redirect
    is an answer: the secret goes nowhere else.
    """

    def __init__(self, timeout: float) -> None:
        patience = urllib3.Timeout(connect=min(_CONNECT_S, timeout), read=timeout)
        self._pools = urllib3.PoolManager(maxsize=_CONNECTIONS, block=False, retries=False, timeout=patience)

    def send(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        at = urlsplit(url)
        pool = self._pools.connection_from_host(at.hostname, at.port, at.scheme)
        try:
            answer = pool.urlopen(method, at.path, body=body, headers=headers, redirect=False)
        except (ConnectTimeoutError, NewConnectionError) as error:
            raise Unheard(type(error).__name__) from None
        except HTTPError as error:
            raise WireFault(type(error).__name__) from None
        return Answer(answer.status, answer.data)

    def close(self) -> None:
        self._pools.clear()


class Breaker:
    """Who fails several times in a row is left alone for a while, then tried once.

    Opens after ``faults`` faults in a row; ``rest`` seconds later one call is let through to see.

    ``clock`` gives seconds that never go back. Threads may share it.
    """

    def __init__(self, faults: int = 3, rest: float = 5.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._rest, self._clock = faults, rest, clock
        self._lock = threading.Lock()
        self._faults = 0
        self._until = 0.0

    def open(self) -> bool:
        """Should the call be left out?"""
        with self._lock:
            if self._faults < self._most:
                return False
            now = self._clock()
            if now < self._until:
                return True
            self._until = now + self._rest
            return False

    def fault(self) -> None:
        """The call failed."""
        with self._lock:
            self._faults += 1
            self._until = self._clock() + self._rest

    def success(self) -> None:
        """The call was answered."""
        with self._lock:
            self._faults = 0
