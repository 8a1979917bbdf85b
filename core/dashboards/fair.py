"""Offices (or officers) compared fairly: each with what it would have if it did as well as all of them do together in
the same categories.

So an office that only has land cases is not held against one that mends street lights. What is left may still be
chance: where few cases came, only a difference that chance rarely makes is called one.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from core.dashboards.figures import Figures, total

SURE = 2.0
"""Standard deviations: of twenty offices that are all alike, about one is beyond this by chance."""
_Who = TypeVar("_Who")


class Verdict(StrEnum):
    """Beside what was to be expected."""

    MORE = "more"
    LESS = "less"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Beside:
    """A count beside the expected one."""

    count: int
    expected: float
    verdict: Verdict

    @property
    def ratio(self) -> float | None:
        return self.count / self.expected if self.expected else None


@dataclass(frozen=True, slots=True)
class Compared(Generic[_Who]):
    """One of those compared. ``load``: what came to it as a multiple of what came to each on average."""

    who: _Who
    figures: Figures
    satisfied: Beside
    late: Beside
    load: float


def compare(rows: Sequence[tuple[_Who, Mapping[str, Figures]]]) -> list[Compared[_Who]]:
    """Each with its figures by category. Those to whom nothing came are left out; the most complaints first."""
    rows = [(who, by_category) for who, by_category in rows if any(one.came for one in by_category.values())]
    if not rows:
        return []
    cases: dict[str, list[Figures]] = {}
    for _, by_category in rows:
        for category, figures in by_category.items():
            cases.setdefault(category, []).append(figures)
    together = {category: total(figures) for category, figures in cases.items()}
    average = sum(one.came for one in together.values()) / len(rows)
    compared = [_compare(who, by_category, together, average) for who, by_category in rows]
    return sorted(compared, key=lambda one: -one.figures.came)


def _compare(
    who: _Who, by_category: Mapping[str, Figures], together: Mapping[str, Figures], average: float
) -> Compared[_Who]:
    own, came = total(by_category.values()), _came(by_category)
    return Compared(
        who,
        own,
        _beside(own.satisfied, [(n.came, together[c].satisfied / together[c].came) for c, n in came]),
        _beside(own.late, [(n.came, together[c].late / together[c].came) for c, n in came]),
        own.came / average,
    )


def _came(by_category: Mapping[str, Figures]) -> list[tuple[str, Figures]]:
    return [(category, figures) for category, figures in by_category.items() if figures.came]


def _beside(count: int, chances: Sequence[tuple[int, float]]) -> Beside:
    """``chances``: how many cases, and the part of such cases that count everywhere."""
    expected = sum(cases * part for cases, part in chances)
    deviation = math.sqrt(sum(cases * part * (1 - part) for cases, part in chances))
    far = count - expected
    if not deviation or abs(far) <= SURE * deviation:
        return Beside(count, expected, Verdict.ALIKE)
    return Beside(count, expected, Verdict.MORE if far > 0 else Verdict.LESS)
