"""The line of jobs."""

from collections.abc import Mapping
from typing import Protocol


class Queue(Protocol):
    """Says "look there now". It may forget: the database is the truth."""

    def ingest(self, person: str) -> None: ...

    def deliver(self, person: str) -> None: ...

    def fetch(self, media_id: int) -> None: ...

    def standing(self) -> Mapping[str, int]:
        """How many jobs stand in line, by the queue's name; nothing while it is away."""
        ...

    def ping(self) -> None:
        """Raises QueueUnavailable."""
        ...
