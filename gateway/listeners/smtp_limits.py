"""How much one peer, and all of them together, may ask of the mail server."""

from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from ipaddress import ip_address

MINUTE = 60.0


@dataclass
class Gate:
    """Counts connections and mails. Lives in one event loop: no locks. Times are the loop's seconds."""

    most: int
    most_per_peer: int
    mails_per_minute: int
    _open: Counter[str] = field(default_factory=Counter)
    _mails: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def enter(self, peer: str) -> bool:
        """A connection comes; False where it is one too many. Each that entered must leave."""
        if self._open.total() >= self.most or (not _ours(peer) and self._open[peer] >= self.most_per_peer):
            return False
        self._open[peer] += 1
        return True

    def leave(self, peer: str) -> None:
        self._open[peer] -= 1
        if self._open[peer] <= 0:
            del self._open[peer]

    def mail(self, peer: str, now: float) -> bool:
        """A mail begins; False where the peer has sent its share of this minute."""
        if _ours(peer):
            return True
        recent = self._mails[peer]
        while recent and now - recent[0] >= MINUTE:
            recent.popleft()
        if len(recent) >= self.mails_per_minute:
            return False
        recent.append(now)
        self._forget(now)
        return True

    def _forget(self, now: float) -> None:
        """Peers that are silent take no memory."""
        if len(self._mails) > 10_000:
            for peer in [p for p, at in self._mails.items() if not at or now - at[-1] >= MINUTE]:
                del self._mails[peer]


def _ours(peer: str) -> bool:
    """Our own mail server hands over everybody's mail: it is not counted as one peer."""
    try:
        return peer == "" or ip_address(peer).is_loopback
    except ValueError:
        return False
