"""At which office a made-up complaint lands, about what, and how that office works."""

import hashlib
import random
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from core.offices.directory import LADDER, Office, Tier
from core.reference.categories import categories
from workbench.seeding.governments import FEDERAL_DEPARTMENTS, GOVERNMENTS

_TIER_WEIGHT = {Tier.TEHSIL: 1.0, Tier.DISTRICT: 2.0, Tier.DIVISION: 0.6, Tier.PROVINCE: 1.5}
_BUSY = {
    "power": 3.0,
    "education": 0.8,
    "local_government": 2.0,
    "police": 1.5,
    "bisp": 1.5,
    "identity": 1.2,
    "gas": 3.0,
}
_ALSO: Mapping[str, tuple[str, ...]] = {
    "livestock": ("agriculture",),
    "zakat": ("social_welfare",),
    "bisp": ("social_welfare",),
    "highways": ("roads",),
    "passport": ("identity_documents",),
    "food": ("health",),
    "rescue": ("health",),
    "labour": ("employment",),
    "higher_education": ("education",),
    "forest": ("environment_forest",),
    "administration": ("other", "municipal", "land_revenue"),
}
_ABOVE = frozenset(LADDER.values()) - {"deputy_commissioner"}
"""Complaints come to these by escalation only."""
SLOPPY = 0.06
"""Part of the offices that paste one remark on everything."""


@dataclass(frozen=True, slots=True)
class Desk:
    """An office as its complaints find it. ``pace`` multiplies its time; ``officers`` work there."""

    office: Office
    categories: tuple[str, ...]
    pace: float
    sloppy: bool
    officers: int


class Desks:
    """All desks of one government, drawn by how much comes to each."""

    def __init__(self, desks: Sequence[Desk]) -> None:
        self._desks = desks
        self._edges = list(accumulate(_weight(desk.office) for desk in desks))

    def draw(self, draw: random.Random) -> Desk:
        return self._desks[min(bisect(self._edges, draw.random() * self._edges[-1]), len(self._desks) - 1)]


def by_government(offices: Iterable[Office]) -> dict[str, Desks]:
    """The desks of each government: federal departments have theirs in every province."""
    found: dict[str, list[Desk]] = {one.name: [] for one in GOVERNMENTS}
    about = _about()
    for office in offices:
        name = "Federal" if office.department in FEDERAL_DEPARTMENTS else office.province
        if name in found and office.kind not in _ABOVE:
            found[name].append(_desk(office, about.get(office.department, ("other",))))
    return {name: Desks(desks) for name, desks in found.items() if desks}


def _about() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, category in categories().items():
        found.setdefault(category.department, []).append(key)
    return {**{name: tuple(keys) for name, keys in found.items()}, **_ALSO}


def _desk(office: Office, about: tuple[str, ...]) -> Desk:
    chance = _chance(office.code, "pace")
    officers = {Tier.TEHSIL: 1, Tier.DISTRICT: 3}.get(office.tier, 2) + round(_chance(office.code, "officers"))
    return Desk(office, about, 0.5 + 1.6 * chance**2, _chance(office.code, "remark") < SLOPPY, officers)


def _weight(office: Office) -> float:
    place = 0.2 + 5 * _chance(office.district or office.division or office.province, "size") ** 4
    return place * _TIER_WEIGHT[office.tier] * _BUSY.get(office.department, 1.0)


def _chance(name: str, what: str) -> float:
    """A number from 0 to 1 that always belongs to this name."""
    return int.from_bytes(hashlib.sha256(f"{what}/{name}".encode()).digest()[:6]) / 2**48
