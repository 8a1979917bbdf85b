"""What is counted and timed, for Prometheus. House carries a ``Meters``; without one nothing is counted.

    prometheus.py  counters and histograms of this machine's processes, shared by files in var/metrics
    standing.py    how things stand, read from the database when it is asked
    page.py        both as one text
    serving.py     the counts of a machine without pages
"""  # fmt: skip

from typing import Protocol


class Meters(Protocol):
    """Where the processes tell what they did. Seconds are wall clock."""

    def accepted(self, channel: str) -> None:
        """A message was taken and is kept."""
        ...

    def handled(self, channel: str, seconds: float) -> None:
        """A message was parsed and handled, all of its steps; letters: read."""
        ...

    def turn(self, engine: str, seconds: float) -> None:
        """A turn of the dialogue. ``engine``: who answered, or ``none``."""
        ...

    def sent(self, channel: str, result: str) -> None:
        """A message was given to its provider. ``result``: sent, delayed, failed or unknown."""
        ...


class NoMeters:
    """Counts nothing."""

    def accepted(self, channel: str) -> None: ...

    def handled(self, channel: str, seconds: float) -> None: ...

    def turn(self, engine: str, seconds: float) -> None: ...

    def sent(self, channel: str, result: str) -> None: ...
