"""One look at the house: what its processes hold, what waits, what it has kept."""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from redis import Redis, RedisError
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from core.outbox import OutboxState
from core.store.base import Base
from core.store.engine import Store
from core.store.pipeline.envelopes import WAITING
from core.store.pipeline.tables import EnvelopeRow, OutboxRow

_OPEN = (OutboxState.STAGED, OutboxState.SENDING, OutboxState.UNKNOWN)
_MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Sample:
    """``at`` is seconds since the run began. ``memory`` in MB (proportional set size), ``descriptors`` and
    ``processes`` are by program. ``ages`` are the seconds that the oldest message and the oldest answer have waited.
    ``handled``: messages acknowledged until then."""

    at: float
    handled: int
    memory: Mapping[str, float]
    descriptors: Mapping[str, int]
    processes: Mapping[str, int]
    connections: int
    disk_mb: float
    redis_mb: float
    redis_keys: int
    ages: Mapping[str, float]
    rows: Mapping[str, int]


def look(at: float, handled: int, pids: Iterable[tuple[str, int]], store: Store, redis: str, disk: Path) -> Sample:
    """A sample of now. A process that ends meanwhile is left out."""
    memory, descriptors, processes = Counter[str](), Counter[str](), Counter[str]()
    for program, pid in pids:
        with suppress(OSError):
            memory[program] += _proportional(pid)  # type: ignore[assignment]
            descriptors[program] += sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
            processes[program] += 1
    megabytes, keys = _redis(redis)
    with store.read() as session:
        ages, rows, connections = _ages(session), _rows(session), _connections(session)
    return Sample(
        at,
        handled,
        dict(memory),
        dict(descriptors),
        dict(processes),
        connections,
        _size(disk),
        megabytes,
        keys,
        ages,
        rows,
    )


def _proportional(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _redis(url: str) -> tuple[float, int]:
    with suppress(RedisError, OSError), Redis.from_url(url) as redis:
        return int(redis.info("memory")["used_memory"]) / _MEGABYTE, int(redis.dbsize())
    return 0.0, 0


def _size(folder: Path) -> float:
    total = 0
    for file in folder.rglob("*"):
        with suppress(OSError):  # gone meanwhile
            if file.is_file():
                total += file.stat().st_size
    return total / _MEGABYTE


def _ages(session: Session) -> dict[str, float]:
    now = datetime.now(UTC)
    oldest = {
        "message": select(func.min(EnvelopeRow.received_at)).where(EnvelopeRow.state == WAITING),
        "answer": select(func.min(OutboxRow.staged_at)).where(OutboxRow.state.in_(_OPEN)),
    }
    found = {what: session.scalar(question) for what, question in oldest.items()}
    return {what: (now - since).total_seconds() if since else 0.0 for what, since in found.items()}


def _rows(session: Session) -> dict[str, int]:
    tables = sorted(Base.metadata.tables.values(), key=lambda table: table.name)
    return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def _connections(session: Session) -> int:
    if session.get_bind().dialect.name != "postgresql":
        return 0
    asked = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
    return session.scalar(asked) or 0
