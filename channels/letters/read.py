"""Reading a prepared page in its language."""

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from channels.letters.documents import Picture
from channels.letters.lines import InkLine, find_lines
from channels.letters.tesseract import BLOCK, ONE_LINE, RAW_LINE, read_lines
from channels.letters.tongue import MODELS
from channels.letters.words import Line, Word
from core.messages import Box

_LEAST_COVERED = 0.55
"""A line of which less ink than this share lies in the words read was dropped by tesseract's layout."""


def read_prepared(page: Picture, language: str, *, seconds: float) -> list[Line]:
    """The lines of a level, upright page, top to bottom, in at most about ``seconds``.

    Tesseract drops whole lines in silence, often the address or the date: every line with ink that no word covers is
    read again on its own.
    """
    end = time.monotonic() + seconds
    found = [line for line in read_lines(page, MODELS[language], BLOCK, seconds=seconds) if line.words]
    mode = ONE_LINE if language == "en" else RAW_LINE
    for ink in find_lines(page):
        left = end - time.monotonic()
        if left < 1:
            break
        if _covered(page, ink, found) < _LEAST_COVERED:
            again = read_lines(ink.picture, MODELS[language], mode, seconds=left)
            found = _joined(found, _placed(again, ink), ink)
    return sorted(found, key=lambda line: line.box.top + line.box.height / 2)


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
    offset = 14
    moved = []
    for line in lines:
        for word in line.words:
            box = word.box
            place = Box(box.left + ink.box.left - offset, box.top + ink.box.top - offset, box.width, box.height)
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
