"""Counters and histograms in files that all processes of a machine share: prometheus_client's multiprocess mode.

https://prometheus.github.io/client_python/multiprocess/
"""

import os
from pathlib import Path

from gateway.running.metrics.ended import fold_ended, reading

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_TURN_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_HANDLE_S = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)


class PrometheusMeters:
    """The meters of this process. One per process: they are registered by name."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        os.environ[_FOLDER] = str(folder)  # the library looks at it when it is imported, and only then
        fold_ended(folder)
        from prometheus_client import CollectorRegistry, Counter, Histogram

        registry = CollectorRegistry()
        self._accepted = Counter("arzi_accepted", "Messages taken and kept", ["channel"], registry=registry)
        self._handled = Histogram(
            "arzi_handled_seconds",
            "Parsing and handling one message; letters: reading it",
            ["channel"],
            buckets=_HANDLE_S,
            registry=registry,
        )
        self._turn = Histogram(
            "arzi_turn_seconds", "One turn of the dialogue", ["engine"], buckets=_TURN_S, registry=registry
        )
        self._sent = Counter("arzi_sent", "Messages given to their provider", ["channel", "result"], registry=registry)

    def accepted(self, channel: str) -> None:
        self._accepted.labels(channel).inc()

    def handled(self, channel: str, seconds: float) -> None:
        self._handled.labels(channel).observe(seconds)

    def turn(self, engine: str, seconds: float) -> None:
        self._turn.labels(engine).observe(seconds)

    def sent(self, channel: str, result: str) -> None:
        self._sent.labels(channel, result).inc()


def shared_text(folder: Path) -> bytes:
    """What all processes of this machine counted, in Prometheus' text format."""
    folder.mkdir(parents=True, exist_ok=True)
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(folder))  # type: ignore[no-untyped-call]
    fold_ended(folder)
    with reading(folder):
        return generate_latest(registry)
