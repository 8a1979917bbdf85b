"""Reading a prepared page in its script."""

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from channels.letters.opening.documents import Picture
from channels.letters.reading.blocks import english_blocks
from channels.letters.reading.digits import verified
from channels.letters.reading.latin import with_latin
from channels.letters.reading.lines import InkLine
from channels.letters.reading.own import own_lines
from channels.letters.reading.tesseract import BLOCK, ONE_LINE, read_lines
from channels.letters.reading.words import Line, Word
from core.messages import Box

_LEAST_COVERED = 0.55
"""A line of which less ink than this share lies in the words read was dropped by tesseract's layout."""


def read_arabic(page: Picture, inks: Sequence[InkLine], end: float) -> list[Line]:
    """The lines of a level, upright page in Urdu or Pashto, top to bottom: by our own line reader.

    Lines that are not read at ``end`` (time.monotonic()) are left out.
    """
    read = []
    for lines, english in english_blocks(page, inks, own_lines(inks, end), end):
        lines = lines if english else with_latin(page, [line for line in lines if line.words])
        read += verified(page, lines, from_own=not english)
    return [line for line in read if line.words]


def read_latin(page: Picture, inks: Sequence[InkLine], end: float, read: Sequence[Line] | None = None) -> list[Line]:
    """The lines of a level, upright page in English, top to bottom: by tesseract, until about ``end``. ``read`` is what
    it has read already.

    Tesseract drops whole lines in silence, often the address or the date: every line with ink that no word covers is
    read again on its own.
    """
    if read is None:
        read = read_lines(page, "eng", BLOCK, seconds=max(1.0, end - time.monotonic()))
    found = [line for line in read if line.words]
    for ink in inks:
        left = end - time.monotonic()
        if left < 1:
            break
        if _covered(page, ink, found) < _LEAST_COVERED:
            again = read_lines(ink.picture, "eng", ONE_LINE, seconds=left)
            found = _joined(found, _placed(again, ink), ink)
    found.sort(key=lambda line: line.box.top + line.box.height / 2)
    return verified(page, found, from_own=False)


def _covered(page: Picture, ink: InkLine, lines: Sequence[Line]) -> float:
    box = ink.box
    own = page[box.top : box.top + box.height, box.left : box.left + box.width] < 150
    if not own.any():
        return 1.0
    mask: NDArray[np.bool_] = np.zeros_like(own)
    for line in lines:
        for word in line.words:
            top, left = word.box.top - box.top, word.box.left - box.left
            mask[max(0, top) : max(0, top + word.box.height), max(0, left) : max(0, left + word.box.width)] = True
    return float((own & mask).sum() / own.sum())


def _placed(lines: Sequence[Line], ink: InkLine) -> list[Word]:
    """The words of a line that was read alone, with their boxes back on the page."""
    moved = []
    for line in lines:
        for word in line.words:
            box = word.box
            place = Box(box.left + ink.origin[0], box.top + ink.origin[1], box.width, box.height)
            moved.append(Word(word.text, word.confidence, place))
    return moved


def _joined(lines: list[Line], words: list[Word], ink: InkLine) -> list[Line]:
    """With the new reading of a line in place of what little was read there before."""
    if not words:
        return lines
    top, bottom = ink.box.top, ink.box.top + ink.box.height
    kept = []
    for line in lines:
        middle = line.box.top + line.box.height / 2
        if not (top <= middle <= bottom and line.box.height < 2.2 * ink.box.height):
            kept.append(line)
    return [*kept, Line(tuple(words))]
