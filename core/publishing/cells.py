"""No published number leads to a person. Three rules, over all numbers of a day together:

1. *No cell under k.* A number behind which stand fewer than k persons is not told. 0 is: there is nobody behind it.
2. *Complementary suppression.* Where a subtraction of told numbers would give the sum of k or more cases of fewer than
   k persons (somebody who complains very often), the smallest of the told parts is kept back, too, and so on. Sums of
   fewer cases are lost in the rounding (3); where by bad luck it would not leave half of k values possible, the same:
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
    cells: Mapping[Key, Cell],
    families: Sequence[Family],
    rules: Rules,
    victims: Iterable[Key] = (),
    coarse: Iterable[Key] = (),
) -> Published:
    """Cells that add up among each other as they may be published. ``victims`` are kept back for others' sake;
    ``coarse`` are told as a part of their whole only."""
    back = under_k(cells, rules.least) | set(coarse)
    back = complement(back, cells, families, rules, victims)
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


def complement(
    back: set[Key],
    cells: Mapping[Key, Cell],
    families: Sequence[Family],
    rules: Rules,
    victims: Iterable[Key] = (),
) -> set[Key]:
    """What is kept back, with what must be besides so that no family's numbers can be subtracted. A part may be the
    whole of others, so a change is followed to the families that it is in."""
    sacrificed = set(victims) - back
    hiding = _Hiding(cells, rules, back | sacrificed, sacrificed)
    of: dict[Key, list[int]] = {}
    for number, family in enumerate(families):
        for key in (family.whole, *family.parts):
            of.setdefault(key, []).append(number)
    waiting = {number: None for key in hiding.back for number in of.get(key, ())}
    while waiting:
        number, _ = waiting.popitem()
        for key in hiding.more(families[number]):
            hiding.back.add(key)
            hiding.victims.add(key)
            waiting.update(dict.fromkeys(of[key]))
    return hiding.back


@dataclass(frozen=True, slots=True)
class _Hiding:
    """What is kept back so far; ``victims`` of it only for others' sake."""

    cells: Mapping[Key, Cell]
    rules: Rules
    back: set[Key]
    victims: set[Key]

    def more(self, family: Family) -> list[Key]:
        """Which numbers of this family must be kept back besides."""
        kept = [key for key in family.parts if key in self.back and key in self.cells]
        if family.whole in self.back:
            alone = family.whole in self.victims and not kept
            return self._told(family)[:1] if alone else []
        if not kept:
            return []
        told, found = self._told(family), list[Key]()
        while self._seen(family.whole, kept, told):
            if not told:
                return [*found, family.whole]  # nothing is left to hide behind
            found.append(told.pop(0))
            kept.append(found[-1])
        return found

    def _seen(self, whole: Key, kept: Sequence[Key], told: Sequence[Key]) -> bool:
        """Does what is kept back show when what is told is subtracted?"""
        least, count = self.rules.least, sum(self.cells[key].count for key in kept)
        if count < least:
            return self._possible(whole, count, len(kept), told) < least // 2
        return sum(self.cells[key].persons for key in kept) < least or (len(kept) == 1 and kept[0] in self.victims)

    def _possible(self, whole: Key, count: int, parts: int, told: Sequence[Key]) -> int:
        """How many values of what is kept back fit all that is told, now or ever: who watches for long may learn by how
        much count and offsets differ, but not the offsets."""
        seen = count + offset(whole, self.rules) - sum(offset(key, self.rules) for key in told)
        lowest = max(parts, seen - (self.rules.least - 1))
        return seen + len(told) * (self.rules.least - 1) - lowest + 1

    def _told(self, family: Family) -> list[Key]:
        """The told parts, the smallest first."""
        told = [key for key in family.parts if key in self.cells and self.cells[key].count and key not in self.back]
        return sorted(told, key=lambda key: (self.cells[key].count, key))
