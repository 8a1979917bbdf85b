"""What a bench found as a picture: for each measure a bar of ours above the bar of its limit, in SVG by hand."""

from collections.abc import Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from workbench.bench.results import Measure

_LEFT, _WIDE, _RIGHT, _ROW, _HEAD = 330, 360, 150, 40, 46
_OURS, _LIMIT = "#1d6f54", "#b9c4bf"


def svg(measures: Sequence[Measure], title: str) -> str:
    """Bars have one scale for measures that follow each other in the same unit."""
    width, height = _LEFT + _WIDE + _RIGHT, _HEAD + _ROW * len(measures) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="12" y="22" font-size="15" font-weight="600">{escape(title)}</text>',
        _key(width),
    ]
    top = _HEAD
    for _, group in groupby(measures, key=lambda measure: measure.unit):
        together = list(group)
        longest = max(max(one.ours, one.limit) for one in together)
        for one in together:
            parts.append(_row(one, top, longest))
            top += _ROW
    return "\n".join([*parts, "</svg>\n"])


def _key(width: int) -> str:
    start = width - 190
    return (
        f'<rect x="{start}" y="12" width="12" height="12" fill="{_OURS}"/><text x="{start + 18}" y="22">ours</text>'
        f'<rect x="{start + 70}" y="12" width="12" height="12" fill="{_LIMIT}"/>'
        f'<text x="{start + 88}" y="22">what it is beside</text>'
    )


def _row(one: Measure, top: int, longest: float) -> str:
    ours, limit = (max(1.0, _WIDE * value / longest) for value in (one.ours, one.limit))
    told = f"{_short(one.ours)} / {_short(one.limit)} {one.unit}"
    return (
        f'<text x="{_LEFT - 10}" y="{top + 19}" text-anchor="end">{escape(one.name)}</text>'
        f'<rect x="{_LEFT}" y="{top + 3}" width="{ours:.1f}" height="13" fill="{_OURS}"/>'
        f'<rect x="{_LEFT}" y="{top + 17}" width="{limit:.1f}" height="9" fill="{_LIMIT}"/>'
        f'<text x="{_LEFT + max(ours, limit) + 8:.1f}" y="{top + 19}">{escape(told)}'
        f'<tspan font-weight="600"> {one.ratio:.2f}</tspan></text>'
    )


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"
