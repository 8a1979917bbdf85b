"""The districts as a map: a dot at each, as large as what is open there and as dark as the part of it that is late.

Drawn from our own places (core/reference/places); nothing is fetched from a map server. Where exactly a district's
border runs is not in them, so it does not pretend to know.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from core.dashboards.figures import Figures
from core.text.gazetteer import districts

_SCALE = 110.0
_SMALLEST, _LARGEST = 5.0, 17.0
_WIDE, _HIGH = 58.0, 12.0
"""A name needs so much room; one that has none is only told when it is pointed at, and in the table."""
SHADES = (0.1, 0.25, 0.5, 0.75)
"""Parts that are late at which a darker shade begins."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A district with its page."""

    place: str
    name: str
    figures: Figures
    href: str
    told: str


def draw(name: str, dots: Sequence[Dot]) -> Markup:
    """The map; "" where no district of these is known."""
    known = [(dot, districts()[dot.place]) for dot in dots if dot.place in districts()]
    if len(known) < 2:
        return Markup()
    south, north = min(d.latitude for _, d in known), max(d.latitude for _, d in known)
    west, east = min(d.longitude for _, d in known), max(d.longitude for _, d in known)
    narrower = math.cos(math.radians((south + north) / 2))
    scale = min(_SCALE, 720 / max((east - west) * narrower, 0.5), 620 / max(north - south, 0.5))
    most = max(dot.figures.open for dot, _ in known) or 1
    width = (east - west) * narrower * scale + 130
    height = (north - south) * scale + 70
    parts, taken = [], list[tuple[float, float]]()
    for dot, place in sorted(known, key=lambda one: -one[0].figures.open):
        x = 50 + (place.longitude - west) * narrower * scale
        y = 30 + (north - place.latitude) * scale
        radius = _SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(dot.figures.open / most)
        label = escape(dot.told)
        below = y + radius + 11
        free = all(abs(x - left) > _WIDE or abs(below - top) > _HIGH for left, top in taken)
        if free:
            taken.append((x, below))
        written = f'<text x="{x:.1f}" y="{below:.1f}">{escape(dot.name)}</text>' if free else ""
        parts.append(
            f'<a href="{escape(dot.href)}" aria-label="{label}"><title>{label}</title>'
            f'<circle class="shade{_shade(dot.figures)}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"></circle>'
            f"{written}</a>"
        )
    return Markup(  # noqa: S704 - every text in it is escaped
        f'<svg class="map" viewBox="0 0 {width:.0f} {height:.0f}" role="group" aria-label="{escape(name)}">'
        f"{''.join(parts)}</svg>"
    )


def _shade(figures: Figures) -> int:
    late = figures.late_share or 0
    return sum(late >= edge for edge in SHADES)
