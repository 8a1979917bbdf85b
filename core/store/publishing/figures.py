"""The true numbers of all subjects, from the running sums that the dashboards use (decision 0008)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.dashboards.figures import Figures, of_counts
from core.dashboards.overview import median_of, oldest_day
from core.dashboards.sum_nodes import Node, Nodes
from core.dashboards.sums import SPANS, Dim, Measure, Span, day_of
from core.publishing import measures as m
from core.publishing.records import Sums
from core.publishing.subjects import Kind, Subject, Subjects
from core.store.dashboards import sums
from core.store.dashboards.tables import SumRow
from core.store.publishing.persons import month_of_week

_AT_ONCE = 5000
_TABLE = SumRow.metadata.tables[SumRow.__tablename__]
Counts = dict[str, dict[Measure, int]]
"""By key, of one node and dimension."""
_FLOWS = {
    Measure.CAME: m.RECEIVED,
    Measure.SAID_SOLVED: m.SOLVED,
    Measure.SATISFIED: m.CONFIRMED,
    Measure.UNCONFIRMED: m.UNCONFIRMED,
    Measure.DENIED: m.DENIED,
}
_OPEN = (Measure.WORKING, Measure.WAITING, Measure.PROPOSED)


def read(session: Session, subjects: Subjects, nodes: Nodes, now: datetime) -> dict[str, Sums]:
    """Of every subject to which anything came, by its id. One dimension at a time is in memory."""
    of: dict[Node, list[str]] = {}
    for one in subjects:
        for node in one.nodes:
            of.setdefault(node, []).append(one.id)
    reader = _Reader(session, nodes, of)
    found, since = _stock(reader, now), _first_month(now)
    for id, by_key in reader.read(Dim.STEP, f"{Span.SAID_SOLVED}/").items():
        if id in found:
            found[id].median = _median(by_key)
    for id, by_key in reader.read(Dim.WEEK).items():
        if id in found:
            _add_months(found[id].counts, by_key, subjects.by_id[id], since)
    for id, by_key in reader.read(Dim.CATEGORY).items():
        if id in found:
            _add_categories(found[id], by_key, subjects.by_id[id])
    return found


def _stock(reader: "_Reader", now: datetime) -> dict[str, Sums]:
    """Where the tickets stand."""
    today, old = day_of(now).isoformat(), oldest_day(now)
    late, aged = reader.read(Dim.DUE), reader.read(Dim.CAME)
    found: dict[str, Sums] = {}
    for id, by_key in reader.read(Dim.ALL).items():
        past = sum(n.get(Measure.WORKING, 0) for key, n in late.get(id, {}).items() if key < today)
        open_since = sum(_open(n) for key, n in aged.get(id, {}).items() if key < old)
        row = of_counts(by_key.get("", {}), late=past, old=open_since)
        if row.came:
            found[id] = Sums(_figures(row), None, {})
    return found


class _Reader:
    """Reads a dimension of all nodes at once, with what is not folded yet, as sums of subjects."""

    def __init__(self, session: Session, nodes: Nodes, of: dict[Node, list[str]]) -> None:
        self._session, self._of = session, of
        self._generation = sums.generation(session)
        self._waiting = sums.not_folded(session, nodes)

    def read(self, dim: Dim, start: str = "") -> dict[str, Counts]:
        found: dict[str, Counts] = {}
        for node, key, counts in self._rows(dim):
            if not key.startswith(start):
                continue
            for id in self._of.get(node, ()):
                known = found.setdefault(id, {}).setdefault(key, {})
                for measure, count in counts:
                    known[measure] = known.get(measure, 0) + count
        return found

    def _rows(self, dim: Dim) -> Iterator[tuple[Node, str, Sequence[tuple[Measure, int]]]]:
        wanted = _columns(dim)
        query = select(_TABLE.c.node, _TABLE.c.key, *(_TABLE.c[measure.value] for measure in wanted)).where(
            _TABLE.c.generation == self._generation, _TABLE.c.dim == dim.value
        )
        connection = self._session.connection().execution_options(yield_per=_AT_ONCE)
        for node, key, *counts in connection.execute(query):
            yield node, key, [(measure, n) for measure, n in zip(wanted, counts, strict=True) if n]
        for (node, kind, key), more in self._waiting.items():
            if kind is dim:
                yield node, key, list(more.items())


def _columns(dim: Dim) -> Sequence[Measure]:
    """Only what is used of a dimension: there are a million rows of weeks."""
    if dim is Dim.WEEK:
        return tuple(_FLOWS)
    if dim is Dim.STEP:
        return (Measure.CAME,)
    if dim in (Dim.DUE, Dim.CAME):
        return _OPEN
    return tuple(Measure)


def _figures(row: Figures) -> dict[str, int]:
    return {
        m.RECEIVED: row.came,
        m.OPEN: row.open,
        m.LATE: row.late,
        m.OLD: row.old,
        m.SOLVED: row.closed + row.proposed,
        m.CONFIRMED: row.satisfied,
        m.UNCONFIRMED: row.unconfirmed,
        m.DENIED: row.denied,
    }


def _add_months(counts: dict[str, int], by_week: Counts, subject: Subject, since: str) -> None:
    for week, happened in by_week.items():
        month = _month(week)
        if month < since:
            continue
        for measure, name in _FLOWS.items():
            key = m.of_month(name, month)
            if happened.get(measure) and (subject.kind is not Kind.OFFICE or m.is_of_offices(key)):
                counts[key] = counts.get(key, 0) + happened[measure]


@lru_cache(4096)
def _month(week: str) -> str:
    return month_of_week(date.fromisoformat(week))


def _first_month(now: datetime) -> str:
    """The first of the months that are published."""
    today = day_of(now)
    months = today.year * 12 + today.month - m.MONTHS
    return f"{months // 12}-{months % 12 + 1:02d}"


def _add_categories(sums_of: Sums, by_category: Counts, subject: Subject) -> None:
    for category, counted in by_category.items():
        row = of_counts(counted)
        sums_of.categories[category] = row
        if subject.kind is not Kind.OFFICE:
            for name, count in ((m.RECEIVED, row.came), (m.OPEN, row.open), (m.CONFIRMED, row.satisfied)):
                if count:
                    sums_of.counts[m.of_category(name, category)] = count


def _median(by_key: Counts) -> float | None:
    prefix = f"{Span.SAID_SOLVED}/"
    return median_of([by_key.get(f"{prefix}{n:02d}", {}).get(Measure.CAME, 0) for n in range(len(SPANS))])


def _open(counts: dict[Measure, int]) -> int:
    return sum(counts.get(measure, 0) for measure in _OPEN)
