"""Counts for wide scopes, kept for some seconds: many look at them, and they change slowly for the eye."""

import threading
import time
from datetime import datetime

from sqlalchemy.orm import Session

from core.store.desk import queue
from core.store.desk.queue import Counts
from core.store.desk.wanted import Wanted

WIDE = 64
"""Counts of fewer offices are always made anew: they are cheap, and their officers see each ticket go."""
_LASTS_S = 10.0
_MOST = 500


class CountsKept:
    """Counts by the offices counted, in this process."""

    def __init__(self) -> None:
        self._kept: dict[object, tuple[float, Counts]] = {}
        self._lock = threading.Lock()

    def counts(self, session: Session, wanted: Wanted, now: datetime) -> Counts:
        offices = wanted.offices
        if offices is not None and len(offices) <= WIDE:
            return queue.counts(session, wanted, now)
        key = None if offices is None else frozenset(offices)
        clock = time.monotonic()
        with self._lock:
            found = self._kept.get(key)
        if found is not None and clock - found[0] < _LASTS_S:
            return found[1]
        counted = queue.counts(session, wanted, now)
        with self._lock:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            self._kept[key] = clock, counted
        return counted
