"""The house: every part, joined. Made by bootstrap.py, handed to whatever runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.casework.attendance import Attendance
from core.errors import NotFound
from core.intake.context import Dependencies
from core.outbox import Backoff
from core.ports import Channel, Clock, DialogueEngine, Queue, Recogniser
from core.services.cases import Cases
from core.store.engine import Store
from core.store.pipeline.envelopes import Arrival, add_all
from core.store.writers import GroupCommit
from gateway.config.sections import OpenData
from gateway.limits import Limits
from gateway.pipeline.accept import Backpressure
from gateway.pipeline.antivirus import Scan
from gateway.pipeline.lines import LeaseKeeper
from gateway.running.observing import Meters, NoMeters


class SystemClock:
    """The computer's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


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
    attendance: Attendance = field(default_factory=Attendance)
    """When people of ours answer who writes to us."""
    pressure: Backpressure = field(default_factory=Backpressure)
    arrivals: GroupCommit[Arrival, int | None] = field(default_factory=lambda: GroupCommit(add_all))
    """Where envelopes that come at the same time share a commit."""
    keep: timedelta = timedelta(days=1825)
    """How long after its end a case holds the person."""
    meters: Meters = field(default_factory=NoMeters)
    keeper: LeaseKeeper = field(default_factory=LeaseKeeper)
    """Prolongs the leases of what is being worked on."""
    scan: Scan | None = None
    """What looks at evidence when it is kept and whenever it is handed out; None: nothing does."""
    expected: tuple[str, ...] = ()
    """The kinds of process that ought to live (gateway.running.alive)."""
    recogniser: Recogniser | None = None
    """What turns recordings into text, shown beside them as unsure; None: nothing does."""
    tell_unusual: tuple[str, ...] = ()
    """Addresses of mail that are told when staff open cases in an unusual way, beside their supervisors."""
    open_data: OpenData | None = None
    """What is published for everybody; None: nothing is."""
    folders: tuple[Path, ...] = ()
    """Where this machine writes: a disk that fills up is told by /readyz."""

    def channel(self, name: str) -> Channel:
        """Raises NotFound for a channel that is not configured."""
        found = self.channels.get(name)
        if found is None:
            raise NotFound(f"no channel {name}")
        return found

    @property
    def intake(self) -> Dependencies:
        """What intake works with."""
        return Dependencies(self.store, self.engine, self.cases, self.limits.idle, self.track_link, self.attendance)

    @property
    def track_link(self) -> str:
        return f"{self.public_url}/track"
