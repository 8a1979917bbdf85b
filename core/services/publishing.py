"""The day's publication: read, protected, kept. Once a day, by whoever comes first; what broke off is begun anew."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.dashboards.sum_nodes import Nodes
from core.dashboards.sums import day_of
from core.offices.directory import Directory
from core.publishing.cells import Rules
from core.publishing.files import BULK, DICTIONARY, SCHEME, TABLES, as_csv, bulk, dictionary
from core.publishing.records import Behind, Counting, Record, Sums, counting_of, records
from core.publishing.subjects import Subjects, subjects_of
from core.store.dashboards import sums
from core.store.engine import Store
from core.store.pipeline import leases
from core.store.publishing import days, figures, persons
from core.store.publishing.days import Day

LEASE = "publishing"
_LASTS = timedelta(minutes=4)
Clock = Callable[[], datetime]


def publish(store: Store, directory: Directory, clock: Clock, least: int) -> Day | None:
    """Publish today's numbers; None where today has been published, or another is at it. Raises StoreUnavailable."""
    now = clock()
    day = day_of(now).isoformat()
    with store.read() as session:
        if days.find(session, day) is not None:
            return None
    with store.write() as session:
        token = leases.acquire(session, LEASE, now, _LASTS)
        if token is None:
            return None
        rules = Rules(least, days.salt(session))
    try:
        lines = protected(store, directory, now, rules)
        made = Day(day, now, least, SCHEME, len(lines))
        _keep(store, made, lines, lambda session: leases.hold(session, LEASE, token, clock(), _LASTS))
    finally:
        with store.write() as session:
            leases.release(session, LEASE, token)
    return made


def _keep(store: Store, made: Day, lines: Sequence[Record], hold: Callable[[Session], None]) -> None:
    """Line by line in short transactions; it counts with the last one."""
    with store.write() as session:
        hold(session)
        days.forget_records(session, made.day)
    for some in days.in_batches(lines):
        with store.write(durable=False) as session:
            hold(session)
            days.add_records(session, made.day, some)
    texts = list(_files(lines, made.day))
    with store.write() as session:
        hold(session)
        days.put(session, made, texts)


def protected(store: Store, directory: Directory, now: datetime, rules: Rules) -> Sequence[Record]:
    """All lines as they may be told, of one moment."""
    subjects = subjects_of(directory)
    counting = counting_of(subjects)
    true, behind = _true(store, directory, subjects, counting, now, rules.least)
    return records(subjects, counting, true, behind, rules)


def _true(
    store: Store, directory: Directory, subjects: Subjects, counting: Counting, now: datetime, least: int
) -> tuple[Mapping[str, Sums], Behind]:
    with store.read() as session:
        sums.snapshot(session)
        true = figures.read(session, subjects, Nodes(directory), now)
        behind = persons.count(session, counting.counts_at, now, least)
    return true, behind


def _files(lines: Sequence[Record], day: str) -> Iterator[tuple[str, bytes, int]]:
    """The files, and all of them in one."""
    made: dict[str, bytes] = {}
    for table in TABLES:
        text, count = as_csv(table, lines, day)
        made[table.name] = text.encode()
        yield table.name, made[table.name], count
    made[DICTIONARY] = dictionary().encode()
    yield DICTIONARY, made[DICTIONARY], made[DICTIONARY].count(b"\r\n") - 1
    yield BULK, bulk(made, day), len(lines)
