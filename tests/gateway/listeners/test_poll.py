"""Asking providers what came: kept before the mark moves, put off where the provider says so."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from core.errors import AccountRefused, ArziError, DeliveryDelayed, Malformed, Overloaded
from core.messages import Envelope
from core.store.engine import Store
from core.store.pipeline import bookmarks
from gateway.listeners import Accepted
from gateway.listeners.poll import Polled, listen
from tests.fakes.parts import StandingClock, StringChannel
from tests.services.waiting import wait_until


@dataclass
class Asked(StringChannel):
    """A provider with numbered messages."""

    name: str = "asked"
    poll_every_s: float = 0.01
    there: list[int] = field(default_factory=list)
    marks: list[str | None] = field(default_factory=list)
    fault: ArziError | None = None

    def poll(self, mark: str | None, now: datetime) -> tuple[Sequence[Envelope], str]:
        self.marks.append(mark)
        if self.fault is not None:
            raise self.fault
        new = [number for number in self.there if number > int(mark or 0)]
        return [Envelope(self.name, f"m{n}", b"{}", now) for n in new], str(max([*new, int(mark or 0)]))


class Office:
    """The listener in a thread."""

    def __init__(self, store: Store, channel: Asked, refuses: dict[str, ArziError] | None = None) -> None:
        self.kept: list[str] = []
        self.told: list[str | None] = []
        self.refuses = refuses or {}
        self.stop = threading.Event()
        self.polled = Polled(channel, self.accept)
        given = ([self.polled], store, StandingClock(), self.stop, self.told.append)
        self.thread = threading.Thread(target=listen, args=given, daemon=True)
        self.thread.start()

    def accept(self, envelope: Envelope) -> Accepted:
        if (error := self.refuses.pop(envelope.id, None)) is not None:
            raise error
        self.kept.append(envelope.id)
        return Accepted(True, "asked:1")

    def end(self) -> None:
        self.stop.set()
        self.thread.join(30)
        assert not self.thread.is_alive()


def mark_of(store: Store) -> str | None:
    with store.read() as session:
        return bookmarks.get(session, "poll:asked")


def test_what_came_is_kept_once_and_in_order(store: Store) -> None:
    channel = Asked(there=[1, 2])
    office = Office(store, channel)
    wait_until(lambda: mark_of(store) == "2")
    channel.there.append(3)
    wait_until(lambda: mark_of(store) == "3")
    office.end()
    assert office.kept == ["m1", "m2", "m3"]
    assert channel.marks[0] is None


def test_what_cannot_be_kept_now_is_asked_for_again(store: Store) -> None:
    office = Office(store, Asked(there=[1, 2]), {"m2": Overloaded("full")})
    wait_until(lambda: mark_of(store) == "2")
    office.end()
    assert office.kept == ["m1", "m1", "m2"]  # accept makes nothing new of a repeat
    assert "asked: overloaded" in office.told


def test_what_nobody_can_read_holds_nothing_up(store: Store) -> None:
    office = Office(store, Asked(there=[1, 2]), {"m1": Malformed("no JSON")})
    wait_until(lambda: mark_of(store) == "2")
    office.end()
    assert office.kept == ["m2"]


@pytest.mark.parametrize(
    ("fault", "least"),
    [(DeliveryDelayed("full", after=300), 290), (DeliveryDelayed("full", after=5000), 890), (AccountRefused("no"), 0)],
)
def test_a_fault_is_told_and_waited_out(store: Store, fault: ArziError, least: float) -> None:
    office = Office(store, Asked(fault=fault))
    wait_until(lambda: office.told[-1:] == [f"asked: {fault.kind}"])
    office.end()
    assert least < office.polled.due - time.monotonic() + 10 < 920


def test_who_has_not_the_turn_asks_nothing(store: Store) -> None:
    channel, stop = Asked(there=[1]), threading.Event()
    turns = iter([False, False, True])

    def mine() -> bool:
        ours = next(turns, None)
        if ours is None:
            stop.set()
        return bool(ours)

    listen([Polled(channel, lambda _: Accepted(True, "x"))], store, StandingClock(), stop, is_ours=mine)
    assert len(channel.marks) == 1
