"""How the provider and the mail server behave at the moment: well, or one of these."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager

KINDS = ("429", "500", "timeout", "lost", "half")
"""429 and 500: refused. timeout: taken, but answered too late. lost: not taken, and no answer. half: taken, and half an
answer."""


class Weather:
    """A kind and how often it strikes, for as long as the block lasts."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self._lock = threading.Lock()
        self._kind, self._share = "", 0.0

    def strikes(self) -> str:
        """What happens to this request; "" when all is well."""
        with self._lock:
            return self._kind if self._kind and self._dice.random() < self._share else ""

    @contextmanager
    def bad(self, kind: str, share: float) -> Iterator[None]:
        with self._lock:
            self._kind, self._share = kind, share
        try:
            yield
        finally:
            with self._lock:
                self._kind, self._share = "", 0.0
