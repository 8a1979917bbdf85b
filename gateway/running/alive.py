"""Which processes ought to live, by the configuration, and whether they do: for /readyz, the page and the metrics."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from core.store.pipeline import heartbeats, ways
from gateway.cli.listen import LISTENERS
from gateway.config import Settings
from gateway.house import House
from gateway.pipeline.queue import LETTERS, QUEUES

SILENT_S = 60
STANDS_S = 300
"""A timed job that was not done for so long stands still."""
NEVER = "never heard"


def expected(settings: Settings) -> tuple[str, ...]:
    """The kinds of process that somewhere must live: a worker for each queue, cron, and the listeners that a channel's
    section switches on (``channels.email.imap.enabled: true``)."""
    queues = [queue for queue in QUEUES if queue != LETTERS or "letters" in settings.enabled_channels]
    on = [name for name in LISTENERS if any(settings.is_on(channel, name) for channel in settings.enabled_channels)]
    return (*(f"worker-{queue}" for queue in queues), "cron", *on)


def processes(house: House, session: Session) -> Mapping[str, heartbeats.Health | None]:
    """What was heard of each kind that ought to live or lived of late; None: nothing."""
    found = heartbeats.health(session, house.clock.now())
    return {kind: found.get(kind) for kind in sorted({*house.expected, *found})}


def in_words(heard: heartbeats.Health | None) -> str:
    """``ok``, or what is amiss."""
    if heard is None:
        return NEVER
    if heard.age >= SILENT_S:
        return f"silent for {heard.age:.0f} s"
    return heard.trouble or "ok"


def states(house: House, session: Session) -> Mapping[str, str]:
    """Part by part in words: processes, timed jobs that stand still, and ways out that are shut."""
    told = {kind: in_words(heard) for kind, heard in processes(house, session).items()}
    if "cron" in house.expected:
        told |= {job: _run(age) for job, age in heartbeats.last_runs(session, house.clock.now()).items()}
    told |= {f"sending by {way.part}": f"refused: {way.code or '?'}" for way in ways.all_shut(session)}
    return told


def _run(age: float | None) -> str:
    if age is None:
        return "never done"
    return "ok" if age < STANDS_S else f"last done {age:.0f} s ago"
