"""All numbers of one subject, from its sums."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.dashboards.figures import OLD_DAYS, Figures, of_counts, share
from core.dashboards.sum_nodes import Node
from core.dashboards.sums import SPANS, Dim, Measure, Span, day_of
from core.ticket import Level

DIMS = (Dim.ALL, Dim.CATEGORY, Dim.CHANNEL, Dim.LEVEL, Dim.WEEK, Dim.CAME, Dim.DUE, Dim.STEP)
BANDS = (7, 30, 60, OLD_DAYS)
"""Days at which a new band of ages begins, after the first from 0."""
WEEKS = 26
_M = Measure
_HAPPENS = (
    Measure.CAME,
    Measure.SATISFIED,
    Measure.UNCONFIRMED,
    Measure.REJECTED,
    Measure.SAID_SOLVED,
    Measure.DENIED,
    Measure.FORWARDED,
    Measure.ESCALATED,
)
"""What is counted week by week."""
Sums = Mapping[tuple[Node, Dim, str], Mapping[Measure, int]]
PERIODS = (4, 13, 26, 52)
"""Weeks that one may look back, the present one among them."""


def first_monday(weeks: int, now: datetime) -> date:
    """The Monday on which a period of so many weeks begins."""
    today = day_of(now)
    return today - timedelta(days=today.weekday(), weeks=weeks - 1)


def within(figures: Figures, by_week: Mapping[Measure, int]) -> Figures:
    """The same row of numbers for a period: what came and what happened in it. What is open, late or old is so now,
    whenever it came."""
    happened = {measure.value: by_week.get(measure, 0) for measure in _HAPPENS}
    return figures._replace(**happened)


def of_period(figures: Mapping[str, Figures], came: Mapping[str, Figures]) -> dict[str, Figures]:
    """Rows by category or channel for a period: what came in it, and what became of that. What is open, late or old is
    so now, whenever it came."""
    happened = tuple(measure.value for measure in _HAPPENS)
    rows = {
        key: row._replace(**{name: getattr(came.get(key, Figures()), name) for name in happened})
        for key, row in figures.items()
    }
    return dict(sorted(rows.items(), key=lambda one: (-one[1].came, one[0])))


@dataclass(frozen=True, slots=True)
class Band:
    """Open tickets of an age in days: ``first`` to ``last`` (None: and older)."""

    first: int
    last: int | None
    working: int = 0
    waiting: int = 0
    proposed: int = 0

    @property
    def open(self) -> int:
        return self.working + self.waiting + self.proposed


@dataclass(frozen=True, slots=True)
class Week:
    """What happened in the week from ``monday``."""

    monday: date
    came: int = 0
    said_solved: int = 0
    satisfied: int = 0
    unconfirmed: int = 0
    denied: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Duration:
    """How long it took from the complaint to a step: of ``count`` tickets, days in the middle and on the average.
    ``beyond``: the middle is beyond the last span that we tell apart."""

    span: Span
    count: int
    median: float | None
    mean: float | None


@dataclass(frozen=True, slots=True)
class DueDay:
    """Open tickets whose deadline is on a day; ``day`` None: is past."""

    day: date | None
    count: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on a dashboard that comes from the subject's own sums."""

    figures: Figures
    categories: Mapping[str, Figures]
    channels: Mapping[str, Figures]
    departments: Mapping[str, Figures]
    levels: Mapping[Level, int]
    bands: Sequence[Band]
    weeks: Sequence[Week]
    taken: Sequence[Duration]
    due: Sequence[DueDay]


