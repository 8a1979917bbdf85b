"""The proportions: what was reported for the Pakistan Citizen Portal's first year (October 2018 to October 2019).

Reported are received and resolved: federal 553,125 and 92%; Punjab 88%; Khyber Pakhtunkhwa 116,050 and 87%; Sindh
95,894 and 40%; Balochistan 7,782 and 79%; Islamabad 11,137; and 37,029 pending for more than 90 days in all. How many
were content was reported a year later: Khyber Pakhtunkhwa 45%, Punjab 38%, Balochistan 35% of those who answered.

Assumed by us: Punjab's received (what 1.2 million leave), Islamabad's resolved, how the 37,029 fall to each, and how
many were content elsewhere.
"""

import math
from dataclasses import dataclass
from functools import cached_property

YEAR_DAYS = 365
OLD_DAYS = 90
REJECTED_SHARE = 0.08
"""Part of what was not resolved that was rejected; the rest is pending."""


def arrived(share_of_year: float) -> float:
    """The part of a year's complaints that came in its first part: at the end three times as many a day as at first."""
    return (share_of_year + share_of_year**2) / 2


def when(share_of_complaints: float) -> float:
    """The part of the year in which this part of the complaints came: ``arrived``, backwards."""
    return (math.sqrt(1 + 8 * share_of_complaints) - 1) / 2


_OLD_CAME = arrived(1 - OLD_DAYS / YEAR_DAYS)


@dataclass(frozen=True)
class Government:
    """One government's year. ``resolved`` and ``content`` are shares; ``old`` are pending for more than 90 days."""

    name: str
    received: int
    resolved: float
    old: int
    content: float

    @cached_property
    def rejected(self) -> float:
        """Share of what it received."""
        return (1 - self.resolved) * REJECTED_SHARE

    @cached_property
    def pending_old(self) -> float:
        """Share of the complaints older than 90 days that are pending."""
        return self.old / (self.received * _OLD_CAME)

    @cached_property
    def fades(self) -> float:
        """Days after which a third of the younger complaints is still pending."""
        pending = (1 - self.resolved) * (1 - REJECTED_SHARE) * self.received - self.old
        wanted = pending / (self.received * (1 - _OLD_CAME))
        low, high = 0.1, 1e5
        while high - low > 0.01:
            middle = (low + high) / 2
            low, high = (middle, high) if _mean_pending(middle) < wanted else (low, middle)
        return low

    def pending(self, age_days: float) -> float:
        """Share of the complaints of this age that are pending."""
        return self.pending_old if age_days > OLD_DAYS else math.exp(-age_days / self.fades)


def _mean_pending(fades: float) -> float:
    return fades / OLD_DAYS * (1 - math.exp(-OLD_DAYS / fades))


GOVERNMENTS = (
    Government("Federal", 553_125, 0.92, 5_400, 0.40),
    Government("Punjab", 416_012, 0.88, 7_300, 0.38),
    Government("Khyber Pakhtunkhwa", 116_050, 0.87, 2_200, 0.45),
    Government("Sindh", 95_894, 0.40, 21_500, 0.35),
    Government("Islamabad Capital Territory", 11_137, 0.90, 279, 0.40),
    Government("Balochistan", 7_782, 0.79, 350, 0.35),
)
TOTAL = sum(one.received for one in GOVERNMENTS)
FEDERAL_DEPARTMENTS = frozenset({"power", "gas", "bisp", "identity", "passport", "highways", "overseas"})
