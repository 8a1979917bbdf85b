"""Somebody who has all that was ever published, knows the rules and k, and subtracts: across dates, levels and parts.

They know that a told number is less than k away from the true one, that 0 is 0, that what is kept back is at least 1,
that parts add up to their whole (even where a rest that nobody sees is one of them), and that what was received does
not become less. From that they narrow down every true count until nothing moves any more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.publishing.cells import Cell, Family, Key, Published

_FAR = 10**9
Bounds = dict[tuple[int, Key], tuple[int, int]]


@dataclass(frozen=True)
class Betrayed:
    """A cell of fewer than k persons whose count can only be ``lowest`` to ``highest``."""

    day: int
    key: Key
    lowest: int
    highest: int
    true: int


def bounds(days: Sequence[Published], families: Sequence[Family], least: int, *, exact: bool = False) -> Bounds:
    """What every true count can be, by day and key. ``exact``: the numbers are told as they are."""
    known: Bounds = {}
    for day, told in enumerate(days):
        for key, number in told.items():
            known[day, key] = _alone(number, least, exact)
    for _ in range(60):
        before = dict(known)
        for day in range(len(days)):
            for family in families:
                _add_up(known, day, family)
        _never_less(known, len(days))
        if known == before:
            break
    return known


def _alone(number: int | None, least: int, exact: bool) -> tuple[int, int]:
    if number is None:
        return 1, _FAR
    if exact or number == 0:
        return number, number
    return max(least, number - least + 1), number + least - 1


def _add_up(known: Bounds, day: int, family: Family) -> None:
    whole = (day, family.whole)
    parts = [(day, key) for key in family.parts if (day, key) in known]
    if whole not in known or not parts:
        return
    low, high = sum(known[p][0] for p in parts), sum(known[p][1] for p in parts)
    known[whole] = max(known[whole][0], low), min(known[whole][1], high)
    for part in parts:
        rest_low, rest_high = low - known[part][0], high - known[part][1]
        lowest = max(known[part][0], known[whole][0] - rest_high)
        known[part] = lowest, min(known[part][1], known[whole][1] - rest_low)
        low, high = rest_low + known[part][0], rest_high + known[part][1]


def _never_less(known: Bounds, days: int) -> None:
    for key in {key for _, key in known}:
        for day in range(1, days):
            if (day, key) in known and (day - 1, key) in known:
                low, high = known[day, key]
                known[day, key] = max(low, known[day - 1, key][0]), high
        for day in range(days - 1, 0, -1):
            if (day, key) in known and (day - 1, key) in known:
                low, high = known[day - 1, key]
                known[day - 1, key] = low, min(high, known[day, key][1])


def found(days: Sequence[Mapping[Key, Cell]], known: Bounds, least: int, fewer: int) -> list[Betrayed]:
    """The cells of fewer than k persons of which fewer than so many values are possible."""
    betrayed = []
    for day, cells in enumerate(days):
        for key, cell in cells.items():
            if 0 < cell.persons < least:
                low, high = known[day, key]
                assert low <= cell.count <= high, "the attack itself is wrong"
                if high - low + 1 < fewer:
                    betrayed.append(Betrayed(day, key, low, high, cell.count))
    return betrayed


def changes(days: Sequence[Mapping[Key, Cell]], known: Bounds, least: int, fewer: int) -> list[Betrayed]:
    """Cases that came between two days, fewer than k in a cell, of which fewer than so many values are possible."""
    betrayed = []
    for day in range(1, len(days)):
        for key, cell in days[day].items():
            before = days[day - 1].get(key)
            changed = cell.count - (before.count if before else 0)
            if 0 < changed < least and before is not None:
                (low, high), (low_before, high_before) = known[day, key], known[day - 1, key]
                least_change, most = max(0, low - high_before), high - low_before
                assert least_change <= changed <= most, "the attack itself is wrong"
                if most - least_change + 1 < fewer:
                    betrayed.append(Betrayed(day, key, least_change, most, changed))
    return betrayed
