"""Where the lines of text are, by their ink.

Nastaliq slants, so its lines overlap: a stroke belongs to the line in which its middle lies, and the strokes of other
lines are wiped from a line's picture.
"""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from channels.letters.opening.documents import Picture
from core.messages import Box

_INK = 150
_PAD = 14
_SPECK = 12
_LARGE = 220
"""How high a stroke may be on a page that is cut to a line or two, in pixels."""
_TOP = 0.2
"""From how high on a peak of the autocorrelation counts, against the highest. Where paragraphs stand apart, the
distance of two or three lines fits better than that of one."""
_FARTHEST = 5.5
"""How far lines may be apart, in heights of a stroke: rows of a table fit one another further apart."""
_MOST = 150
"""More lines than this stand on no page; a page of noise has them."""


@dataclass(frozen=True, slots=True)
class InkLine:
    """One line's box on the page and its picture with only its own strokes."""

    box: Box
    picture: Picture = field(repr=False)
    origin: tuple[int, int] = (0, 0)
    """Left and top of the picture on the page; its margin may lie outside."""


def find_lines(page: Picture) -> list[InkLine]:
    """The lines of a level page (255 paper), from top to bottom. Empty for a blank page."""
    ink = (page < _INK).astype(np.uint8)
    count, labels, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    keep = _strokes(stats, page.shape)
    if not keep.any():
        return []
    size = _usual_height(stats[keep])
    bands = _bands(ink, labels, keep, size)
    if not bands:
        return []
    owner = _owners(bands, centres, keep)
    return [
        line for number in range(min(len(bands), _MOST)) if (line := _line(page, labels, stats, owner == number, count))
    ]


def _strokes(stats: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    """Which components are strokes: neither specks nor rules, frames and stains. The background is none."""
    height, width, area = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_AREA]
    most_high = max(shape[0] * 0.09, min(shape[0] * 0.7, _LARGE))
    most_wide = max(shape[1] * 0.5, min(shape[1] * 0.95, 2 * _LARGE))
    keep = (area >= _SPECK) & (height < most_high) & (width < most_wide)
    keep &= ~((width > 40 * np.maximum(height, 1)) | (height > 25 * np.maximum(width, 1)))
    keep[0] = False
    return keep


def _usual_height(strokes: NDArray[Any]) -> float:
    """The middle height of strokes that are more than dots: those less than half as high as the one in which the middle
    of all the ink lies."""
    heights, areas = strokes[:, cv2.CC_STAT_HEIGHT], strokes[:, cv2.CC_STAT_AREA]
    order = np.argsort(heights)
    held = np.cumsum(areas[order])
    middle = heights[order][int(np.searchsorted(held, held[-1] / 2))]
    return float(np.median(heights[heights >= middle * 0.5]))


def _bands(ink: Picture, labels: NDArray[Any], keep: NDArray[Any], size: float) -> list[tuple[int, int, int]]:
    """Top, centre and bottom of each line, from the peaks of the smoothed profile."""
    profile = (keep[labels] & (ink > 0)).sum(axis=1).astype(np.float64)
    pitch = _pitch(profile, size)
    smooth = cv2.GaussianBlur(profile.reshape(-1, 1), (1, 0), 1, sigmaY=max(2.0, pitch * 0.16)).ravel()
    floor = float(np.percentile(smooth[smooth > 0], 60)) * 0.12 if (smooth > 0).any() else 0.0
    peaks = [
        row
        for row in range(1, len(smooth) - 1)
        if smooth[row] >= smooth[row - 1] and smooth[row] > smooth[row + 1] and smooth[row] > floor
    ]
    peaks = _separate(peaks, smooth, pitch)
    cuts = [0, *(int(np.argmin(smooth[a:b])) + a for a, b in pairwise(peaks)), len(smooth)]
    return [(cuts[i], peak, cuts[i + 1]) for i, peak in enumerate(peaks)]


def _pitch(profile: NDArray[Any], size: float) -> float:
    """The distance from line to line, by the profile's autocorrelation."""
    centred = profile - profile.mean()
    spectrum = np.abs(np.fft.rfft(centred, n=2 * len(centred))) ** 2
    correlation = np.fft.irfft(spectrum)[: len(centred)]
    low, high = int(max(12, size * 1.5)), int(min(len(centred) - 1, max(size * _FARTHEST, 60)))
    if high <= low + 2 or correlation[0] <= 0:
        return max(size * 2, 24.0)
    part = correlation[low:high]
    tops = [i for i in range(1, len(part) - 1) if part[i] >= part[i - 1] and part[i] > part[i + 1]]
    good = [i for i in tops if part[i] > max(0.0, _TOP * max(part[j] for j in tops))] if tops else []
    return float(good[0] + low) if good else max(size * 2, 24.0)


def _separate(peaks: list[int], smooth: NDArray[Any], pitch: float) -> list[int]:
    """Peaks without those that are only the dots or the upper half of a neighbour's line."""
    kept: list[int] = []
    for peak in peaks:
        if kept:
            last = kept[-1]
            valley = float(smooth[last:peak].min())
            lower = float(min(smooth[last], smooth[peak]))
            if (peak - last < 0.45 * pitch) or (valley > 0.8 * lower and peak - last < 0.7 * pitch):
                kept[-1] = max(last, peak, key=lambda row: float(smooth[row]))
                continue
        kept.append(peak)
    return kept


def _owners(
    bands: list[tuple[int, int, int]],
    centres: NDArray[Any],
    keep: NDArray[Any],
) -> NDArray[Any]:
    """For each component the number of its line, -1 for none."""
    edges = np.array([top for top, _, _ in bands[1:]])
    owner = np.searchsorted(edges, centres[:, 1], side="right").astype(np.int32)
    owner[~keep] = -1
    return owner


def _line(page: Picture, labels: NDArray[Any], stats: NDArray[Any], mine: NDArray[Any], count: int) -> InkLine | None:
    if not mine.any():
        return None
    left, top = int(stats[mine, 0].min()), int(stats[mine, 1].min())
    right = int((stats[mine, 0] + stats[mine, 2]).max())
    bottom = int((stats[mine, 1] + stats[mine, 3]).max())
    if bottom - top < 8 or right - left < 8 or int(stats[mine, cv2.CC_STAT_AREA].sum()) < 60:
        return None
    reach = 3 + (bottom - top) // 6
    rows = slice(max(0, top - reach), min(page.shape[0], bottom + reach))
    columns = slice(max(0, left - 3), min(page.shape[1], right + 3))
    others = np.ones(count, np.uint8)
    others[mine] = 0
    others[0] = 0
    others[stats[:, cv2.CC_STAT_AREA] < _SPECK] = 0  # the dots of a light font are as small as specks: they stay
    foreign = cv2.dilate(others[labels[rows, columns]], np.ones((3, 3), np.uint8))
    own = cv2.dilate((~others.astype(bool) & mine)[labels[rows, columns]].astype(np.uint8), np.ones((3, 3), np.uint8))
    part = page[rows, columns].copy()
    part[(foreign > 0) & (own == 0)] = 255
    padded = cv2.copyMakeBorder(part, _PAD, _PAD, _PAD, _PAD, cv2.BORDER_CONSTANT, value=255)
    box = Box(left, top, right - left, bottom - top)
    return InkLine(box, padded, (columns.start - _PAD, rows.start - _PAD))
