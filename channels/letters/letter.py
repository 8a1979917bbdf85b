"""A page from its picture to its words: the steps in their order."""

import time
from collections.abc import Sequence

import cv2

from channels.letters.limits import Limits
from channels.letters.opening.documents import Picture
from channels.letters.reading.lines import find_lines
from channels.letters.reading.read import ReadPage
from channels.letters.reading.tongue import most_of, tongue
from channels.letters.reading.whole import read_arabic, read_latin
from channels.letters.reading.words import Line, mean_confidence
from channels.letters.sheet.clean import clean
from channels.letters.sheet.orient import levelled, turned_quarter
from channels.letters.sheet.page import lay_flat

_FEWEST_INK, _MOST_INK = 0.0001, 0.35
"""The share of the page that is ink: less is a blank page, more is noise or a picture."""


def read_page(scan: Picture, limits: Limits, language: str | None = None) -> ReadPage:
    """One page; in ``language`` (en, ur or ps) where a person says so. What cannot be read gives no lines and no
    confidence, and what takes longer than ``limits.page_seconds`` stays unread; it is never an error."""
    end = time.monotonic() + limits.page_seconds
    page = clean(lay_flat(scan))
    if not _FEWEST_INK < _ink_share(page) < _MOST_INK:
        return ReadPage((), "und", 0.0, 0, page)
    page, quarter = levelled(page)
    inks = find_lines(page)
    found = tongue(page, inks, max(1.0, (end - time.monotonic()) / 2))
    if found.turn:
        page = turned_quarter(page, found.turn)
        inks = find_lines(page)
    latin = language == "en" if language else found.script == "latin"
    lines = read_latin(page, inks, end, found.read) if latin else read_arabic(page, inks, end)
    seen = "en" if latin else most_of(lines)
    turned = (quarter + found.turn) % 360
    return ReadPage(tuple(lines), language or seen, _confidence(lines), (360 - turned) % 360, page)


def _ink_share(page: Picture) -> float:
    small = cv2.resize(page, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    return float((small < 150).mean())


def _confidence(lines: Sequence[Line]) -> float:
    words = [word for line in lines for word in line.words]
    return round(mean_confidence(words), 3) if len(words) > 2 else 0.0
