"""Charts in a PDF file, drawn by fpdf2's own lines and bars: the same numbers and colours as on the page.

Time runs from the left in every language, as it does on the page.
"""

import math

from fpdf import FPDF
from fpdf.enums import Align

from gateway.web.dashboards.numbers import count
from gateway.web.dashboards.report import Chart, Shape

HEIGHT, BRIEF = 50.0, 36.0
"""Millimetres, with labels and legend."""
_COLOURS = ((11, 107, 69), (179, 92, 0), (31, 95, 168), (107, 111, 114), (163, 38, 27))
"""Those of static/dashboards.css."""
_GRID, _INK = (211, 221, 215), (85, 102, 94)
_LEFT, _BELOW, _STEPS = 14.0, 13.0, 4


def draw(page: FPDF, chart: Chart, font: str, high: float, *, rtl: bool) -> None:
    """From where the page is now; it goes on ``high`` millimetres below. ``rtl``: the legend is read from the right."""
    top, left = page.get_y() + 2, page.l_margin + _LEFT
    width, height = page.epw - _LEFT, high - _BELOW - 4
    step = _step(_highest(chart))
    scale = height / (step * _STEPS)
    page.set_font(font, size=6.5)
    page.set_text_color(*_INK)
    page.set_draw_color(*_GRID)
    page.set_line_width(0.15)
    for n in range(_STEPS + 1):
        y = top + height - n * step * scale
        page.line(left, y, left + width, y)
        page.set_xy(page.l_margin, y - 1.6)
        page.cell(_LEFT - 1.5, 3.2, count(n * step), align=Align.R)
    room = width / max(len(chart.labels), 1)
    every = 4 if chart.shape is Shape.LINES else 1
    for n, label in enumerate(chart.labels):
        if n % every == 0:
            page.set_xy(left + (n + 0.5) * room - 12, top + height + 1)
            page.cell(24, 3.2, label.strip("\u2066\u2069"), align=Align.C)
    (_lines if chart.shape is Shape.LINES else _stacks)(page, chart, left, top + height, room, scale)
    _legend(page, chart, top + height + 6, rtl)
    page.set_line_width(0.2)
    page.set_fill_color(255)
    page.set_xy(page.l_margin, top + height + _BELOW)


def _lines(page: FPDF, chart: Chart, left: float, floor: float, room: float, scale: float) -> None:
    page.set_line_width(0.5)
    for n, (_, values) in enumerate(chart.series):
        page.set_draw_color(*_COLOURS[n % len(_COLOURS)])
        page.polyline([(left + (at + 0.5) * room, floor - value * scale) for at, value in enumerate(values)])


def _stacks(page: FPDF, chart: Chart, left: float, floor: float, room: float, scale: float) -> None:
    for at in range(len(chart.labels)):
        y = floor
        for n, (_, values) in enumerate(chart.series):
            high = values[at] * scale
            if high:
                page.set_fill_color(*_COLOURS[n % len(_COLOURS)])
                page.rect(left + (at + 0.2) * room, y - high, room * 0.6, high, style="F")
            y -= high


def _legend(page: FPDF, chart: Chart, y: float, rtl: bool) -> None:
    room = page.epw / max(len(chart.series), 1)
    for n, (name, _) in enumerate(chart.series):
        x = page.l_margin + (len(chart.series) - 1 - n if rtl else n) * room
        page.set_fill_color(*_COLOURS[n % len(_COLOURS)])
        page.rect(x + room - 2.4 if rtl else x, y + 0.6, 2.4, 2.4, style="F")
        page.set_xy(x + (0.8 if rtl else 3.2), y)
        page.cell(room - 4, 3.6, name, align=Align.R if rtl else Align.L)


def _highest(chart: Chart) -> int:
    if chart.shape is Shape.LINES:
        return max((max(values, default=0) for _, values in chart.series), default=0)
    return max((sum(values[at] for _, values in chart.series) for at in range(len(chart.labels))), default=0)


def _step(highest: int) -> int:
    """A round number; four of them reach the highest."""
    wanted = max(1, math.ceil(highest / _STEPS))
    ten: int = 10 ** (len(str(wanted)) - 1)
    return min(times * ten for times in (1, 2, 5, 10) if times * ten >= wanted)
