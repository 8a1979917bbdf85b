"""Asking providers what came for us, where they do not call us: one process, ``arzi listen poll``, for all of them.

What was asked for stands in the database, so that an outage of any length skips nothing that the provider still lists.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.errors import ArziError, DeliveryDelayed, Rejected
from core.ports import Clock, PolledChannel
from core.store.engine import Store
from core.store.pipeline import bookmarks
from gateway.listeners import AcceptEnvelope

_LONGEST_WAIT_S = 900.0
"""Also where a provider asks for more: what ails us may be mended by then."""
_SLICE_S = 1.0
"""How soon a stop is noticed while waiting."""
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Polled:
    """A channel, how its envelopes are kept, and when it is asked next (by time.monotonic)."""

    channel: PolledChannel
    accept: AcceptEnvelope
    due: float = 0.0
    faults: int = 0
    trouble: str | None = None


def listen(
    polled: Sequence[Polled],
    store: Store,
    clock: Clock,
    stop: threading.Event,
    tell: Callable[[str | None], None] = lambda said: None,  # noqa: ARG005 - nobody wants to know
    is_ours: Callable[[], bool] = lambda: True,
) -> None:
    """Ask each when it is due, until ``stop``. ``tell`` is told what is amiss, or None. ``is_ours``: is it our turn, or
    does another process ask?"""
    while not stop.is_set():
        if is_ours():
            for one in polled:
                if one.due <= time.monotonic() and not stop.is_set():
                    _ask(one, store, clock)
            tell(next((one.trouble for one in polled if one.trouble is not None), None))
        stop.wait(_SLICE_S)


def _ask(one: Polled, store: Store, clock: Clock) -> None:
    wait = one.channel.poll_every_s
    try:
        _take(one, store, clock)
        one.faults, one.trouble = 0, None
    except DeliveryDelayed as error:
        wait = _after_fault(one, error, error.after)
    except ArziError as error:
        wait = _after_fault(one, error, None)
    one.due = time.monotonic() + wait


def _take(one: Polled, store: Store, clock: Clock) -> None:
    """Ask once, keep what came, and only then go on from there. Raises ArziError."""
    name = f"poll:{one.channel.name}"
    with store.read() as session:
        mark = bookmarks.get(session, name)
    envelopes, after = one.channel.poll(mark, clock.now())
    for envelope in envelopes:
        try:
            one.accept(envelope)
        except Rejected as error:  # it would be listed so for ever, and all behind it wait
            _log.warning("%s: %s: left: %s", one.channel.name, envelope.id, error.detail)
    if after != mark:
        with store.write() as session:
            bookmarks.put(session, name, after)


def _after_fault(one: Polled, error: ArziError, after: float | None) -> float:
    """How long to wait, in seconds: as the provider says, else longer each time."""
    one.faults += 1
    one.trouble = f"{one.channel.name}: {error.kind}"
    _log.warning("%s: not now: %s: %s", one.channel.name, error.kind, error.detail)
    longer = one.channel.poll_every_s * float(2 ** min(one.faults - 1, 10))
    return min(max(after or 0.0, longer), _LONGEST_WAIT_S)
