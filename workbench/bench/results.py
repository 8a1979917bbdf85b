"""What a bench found, as a table and as JSON."""

import json
import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles

Tell = Callable[[str], None]
"""Shows progress."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Times in milliseconds: half, 95 of a hundred, 99 of a hundred are faster."""

    p50: float
    p95: float
    p99: float


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing, beside its limit. ``ours`` and ``limit`` are in ``unit``: a rate (more is better) or a time.

    ``ratio`` is the median of the ratios of the rounds, where there are any, because what else runs on the machine
    disturbs both of a round alike; else ours / limit. ``goal`` is what it should reach, where there is one.
    """

    name: str
    ours: float
    limit: float
    unit: str
    limit_is: str
    goal: str = ""
    ours_ms: Spread | None = None
    limit_ms: Spread | None = None
    rounds: tuple[float, ...] = ()

    @property
    def ratio(self) -> float:
        if self.rounds:
            return median(self.rounds)
        return self.ours / self.limit if self.limit else float("nan")


def spread(seconds: Sequence[float]) -> Spread:
    """Of at least two times in seconds."""
    cut = [1000 * second for second in quantiles(seconds, n=100, method="inclusive")]
    return Spread(round(cut[49], 2), round(cut[94], 2), round(cut[98], 2))


def table(measures: Sequence[Measure]) -> str:
    """Lined up for people."""
    head = ("what", "ours", "limit", "unit", "ratio", "goal", "ours p50/p95/p99 ms", "limit p50/p95/p99 ms")
    rows = [head, *(_row(measure) for measure in measures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([*lines, "", *(f"{measure.name}: the limit is {measure.limit_is}" for measure in measures)])


def as_json(measures: Sequence[Measure]) -> str:
    """For programs, with what it was measured on."""
    found = [{**asdict(measure), "ratio": round(measure.ratio, 3)} for measure in measures]
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()}
    return json.dumps({"machine": machine, "measures": found}, indent=2)


def _row(measure: Measure) -> tuple[str, ...]:
    return (
        measure.name,
        f"{measure.ours:.1f}",
        f"{measure.limit:.1f}",
        measure.unit,
        f"{measure.ratio:.2f}",
        measure.goal,
        _times(measure.ours_ms),
        _times(measure.limit_ms),
    )


def _times(times: Spread | None) -> str:
    return f"{times.p50:g} / {times.p95:g} / {times.p99:g}" if times else ""
