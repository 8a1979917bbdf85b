"""The district of a point on the map: the nearest of the places that we know, as there are no boundary data here."""

import math
from dataclasses import dataclass

from core.text.gazetteer import districts

_EARTH_KM = 6371.0
_SURE_KM, _FAR_KM = 10.0, 150.0


@dataclass(frozen=True)
class Near:
    """The district, how far its known place is, and how sure: 0.9 beside it, less where another is as near."""

    district: str
    province: str
    kilometres: float
    confidence: float


def nearest_district(latitude: float, longitude: float) -> "Near | None":
    """The district of a point in degrees; None when it is far from every place that we know."""
    measured = ((_kilometres(latitude, longitude, d.latitude, d.longitude), d) for d in districts().values())
    ranked = sorted(measured, key=lambda one: one[0])[:2]
    (distance, found), (second, _) = ranked[0], ranked[1]
    if distance > _FAR_KM:
        return None
    clear = 1.0 if distance <= _SURE_KM else min(1.0, (second - distance) / second * 2)
    return Near(found.name, found.province, round(distance, 1), round(0.5 + 0.4 * clear, 2))


def _kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))
