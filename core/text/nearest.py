"""The district of a point on the map, from the nearest known towns: no boundary data is at hand."""

import csv
import functools
import math
from dataclasses import dataclass

from core.text.gazetteer import DATA, districts

_EARTH_KM = 6371.0
_FAR_KM = 60.0
"""Farther than this from every known place, a point is in none: beyond the border, at sea or in high mountains."""
_NEIGHBOURS = 8


@dataclass(frozen=True)
class Nearest:
    """The likeliest district of a point, how far its nearest known place is, and the other districts close by."""

    district: str
    province: str
    place: str
    kilometres: float
    confidence: float
    alternatives: "tuple[str, ...]"


def nearest_district(latitude: float, longitude: float) -> "Nearest | None":
    """The district that most of the nearest known places speak for, near ones louder. Degrees in WGS 84.

    None for what is no point on the earth, or farther than 60 km from every known place.
    """
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    ranked = sorted(
        (_kilometres(latitude, longitude, *where), district, place) for place, district, *where in _points()
    )
    closest = ranked[0]
    if closest[0] > _FAR_KM:
        return None
    votes: dict[str, float] = {}
    for distance, district, _ in ranked[:_NEIGHBOURS]:
        votes[district] = votes.get(district, 0.0) + 1 / (distance + 0.5) ** 2
    order = sorted(votes, key=lambda name: -votes[name])
    best = order[0]
    distance, place = next((distance, place) for distance, district, place in ranked if district == best)
    confidence = min(0.95, votes[best] / sum(votes.values())) * (1 - closest[0] / (2 * _FAR_KM))
    others = tuple(name for name in order[1:] if votes[name] > 0.15 * votes[best])
    return Nearest(best, districts()[best].province, place, round(distance, 1), round(confidence, 2), others)


def _kilometres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance by the haversine formula."""
    one, two = math.radians(latitude), math.radians(other_latitude)
    half = math.sin((two - one) / 2) ** 2
    half += math.cos(one) * math.cos(two) * math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))


@functools.cache
def _points() -> "tuple[tuple[str, str, float, float], ...]":
    """Known places as (name, district, latitude, longitude). Young districts count as the one they were cut from."""
    points = [(d.headquarters, d.name, d.latitude, d.longitude) for d in districts().values() if not d.cut_from]
    for table in ("towns_kp", "towns_elsewhere"):
        with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["latitude"]:
                    points.append((row["name"], row["district"], float(row["latitude"]), float(row["longitude"])))
    return tuple(points)
