"""Slowing down those who guess."""

import threading
import time
from collections import deque


class Throttle:
    """At most ``tries`` in ``window`` seconds for one key, counted in this process. Old keys are forgotten."""

    def __init__(self, tries: int, window: float, most_keys: int = 10_000) -> None:
        self._tries, self._window, self._most_keys = tries, window, most_keys
        self._seen: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def allow(self, key: str) -> bool:
        """Count one try; False when it is one too many."""
        now = time.monotonic()
        with self._lock:
            times = self._seen.pop(key, deque())
            while times and now - times[0] > self._window:
                times.popleft()
            allowed = len(times) < self._tries
            if allowed:
                times.append(now)
            self._seen[key] = times
            while len(self._seen) > self._most_keys:
                del self._seen[next(iter(self._seen))]
        return allowed
