"""What has grown, by the hour or by the tenth of a short run, and what must not have."""

from collections.abc import Callable, Mapping, Sequence
from statistics import linear_regression, median

from tests.soak.samples import Sample

MEMORY_SHARE, MEMORY_MB = 0.10, 24.0
"""So much a program's memory may still grow after it is warm: a tenth, and what an allocator keeps."""
DESCRIPTORS, CONNECTIONS, REDIS_KEYS = 12, 4, 400
WAITS_S = 60.0
"""The oldest message or answer may wait so long at an even pace."""
FIXED_TABLES = (
    "leases",
    "heartbeats",
    "bookmarks",
    "choices",
    "calendars",
    "offices",
    "posts",
    "staff",
    "ways",
)
"""Tables whose rows have nothing to do with how many complaints there were."""
_ROWS = 60


def grown(samples: Sequence[Sample], warm: float) -> list[str]:
    """What grew without a cause, in sentences; empty where all is flat."""
    if len(samples) < 6:
        return ["too few measurements: make the run longer"]
    settled = [one for one in samples if one.at >= warm * samples[-1].at]
    found = []
    for program in sorted(settled[-1].memory):
        before, after = _ends(settled, lambda one, program=program: one.memory.get(program, 0.0))  # type: ignore[misc]
        if after > before * (1 + MEMORY_SHARE) + MEMORY_MB:
            found.append(f"memory of {program}: {before:.0f} → {after:.0f} MB")
        before, after = _ends(settled, lambda one, program=program: one.descriptors.get(program, 0))  # type: ignore[misc]
        if after > before + DESCRIPTORS:
            found.append(f"descriptors of {program}: {before:.0f} → {after:.0f}")
    flat: Mapping[str, tuple[Callable[[Sample], float], float]] = {
        "connections of the database": (lambda one: one.connections, CONNECTIONS),
        "keys in Redis": (lambda one: one.redis_keys, REDIS_KEYS),
        **{
            f"rows of {table}": ((lambda one, table=table: one.rows.get(table, 0)), _ROWS)  # type: ignore[misc]
            for table in FIXED_TABLES
        },
    }
    for what, (value, most) in flat.items():
        before, after = _ends(settled, value)
        if after > before + most:
            found.append(f"{what}: {before:.0f} → {after:.0f}")
    for what in ("message", "answer"):
        waits = median(one.ages[what] for one in settled)
        if waits > WAITS_S:
            found.append(f"the oldest {what} waits {waits:.0f} s")
    return found + _dearer(settled)


def _dearer(settled: Sequence[Sample]) -> list[str]:
    """The disk grows with what comes in: as much for the last messages as for those before."""
    half = len(settled) // 2
    costs = [_a_message(part, lambda one: one.disk_mb) for part in (settled[:half], settled[half:])]
    if None in costs or not costs[0] or costs[1] <= 1.5 * costs[0] + 0.02:  # type: ignore[operator]
        return []
    return [f"disk for a message: {1000 * costs[0]:.0f} → {1000 * costs[1]:.0f} kB"]  # type: ignore[operator]


def _a_message(part: Sequence[Sample], value: Callable[[Sample], float]) -> float | None:
    handled = [one.handled for one in part]
    if len(part) < 2 or handled[0] == handled[-1]:
        return None
    return float(linear_regression(handled, [value(one) for one in part]).slope)


def _ends(samples: Sequence[Sample], value: Callable[[Sample], float]) -> tuple[float, float]:
    """The middle of the first third and of the last: a single measurement says nothing."""
    third = max(2, len(samples) // 3)
    return median(map(value, samples[:third])), median(map(value, samples[-third:]))


def table(samples: Sequence[Sample]) -> str:
    """Lined up for people: a line for each hour, or for each tenth of a shorter run."""
    step = min(3600.0, samples[-1].at / 10 or 1.0)
    chosen = [
        next(one for one in samples if one.at >= min(n * step, samples[-1].at)) for n in range(_lines(samples, step))
    ]
    programs = sorted({program for one in chosen for program in one.memory})
    head = ["minutes", "messages", *(f"{program} MB" for program in programs), "MB in all", "descriptors"]
    head += ["connections", "disk MB", "Redis MB", "Redis keys", "oldest s", "rows"]
    lines = [head]
    for one in chosen:
        lines.append(
            [
                f"{one.at / 60:.0f}",
                str(one.handled),
                *(f"{one.memory.get(program, 0):.0f}" for program in programs),
                f"{sum(one.memory.values()):.0f}",
                str(sum(one.descriptors.values())),
                str(one.connections),
                f"{one.disk_mb:.1f}",
                f"{one.redis_mb:.1f}",
                str(one.redis_keys),
                f"{max(one.ages.values()):.0f}",
                str(sum(one.rows.values())),
            ]
        )
    rule = ["---"] * len(head)
    return "\n".join("| " + " | ".join(line) + " |" for line in [lines[0], rule, *lines[1:]])


def _lines(samples: Sequence[Sample], step: float) -> int:
    return int(samples[-1].at // step) + 1
