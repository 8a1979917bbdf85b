"""The districts as a map: a dot at each, as large as what is open there and as dark as the part of it that is late.

Drawn from our own places (core/reference/places); nothing is fetched from a map server. Where exactly a district's
border runs is not in them, so it does not pretend to know.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from core.dashboards.figures import Figures
from core.text.gazetteer import districts

_SCALE = 110.0
_SMALLEST, _LARGEST = 5.0, 17.0
_LETTER, _HIGH = 6.4, 13.0
"""A letter of a name needs so much room; a name that has none is only told when it is pointed at, and in the table."""
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


@dataclass(frozen=True, slots=True)
class _Placed:
    """A dot where it is drawn."""

    dot: Dot
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class _Box:
    """What is taken already: its middle and half of its width and height."""

    x: float
    y: float
    wide: float
    high: float

    def meets(self, other: "_Box") -> bool:
        return abs(self.x - other.x) < self.wide + other.wide and abs(self.y - other.y) < self.high + other.high


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
    placed = [
        _Placed(
            dot,
            50 + (place.longitude - west) * narrower * scale,
            30 + (north - place.latitude) * scale,
            _SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(dot.figures.open / most),
        )
        for dot, place in sorted(known, key=lambda one: -one[0].figures.open)
    ]
    parts = [*map(_circle, placed), *_labels(placed, width)]
    return Markup(  # noqa: S704 - every text in it is escaped
        f'<svg class="map" viewBox="0 0 {width:.0f} {height:.0f}" role="group" aria-label="{escape(name)}">'
        f"{''.join(parts)}</svg>"
    )


def _circle(one: _Placed) -> str:
    label = escape(one.dot.told)
    return (
        f'<a href="{escape(one.dot.href)}" aria-label="{label}"><title>{label}</title>'
        f'<circle class="shade{_shade(one.dot.figures)}" cx="{one.x:.1f}" cy="{one.y:.1f}" r="{one.radius:.1f}">'
        "</circle></a>"
    )


def _labels(placed: Sequence[_Placed], width: float) -> Iterator[str]:
    """A name below its dot, above it or beside it, where it covers neither another name nor another dot."""
    taken = [_Box(one.x, one.y, one.radius, one.radius) for one in placed]
    for one in placed:
        half = _LETTER * len(one.dot.name) / 2 + 2
        down, aside = one.radius + _HIGH / 2 + 3, one.radius + half + 3
        for x, y in ((one.x, one.y + down), (one.x, one.y - down), (one.x + aside, one.y), (one.x - aside, one.y)):
            box = _Box(x, y, half, _HIGH / 2)
            if half < x < width - half and not any(box.meets(other) for other in taken):
                taken.append(box)
                yield f'<text x="{x:.1f}" y="{y + _HIGH / 3:.1f}">{escape(one.dot.name)}</text>'
                break


def _shade(figures: Figures) -> int:
    late = figures.late_share or 0
    return sum(late >= edge for edge in SHADES)
