"""What the senders know: each message, in the order of its sender, and whether it was acknowledged."""

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Sent:
    """One message. ``id`` is the provider's. One that was not acknowledged may be kept or not, but never twice."""

    channel: str
    id: str
    sender: str
    acknowledged: bool = False
    tries: int = 0


@dataclass
class Ledger:
    """Everything that was sent. Several threads write in it."""

    sent: list[Sent] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    tickets: dict[str, set[str]] = field(default_factory=dict)
    """Sender → the tracking numbers that they were told."""
    complaints: Counter[str] = field(default_factory=Counter)
    """Sender → how many complaints they confirmed: no more tickets may be theirs."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, channel: str, id: str, sender: str) -> Sent:
        """A message about to be sent."""
        sent = Sent(channel, id, sender)
        with self._lock:
            self.sent.append(sent)
        return sent

    def note(self, what: str, times: int = 1) -> None:
        """Count something worth telling."""
        with self._lock:
            self.notes[what] += times

    def told(self, sender: str, number: str) -> None:
        with self._lock:
            self.tickets.setdefault(sender, set()).add(number)

    def confirmed(self, sender: str) -> None:
        with self._lock:
            self.complaints[sender] += 1

    @property
    def acknowledged(self) -> int:
        with self._lock:
            return sum(one.acknowledged for one in self.sent)

    def by_channel(self) -> Iterator[tuple[str, list[Sent]]]:
        """Each channel with its messages."""
        for channel in sorted({one.channel for one in self.sent}):
            yield channel, [one for one in self.sent if one.channel == channel]
