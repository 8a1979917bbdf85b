"""What is unusual in how somebody opens cases: a supervisor is told and looks. It accuses nobody."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.ports import PAKISTAN


class UnusualKind(StrEnum):
    """What was seen of one person on one day."""

    UNMASKED = "unmasked"
    OUTSIDE = "outside"
    AT_NIGHT = "at_night"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class UnusualRules:
    """From how many things a day on it is unusual: shown unmasked for a reason, of cases that another office has,
    opened between the hours of ``night`` by Pakistan's clock, and lines of lists taken as files."""

    unmasked: int = 10
    outside: int = 10
    at_night: int = 5
    taken: int = 500
    night: tuple[int, int] = (22, 5)


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody opened something. ``outside``: of a case that is not their office's. ``lines``: how many cases stand in
    it, where it is a list that they took as a file."""

    staff: int
    at: datetime
    thing: str
    unmasked: bool
    outside: bool
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Unusual:
    """``count`` different things of one kind by one person. A night is of the day on which it began."""

    staff: int
    kind: UnusualKind
    day: date
    count: int


def unusual(openings: Iterable[Opening], rules: UnusualRules | None = None) -> list[Unusual]:
    """What stands out; the same thing opened again on a day counts once, a list as many times as it has lines."""
    rules = rules or UnusualRules()
    seen: dict[tuple[int, UnusualKind, date, str], int] = {}
    for one in openings:
        for kind, day in _stands_out(one, rules):
            seen[one.staff, kind, day, one.thing] = one.lines or 1
    least = {
        UnusualKind.UNMASKED: rules.unmasked,
        UnusualKind.OUTSIDE: rules.outside,
        UnusualKind.AT_NIGHT: rules.at_night,
        UnusualKind.TAKEN: rules.taken,
    }
    counted: Counter[tuple[int, UnusualKind, date]] = Counter()
    for (staff, kind, day, _), many in seen.items():
        counted[staff, kind, day] += many
    return [Unusual(*key, count) for key, count in sorted(counted.items()) if count >= least[key[1]]]


def _stands_out(one: Opening, rules: UnusualRules) -> Iterator[tuple[UnusualKind, date]]:
    """As what it counts, and of which day."""
    local = one.at.astimezone(PAKISTAN)
    begins, ends = rules.night
    if one.unmasked:
        yield UnusualKind.UNMASKED, local.date()
    if one.outside:
        yield UnusualKind.OUTSIDE, local.date()
    if one.lines:
        yield UnusualKind.TAKEN, local.date()
    if local.hour >= begins or local.hour < ends:
        yield UnusualKind.AT_NIGHT, (local - timedelta(hours=ends)).date()
