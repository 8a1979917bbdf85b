"""A dialogue engine whose turns are timed."""

import time
from collections.abc import Sequence

from core.ports import DialogueEngine, Reply, Turn, TurnResult, Understanding
from gateway.running.observing import Meters


class TimedEngine:
    """The engine inside, and how long each turn took."""

    def __init__(self, inner: DialogueEngine, meters: Meters) -> None:
        self._inner, self._meters = inner, meters

    def turn(self, turn: Turn) -> TurnResult:
        """Raises what the engine raises."""
        begun, by = time.perf_counter(), "none"
        try:
            result = self._inner.turn(turn)
            by = result.engine
        finally:
            self._meters.turn(by, time.perf_counter() - begun)
        return result

    def ask_all(self, missing: Sequence[str], language: str) -> Reply:
        return self._inner.ask_all(missing, language)

    def understand(self, texts: Sequence[str]) -> list[Understanding]:
        return self._inner.understand(texts)

    def ping(self) -> None:
        self._inner.ping()


def timed(engine: DialogueEngine, meters: Meters) -> DialogueEngine:
    """The engine, timed."""
    return TimedEngine(engine, meters)
