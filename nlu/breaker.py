"""A circuit breaker: who fails several times in a row is left alone for a while, then tried once."""

import threading
import time
from collections.abc import Callable


class Breaker:
    """Opens after ``faults`` faults in a row; ``rest`` seconds later one call is let through to see.

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
