"""No published number leads to a person. Three rules, over all numbers of a day together:

1. *No cell under k.* A number behind which stand fewer than k persons is not told. 0 is: there is nobody behind it.
2. *Complementary suppression.* Where a subtraction of told numbers would give the sum of k or more cases of fewer than
   k persons (somebody who complains very often), the smallest of the told parts is kept back, too, and so on. Sums of
   fewer cases are lost in the rounding:
3. *Rounding to multiples of k, each number at an offset of its own* that follows from a secret. So the difference of
   any two numbers, of two days or of two levels, is a multiple of k, and does not say how many cases came.
   The offsets make it fair: over all offsets the expected value is the true one. They do not change from day to day;
   otherwise the mean of many days would give the number away.

A person is a number or an address that complaints come from (``core.messages``): whoever complains ten times is one.
Sources: Hundepool et al., Statistical Disclosure Control, 2012, chapters 4 and 5 (threshold rule, secondary
suppression, random rounding).
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LEAST = 10
"""k, where nothing else is configured."""
Key = tuple[str, str]
"""A subject's id and a measure."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A true count, and how many persons stand behind it (k is as good as any more)."""

    count: int
    persons: int


@dataclass(frozen=True, slots=True)
class Family:
    """Parts that add up to a whole. A part that is not published itself (what an area's own office has, say) is one of
    them, too, under a key that nobody sees."""

    whole: Key
    parts: Sequence[Key]


@dataclass(frozen=True, slots=True)
class Rules:
    """``least``: k. ``salt``: the secret that the offsets follow from."""

    least: int
    salt: bytes


Published = dict[Key, int | None]
"""What may be told; None: it is kept back."""


def protect(
    cells: Mapping[Key, Cell], families: Sequence[Family], rules: Rules, hidden: Iterable[Key] = ()
) -> Published:
    """Cells that add up among each other as they may be published. ``hidden`` are kept back whatever they are."""
    back = under_k(cells, rules.least)
    back |= complement(back | set(hidden), cells, families, rules.least)
    return {key: None if key in back else rounded(key, cell.count, rules) for key, cell in cells.items()}


def under_k(cells: Mapping[Key, Cell], least: int) -> set[Key]:
    """Those behind which are fewer than k persons, and not nobody."""
    return {key for key, cell in cells.items() if cell.count and cell.persons < least}


def rounded(key: Key, count: int, rules: Rules) -> int:
    """A multiple of k less than k away, at this key's own offset; 0 stays 0, and nothing else becomes 0."""
    if count == 0:
        return 0
    return max(rules.least, (count + offset(key, rules)) // rules.least * rules.least)


def offset(key: Key, rules: Rules) -> int:
    """0 to k - 1, the same every day."""
    made = hmac.new(rules.salt, "\0".join(key).encode(), hashlib.sha256).digest()
    return int.from_bytes(made[:8]) % rules.least


def complement(back: set[Key], cells: Mapping[Key, Cell], families: Sequence[Family], least: int) -> set[Key]:
    """What is kept back, with what must be besides so that no family's numbers can be subtracted. A part may be the
    whole of others, so a change is followed to the families that it is in."""
    back, victims = set(back), set(back) - under_k(cells, least)
    of: dict[Key, list[int]] = {}
    for number, family in enumerate(families):
        for key in (family.whole, *family.parts):
            of.setdefault(key, []).append(number)
    waiting = {number: None for key in back for number in of.get(key, ())}
    while waiting:
        number, _ = waiting.popitem()
        for key in _more(families[number], back, victims, cells, least):
            back.add(key)
            victims.add(key)
            waiting.update(dict.fromkeys(of[key]))
    return back


def _more(
    family: Family, back: set[Key], victims: set[Key], cells: Mapping[Key, Cell], least: int
) -> list[Key]:  # fmt: skip
    """Which numbers of this family must be kept back besides."""
    kept = [key for key in family.parts if key in back and key in cells]
    if family.whole in back:
        alone = family.whole in victims and not kept
        return _smallest(family, back, cells)[:1] if alone else []
    found: list[Key] = []
    told: list[Key] | None = None
    while _seen(kept, victims, cells, least):
        told = _smallest(family, back, cells) if told is None else told
        if not told:
            return [*found, family.whole]  # nothing is left to hide behind
        found.append(told.pop(0))
        kept.append(found[-1])
    return found


def _seen(kept: Sequence[Key], victims: set[Key], cells: Mapping[Key, Cell], least: int) -> bool:
    """Does what is kept back show in a subtraction, beyond the rounding?"""
    if sum(cells[key].count for key in kept) < least:
        return False
    return sum(cells[key].persons for key in kept) < least or (len(kept) == 1 and kept[0] in victims)


def _smallest(family: Family, back: set[Key], cells: Mapping[Key, Cell]) -> list[Key]:
    """The told parts, the smallest first."""
    told = [key for key in family.parts if key in cells and cells[key].count and key not in back]
    return sorted(told, key=lambda key: (cells[key].count, key))
