"""The house: every part, joined. Made by bootstrap.py, handed to whatever runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.errors import NotFound
from core.outbox import Backoff
from core.ports import Channel, Clock, DialogueEngine, Queue
from core.store.casework.cases import Cases
from core.store.engine import Store
from core.store.road.envelopes import Arrival, add_all
from core.store.together import Together
from gateway.antivirus import Scan
from gateway.backpressure import Backpressure
from gateway.metrics import Meters, NoMeters


class SystemClock:
    """The computer's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Limits:
    """What protects us from too much, and how long things may take."""

    queue_depth: int
    lease: timedelta
    idle: timedelta
    attempts: int = 5
    """A message whose handling fails this often is set aside."""


@dataclass(frozen=True, slots=True)
class House:
    """The parts of a running gateway."""

    store: Store
    queue: Queue
    engine: DialogueEngine
    channels: Mapping[str, Channel]
    clock: Clock
    limits: Limits
    backoff: Backoff
    public_url: str
    cases: Cases = field(default_factory=Cases)
    pressure: Backpressure = field(default_factory=Backpressure)
    arrivals: Together[Arrival, int | None] = field(default_factory=lambda: Together(add_all))
    """Where envelopes that come at the same time share a commit."""
    keep: timedelta = timedelta(days=1825)
    """How long after its end a case holds the person."""
    meters: Meters = field(default_factory=NoMeters)
    scan: Scan | None = None
    """What looks at evidence when it is kept and whenever it is handed out; None: nothing does."""
    folders: tuple[Path, ...] = ()
    """Where this machine writes: a disk that fills up is told by /readyz."""

    def channel(self, name: str) -> Channel:
        """Raises NotFound for a channel that is not configured."""
        found = self.channels.get(name)
        if found is None:
            raise NotFound(f"no channel {name}")
        return found

    @property
    def track_link(self) -> str:
        return f"{self.public_url}/track"
