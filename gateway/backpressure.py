"""Backpressure: when more waits than we may let wait, the other side is asked to come back."""

import threading
import time

from core.errors import Overloaded
from core.store.engine import Store
from core.store.road import envelopes

_LOOK_EVERY_S = 1.0


class Backpressure:
    """How deep the line is, looked up once a second and counted on in between; near the limit, looked up each time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._depth, self._looked_at = 0, float("-inf")

    def admit(self, store: Store, limit: int) -> None:
        """Count one more. Raises Overloaded (nothing is counted) or StoreUnavailable."""
        with self._lock:
            now = time.monotonic()
            if now - self._looked_at > _LOOK_EVERY_S or self._depth > limit:
                with store.read() as session:
                    self._depth = envelopes.depth(session)
                self._looked_at = now
            if self._depth > limit:
                raise Overloaded("too many messages wait")
            self._depth += 1