def overview(sums: Sums, node: Node, now: datetime) -> Overview:
    """Of one node, whose sums by ``DIMS`` (and departments, where wanted) are among these."""
    today = day_of(now)
    by_dim: dict[Dim, dict[str, Mapping[Measure, int]]] = {dim: {} for dim in Dim}
    for (one, dim, key), counts in sums.items():
        if one == node:
            by_dim[dim][key] = counts
    bands = _bands(by_dim[Dim.CAME], today)
    past = sum(n.get(_M.WORKING, 0) for key, n in by_dim[Dim.DUE].items() if key < today.isoformat())
    return Overview(
        figures=of_counts(by_dim[Dim.ALL].get("", {}), late=past, old=bands[-1].open),
        categories=_rows(by_dim[Dim.CATEGORY]),
        channels=_rows(by_dim[Dim.CHANNEL]),
        departments=_rows(by_dim[Dim.DEPARTMENT]),
        levels={Level(int(key)): sum(counts.values()) for key, counts in sorted(by_dim[Dim.LEVEL].items())},
        bands=bands,
        weeks=_weeks(by_dim[Dim.WEEK], today),
        taken=[_taken(span, by_dim[Dim.STEP]) for span in Span],
        due=_due(by_dim[Dim.DUE], today),
    )


def oldest_day(now: datetime) -> str:
    """Who came before this day has been open for more than 90 days."""
    return (day_of(now) - timedelta(days=OLD_DAYS)).isoformat()


def _rows(by_key: Mapping[str, Mapping[Measure, int]]) -> dict[str, Figures]:
    rows = {key: of_counts(counts) for key, counts in by_key.items()}
    return dict(sorted(((k, r) for k, r in rows.items() if r.came), key=lambda one: (-one[1].came, one[0])))


def _bands(by_day: Mapping[str, Mapping[Measure, int]], today: date) -> list[Band]:
    edges = (0, *(days + 1 for days in BANDS))
    counts: list[dict[Measure, int]] = [{} for _ in edges]
    for day, more in by_day.items():
        age = (today - date.fromisoformat(day)).days
        into = counts[max(index for index, edge in enumerate(edges) if edge <= max(age, 0))]
        for measure, count in more.items():
            into[measure] = into.get(measure, 0) + count
    ends: tuple[int | None, ...] = (*BANDS, None)
    return [
        Band(first, last, n.get(_M.WORKING, 0), n.get(_M.WAITING, 0), n.get(_M.PROPOSED, 0))
        for first, last, n in zip(edges, ends, counts, strict=True)
    ]


def _weeks(by_week: Mapping[str, Mapping[Measure, int]], today: date) -> list[Week]:
    monday = today - timedelta(days=today.weekday())
    weeks = [monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    return [_week(one, by_week.get(one.isoformat(), {})) for one in weeks]


def _week(monday: date, counts: Mapping[Measure, int]) -> Week:
    told = (_M.CAME, _M.SAID_SOLVED, _M.SATISFIED, _M.UNCONFIRMED, _M.DENIED, _M.REJECTED)
    return Week(monday, **{measure.value: counts.get(measure, 0) for measure in told})


def _taken(span: Span, by_key: Mapping[str, Mapping[Measure, int]]) -> Duration:
    """The middle is where half of the tickets are reached, taken to be spread evenly within their span of time."""
    counts = [by_key.get(f"{span}/{number:02d}", {}).get(_M.CAME, 0) for number in range(len(SPANS))]
    seconds = sum(n.get(_M.SECONDS, 0) for key, n in by_key.items() if key.startswith(f"{span}/"))
    every = sum(counts)
    mean = share(seconds, every)
    return Duration(span, every, median_of(counts), mean / 86400 if mean is not None else None)


def median_of(counts: Sequence[int]) -> float | None:
    """Days in the middle of counts by ``SPANS``; None of nothing."""
    half = sum(counts) / 2
    if not half:
        return None
    reached = 0
    for number, count in enumerate(counts):
        if reached + count >= half:
            start = SPANS[number]
            end = SPANS[number + 1] if number + 1 < len(SPANS) else start
            return (start + (end - start) * (half - reached) / count) / 86400
        reached += count
    return None


def _due(by_day: Mapping[str, Mapping[Measure, int]], today: date) -> list[DueDay]:
    """Past, and the next two weeks."""
    counts = {date.fromisoformat(key): n.get(_M.WORKING, 0) + n.get(_M.LATE, 0) for key, n in by_day.items()}
    past = sum(count for day, count in counts.items() if day < today)
    days = [today + timedelta(days=ahead) for ahead in range(14)]
    return [DueDay(None, past), *(DueDay(day, counts.get(day, 0)) for day in days)]
