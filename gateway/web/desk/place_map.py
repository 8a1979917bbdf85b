"""The place of a complaint on a map of our own: towns of Khyber Pakhtunkhwa as points, none of it from a tile server.

Distances are on a flat map (equirectangular, at the place's latitude): over some 50 km that errs by metres.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from flask_babel import gettext

from core.complaint import Complaint
from core.reference.tables import rows
from core.text.gazetteer import HOME, districts
from gateway.web.shared.labels import page_language

_KM = 111.2
"""Kilometres of a degree of latitude."""
_WIDE, _HIGH = 640, 400
_SPAN_KM = 40.0
"""How many kilometres the large map shows from left to right."""
_LABELS = 14
_ROUNDED = 2
"""Decimals of a degree (about a kilometre) to which a pin is shown until the place is unmasked."""


@dataclass(frozen=True, slots=True)
class Town:
    name: str
    urdu: str
    pashto: str
    district: str
    latitude: float
    longitude: float
    head: bool

    def named(self) -> str:
        return {"ur": self.urdu, "ps": self.pashto}.get(page_language()) or self.name


@dataclass(frozen=True, slots=True)
class Dot:
    """A point on the drawing. ``label`` is empty where there is no room for one."""

    x: float
    y: float
    label: str = ""
    head: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    name: str
    kilometres: float


@dataclass(frozen=True, slots=True)
class Map:
    """The large map around the place, and the small one of the whole province. ``pin`` None: only the district is
    known. ``scale`` is the length of five kilometres."""

    wide: int
    high: int
    dots: Sequence[Dot]
    pin: Dot | None
    scale: float
    province: Sequence[Dot]
    here: Dot
    near: Sequence[Near]
    rounded: bool


def map_of(complaint: Complaint, district: str, *, anonymous: bool, exact: bool = False) -> Map | None:
    """The map for a complaint; None where neither a point nor the district is known. Of somebody who wishes not to be
    named only the district is shown."""
    point = None if anonymous else _point(complaint)
    home = districts().get(district)
    if point is not None and not exact:
        point = (round(point[0], _ROUNDED), round(point[1], _ROUNDED))
    centre = point or ((home.latitude, home.longitude) if home else None)
    if centre is None:
        return None
    near = sorted(_towns(), key=lambda town: _distance(centre, town))[:120]
    scale = _WIDE / _SPAN_KM
    dots = _dots(near, centre, scale)
    if point is None and not dots:
        return None  # a district of which we know no town: an empty map shows nothing
    return Map(
        _WIDE,
        _HIGH,
        dots,
        Dot(_WIDE / 2, _HIGH / 2) if point else None,
        5 * scale,
        [_on_small(town.latitude, town.longitude, head=town.head) for town in _towns()],
        _on_small(*centre),
        [Near(town.named(), _distance(centre, town)) for town in near[:3]] if point else [],
        rounded=not exact,
    )


def distance_in_words(near: Near) -> str:
    """ "3 km from Katlang"."""
    if near.kilometres < 1:
        return str(gettext("%(name)s: less than a kilometre away", name=near.name))
    return str(gettext("%(name)s: %(km)s km away", name=near.name, km=round(near.kilometres)))


def _point(complaint: Complaint) -> tuple[float, float] | None:
    try:
        latitude, longitude = float(complaint.get("latitude") or ""), float(complaint.get("longitude") or "")
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _dots(near: Sequence[Town], centre: tuple[float, float], scale: float) -> list[Dot]:
    """Towns within the drawing; heads of districts and near ones get their labels first, and none over another."""
    shown: list[Dot] = []
    taken: list[tuple[float, float, float]] = [(_WIDE / 2, _HIGH / 2, 30.0)]
    for town in sorted(near, key=lambda one: not one.head):
        x, y = _flat(centre, town.latitude, town.longitude)
        dot = Dot(_WIDE / 2 + x * scale, _HIGH / 2 - y * scale, head=town.head)
        if not (12 < dot.x < _WIDE - 12 and 12 < dot.y < _HIGH - 22):
            continue
        label = town.named()
        half = 4.2 * len(label) + 6
        free = all(abs(dot.x - x) > half + w or abs(dot.y + 14 - y) > 20 for x, y, w in taken)
        if free and len(taken) <= _LABELS and half < dot.x < _WIDE - half:
            taken.append((dot.x, dot.y + 14, half))
            dot = Dot(dot.x, dot.y, label, town.head)
        shown.append(dot)
    return shown


def _on_small(latitude: float, longitude: float, *, head: bool = False) -> Dot:
    """On the small map: 160 by 220, from 31° N 69.2° E to 36.9° N 74.1° E."""
    return Dot((longitude - 69.2) / 4.9 * 160, (36.9 - latitude) / 5.9 * 220, head=head)


def _flat(centre: tuple[float, float], latitude: float, longitude: float) -> tuple[float, float]:
    """Kilometres east and north of the centre."""
    return (longitude - centre[1]) * _KM * math.cos(math.radians(centre[0])), (latitude - centre[0]) * _KM


def _distance(centre: tuple[float, float], town: Town) -> float:
    return math.hypot(*_flat(centre, town.latitude, town.longitude))


@cache
def _towns() -> tuple[Town, ...]:
    home = [one for one in districts().values() if one.province == HOME]
    heads = {one.headquarters for one in home}
    towns = {row["name"]: _town(row, heads) for row in rows("places/towns_kp.csv") if row["latitude"]}
    for one in home:
        if one.headquarters not in towns:
            urdu, pashto = (one.urdu, one.pashto) if one.headquarters == one.name else ("", "")
            towns[one.headquarters] = Town(
                one.headquarters, urdu, pashto, one.name, one.latitude, one.longitude, head=True
            )
    return tuple(towns.values())


def _town(row: dict[str, str], heads: set[str]) -> Town:
    urdu, pashto = row["urdu"].split("|")[0], row["pashto"].split("|")[0]
    latitude, longitude = float(row["latitude"]), float(row["longitude"])
    return Town(row["name"], urdu, pashto, row["district"], latitude, longitude, row["name"] in heads)
