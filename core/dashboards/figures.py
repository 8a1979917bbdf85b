"""One row of numbers, as every table of a dashboard has it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from core.dashboards.sums import Measure

OLD_DAYS = 90


class Figures(NamedTuple):
    """Of one place, category, office … ``late``: being worked on, and its office's time has run out. ``old``: open for
    more than 90 days. What the citizen said (``satisfied``) and what nobody heard from them (``unconfirmed``) are two
    things. ``said_solved``, ``denied`` and ``forwarded`` count how often, the others count tickets."""

    came: int = 0
    working: int = 0
    waiting: int = 0
    proposed: int = 0
    satisfied: int = 0
    unconfirmed: int = 0
    rejected: int = 0
    merged: int = 0
    late: int = 0
    old: int = 0
    said_solved: int = 0
    denied: int = 0
    forwarded: int = 0
    escalated: int = 0

    @property
    def open(self) -> int:
        return self.working + self.waiting + self.proposed

    @property
    def closed(self) -> int:
        return self.satisfied + self.unconfirmed

    @property
    def resolved_share(self) -> float | None:
        """What the office says: solved, of all that came. Other portals report this."""
        return share(self.closed + self.proposed, self.came)

    @property
    def satisfied_share(self) -> float | None:
        """What citizens say: content, of all that came."""
        return share(self.satisfied, self.came)

    @property
    def unconfirmed_share(self) -> float | None:
        return share(self.unconfirmed, self.came)

    @property
    def late_share(self) -> float | None:
        return share(self.late, self.open)


_counted = frozenset(Figures._fields)


def of_counts(counts: Mapping[Measure, int], *, late: int = 0, old: int = 0) -> Figures:
    """From sums; ``late`` are those past their deadline that no level has taken up yet."""
    known = {str(measure): count for measure, count in counts.items() if measure in _counted}
    known["late"] = known.get("late", 0) + late
    return Figures(**known, old=old)


def total(rows: Iterable[Figures]) -> Figures:
    return Figures(*map(sum, zip(*rows, strict=True)))


def share(part: int, whole: int) -> float | None:
    """None where there is nothing to be a part of."""
    return part / whole if whole else None
