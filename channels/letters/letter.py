"""A page from its picture to its words: the steps in their order."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from channels.letters.limits import Limits
from channels.letters.opening.documents import Picture
from channels.letters.page_kinds import TEXT, after_reading
from channels.letters.reading.lines import InkLine, find_lines
from channels.letters.reading.read import ReadPage
from channels.letters.reading.tongue import Tongue, most_of, tongue
from channels.letters.reading.whole import read_arabic, read_latin
from channels.letters.reading.words import Line, mean_confidence
from channels.letters.sheet.clean import clean
from channels.letters.sheet.ink import before_reading
from channels.letters.sheet.orient import levelled, lines_run_down, turned_quarter
from channels.letters.sheet.page import lay_flat

_LINES, _LONG = 8, 12.0
"""So many lines that are so many times as long as high run as they seem to."""


def read_page(scan: Picture, limits: Limits, language: str | None = None) -> ReadPage:
    """One page; in ``language`` (en, ur or ps) where a person says so. What cannot be read gives no lines and no
    confidence, and what takes longer than ``limits.page_seconds`` stays unread; it is never an error."""
    end = time.monotonic() + limits.page_seconds
    page = clean(lay_flat(scan))
    kind = before_reading(page)
    if kind != TEXT:
        return ReadPage((), "und", 0.0, 0, page, kind=kind)
    stood = upright(page, end)
    page, inks, found = stood.page, stood.inks, stood.found
    latin = language == "en" if language else found.script == "latin"
    lines = read_latin(page, inks, end, found.read) if latin else read_arabic(page, inks, end)
    seen = "en" if latin else most_of(lines)
    sure = _confidence(lines)
    kind = after_reading(lines, sure, latin=latin)
    return ReadPage(tuple(lines), language or seen, sure, (360 - stood.turned) % 360, page, kind=kind)


@dataclass(frozen=True, slots=True)
class Upright:
    """A page level and upright, its lines, what it is written in, and how far clockwise it was turned for that."""

    page: Picture
    inks: list[InkLine]
    found: Tongue
    turned: int


def upright(page: Picture, end: float) -> Upright:
    """The page as one reads it. Where its ink does not clearly say which way the lines run (few lines, lists, tables),
    both are read, and the surer wins."""
    down = lines_run_down(page)
    first, sure = _side(page, 90 if down else 0, end)
    if sure:
        return first
    other, _ = _side(page, 0 if down else 90, end)
    return max(first, other, key=lambda side: side.found.likely)


def _side(page: Picture, quarter: int, end: float) -> tuple[Upright, bool]:
    """The page with its lines taken to run like this, and whether they surely do."""
    level = levelled(turned_quarter(page, quarter))
    inks = find_lines(level)
    found = tongue(level, inks, max(1.0, (end - time.monotonic()) / 2))
    if found.turn:
        level = turned_quarter(level, found.turn)
        inks = find_lines(level)
    return Upright(level, inks, found, (quarter + found.turn) % 360), found.sure or _are_lines(inks)


def _are_lines(inks: Sequence[InkLine]) -> bool:
    """Are they as many and as long as only lines of text are? Letters one above the other make short ones."""
    lengths = sorted(ink.box.width / max(1, ink.box.height) for ink in inks)
    return len(lengths) >= _LINES and lengths[len(lengths) // 2] >= _LONG


def _confidence(lines: Sequence[Line]) -> float:
    words = [word for line in lines for word in line.words]
    return round(mean_confidence(words), 3) if len(words) > 2 else 0.0
