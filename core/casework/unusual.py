"""What is unusual in how somebody opens cases: a supervisor is told and looks. It accuses nobody."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.ports import PAKISTAN


class UnusualKind(StrEnum):
    """What was seen of one person on one day."""

    UNMASKED = "unmasked"
    OUTSIDE = "outside"
    AT_NIGHT = "at_night"


@dataclass(frozen=True, slots=True)
class UnusualRules:
    """From how many things a day on it is unusual: shown unmasked for a reason, of cases that another office has, and
    opened between the hours of ``night`` by Pakistan's clock."""

    unmasked: int = 10
    outside: int = 10
    at_night: int = 5
    night: tuple[int, int] = (22, 5)


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody opened something. ``outside``: of a case that is not their office's."""

    staff: int
    at: datetime
    thing: str
    unmasked: bool
    outside: bool


@dataclass(frozen=True, slots=True)
class Unusual:
    """``count`` different things of one kind by one person. A night is of the day on which it began."""

    staff: int
    kind: UnusualKind
    day: date
    count: int


def unusual(openings: Iterable[Opening], rules: UnusualRules | None = None) -> list[Unusual]:
    """What stands out; the same thing opened again on a day counts once."""
    rules = rules or UnusualRules()
    begins, ends = rules.night
    seen: set[tuple[int, UnusualKind, date, str]] = set()
    for one in openings:
        local = one.at.astimezone(PAKISTAN)
        if one.unmasked:
            seen.add((one.staff, UnusualKind.UNMASKED, local.date(), one.thing))
        if one.outside:
            seen.add((one.staff, UnusualKind.OUTSIDE, local.date(), one.thing))
        if local.hour >= begins or local.hour < ends:
            evening = (local - timedelta(hours=ends)).date()
            seen.add((one.staff, UnusualKind.AT_NIGHT, evening, one.thing))
    least = {
        UnusualKind.UNMASKED: rules.unmasked,
        UnusualKind.OUTSIDE: rules.outside,
        UnusualKind.AT_NIGHT: rules.at_night,
    }
    counted = Counter((staff, kind, day) for staff, kind, day, _ in seen)
    return [Unusual(*key, count) for key, count in sorted(counted.items()) if count >= least[key[1]]]
