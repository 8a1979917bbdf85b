"""Our own readers of a line in Arabic script: one of whole lines (Urdu and Pashto, Nastaliq and Naskh, digits of all
kinds), one of numbers alone.

Small networks trained on lines rendered with many fonts (scripts/line_reader). Tesseract has no model for Nastaliq and
takes ۰ to ۹ for letters; these were made for both. OpenCV runs the convolutions, numpy the LSTM layers (network.py).
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from channels.letters.opening.documents import Picture
from channels.letters.reading.lines import InkLine
from channels.letters.reading.network import HEIGHT, LINES, NUMBERS, STEP, Floats, probabilities

_INNER, _SIDE = 54, 8
_BATCH = 24
_WIDEST = 4000


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign as it stands on the page: its probability and its middle, in pixels from the left of the page."""

    sign: str
    probability: float
    x: float


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line's signs from left to right, as they stand on paper."""

    signs: tuple[Sign, ...]

    @property
    def seen(self) -> str:
        return "".join(sign.sign for sign in self.signs)


def read_ink(lines: Sequence[InkLine], end: float | None = None) -> list[ReadLine]:
    """What stands in each line. The lines should be those of one page: their usual height tells the size of print.

    At ``end`` (time.monotonic()) it stops: nothing is seen in the lines that are left.
    """
    usual = float(np.median([line.box.height for line in lines])) if lines else 0.0
    return _read(LINES, lines, usual, end)


def read_numbers(numbers: Sequence[InkLine]) -> list[ReadLine]:
    """What digits stand in each picture of a number. ٠ to ٩ come as ۰ to ۹."""
    return _read(NUMBERS, numbers, 0.0, None)


def _read(network: str, lines: Sequence[InkLine], usual: float, end: float | None) -> list[ReadLine]:
    prepared = [_prepared(line.picture, usual) for line in lines]
    order = sorted(range(len(lines)), key=lambda number: prepared[number][0].shape[1])
    seen: dict[int, ReadLine] = {}
    for start in range(0, len(order), _BATCH):
        if end is not None and time.monotonic() > end:
            break
        part = order[start : start + _BATCH]
        scores, alphabet = probabilities(network, [prepared[number][0] for number in part])
        for number, score in zip(part, scores, strict=True):
            ink, scale, left = prepared[number]
            seen[number] = _decoded(score[: -(-ink.shape[1] // STEP)], alphabet, scale, lines[number].box.left + left)
    return [seen.get(number, ReadLine(())) for number in range(len(lines))]


def _prepared(picture: Picture, usual: float) -> tuple[Floats, float, float]:
    """The line's ink as the network likes it, its scale, and where its left edge is against the line's box."""
    ink = 255 - picture
    columns, rows = np.flatnonzero((ink > 90).any(axis=0)), np.flatnonzero((ink > 90).any(axis=1))
    if columns.size == 0:
        return np.zeros((HEIGHT, 16), np.float32), 1.0, 0.0
    part = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = _INNER / max(part.shape[0], 0.7 * usual)
    height = max(4, min(_INNER, round(part.shape[0] * scale)))
    width = int(min(_WIDEST, max(4, round(part.shape[1] * scale))))
    small = cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    top = (HEIGHT - height) // 2
    framed = cv2.copyMakeBorder(small, top, HEIGHT - height - top, _SIDE, _SIDE, cv2.BORDER_CONSTANT, value=0)
    return np.asarray(framed, np.float32) / 255.0, scale, -_SIDE / scale


def _decoded(scores: Floats, alphabet: str, scale: float, left: float) -> ReadLine:
    """The likeliest class of each step, repeats and blanks (class 0) dropped."""
    classes = scores.argmax(axis=1)
    signs: list[Sign] = []
    start = 0
    for step in range(1, len(classes) + 1):
        if step < len(classes) and classes[step] == classes[start]:
            continue
        if classes[start]:
            best = float(scores[start:step, classes[start]].max())
            middle = left + (start + step) / 2 * STEP / scale
            signs.append(Sign(alphabet[classes[start] - 1], best, middle))
        start = step
    return ReadLine(tuple(signs))
