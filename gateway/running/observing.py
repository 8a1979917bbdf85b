"""What processes tell of their work: counts and times for Prometheus, and one id from the webhook to the reply.

House carries a ``Meters``; without one nothing is counted. Every line of the log that is about a message carries its id
as ``trace``: the envelope's own ("e17"), or the ticket's number where the clock began it: never anything of a person.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

_TRACE: ContextVar[str | None] = ContextVar("trace", default=None)


@contextmanager
def about(trace: str) -> Iterator[None]:
    """All that is logged inside is about this."""
    token = _TRACE.set(trace)
    try:
        yield
    finally:
        _TRACE.reset(token)


def of_envelope(envelope_id: int) -> str:
    """The id of all that an envelope leads to."""
    return f"e{envelope_id}"


def of_cause(cause: str) -> str:
    """The same for what is sent, by its cause in the outbox (``envelope:17:0:1``, ``case:KP-…:3:0``)."""
    kind, _, rest = cause.partition(":")
    first = rest.partition(":")[0]
    return of_envelope(int(first)) if kind == "envelope" and first.isdigit() else first or kind


class Traced(logging.Filter):
    """Writes it on each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        trace = _TRACE.get()
        if trace is not None:
            record.trace = trace
        return True


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
        """A message was given to its provider. ``result``: sent, staged (again), failed, unknown, refused (to us)."""
        ...


class NoMeters:
    """Counts nothing."""

    def accepted(self, channel: str) -> None: ...

    def handled(self, channel: str, seconds: float) -> None: ...

    def turn(self, engine: str, seconds: float) -> None: ...

    def sent(self, channel: str, result: str) -> None: ...
