"""One id from the webhook to the reply: every line of the log that is about a message carries it as ``trace``.

It is the envelope's own id ("e17"), or the ticket's number where the clock began it: never anything of a person.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

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
