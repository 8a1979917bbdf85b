"""Which way the lines run: quarter turns by the profile of the ink, then the small angle left over.

Only the places of the ink on a small picture are turned, at many angles; the page itself is turned once.
"""

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from channels.letters.opening.documents import Picture

_SMALL, _SMALLER = 1000, 700
_MOST_DEGREES = 12.0
_LEAST_DEGREES = 0.1
"""Less than this is six pixels from one edge of the page to the other, and left as it is."""
_MARGIN = 60


class _Points(NamedTuple):
    """Where there is ink, against the middle, in pixels of the small picture; and how much."""

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    ink: NDArray[np.float32]


def levelled(page: Picture) -> Picture:
    """The part of a page whose lines run across with ink on it, level and with a white margin. Whether it stands on its
    head is not seen here."""
    small = _shrunk(page, _SMALL)
    return _cropped(page, small, skew(small))


def lines_run_down(page: Picture) -> bool:
    """Is the page lying on its side? Lines of text make the profile across them far more uneven than along them.

    Both ways are tried at several angles, because a page may also lie askew.
    """
    points = _points(_ink(_shrunk(page, _SMALLER)))
    angles = [float(angle) for angle in np.arange(-9.0, 9.1, 1.5)]
    down = max(_unevenness(_profile(points, angle + 90.0)) for angle in angles)
    return down > 1.1 * max(_unevenness(_profile(points, angle)) for angle in angles)


def skew(page: Picture) -> float:
    """The angle in degrees by which the page must be turned counter-clockwise for its lines to lie level."""
    fine = _ink(_shrunk(page, _SMALL))
    coarse = np.asarray(cv2.resize(fine, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    few, many = _points(coarse), _points(fine)
    best = 0.0
    for points, reach, step in ((few, _MOST_DEGREES, 1.0), (few, 1.0, 0.25), (many, 0.25, 0.05)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        scores = [_sharpness(_profile(points, float(angle))) for angle in angles]
        best = float(angles[int(np.argmax(scores))])
    return best if _LEAST_DEGREES <= abs(best) <= _MOST_DEGREES else 0.0


def turned_quarter(page: Picture, degrees: int) -> Picture:
    """Turned clockwise by 0, 90, 180 or 270 degrees."""
    turns = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
    return np.asarray(cv2.rotate(page, turns[degrees]), np.uint8) if degrees else page


def _cropped(page: Picture, small: Picture, angle: float) -> Picture:
    """The part with ink on it, turned level in the same step. A page without ink stays whole."""
    scale = small.shape[0] / page.shape[0]
    small = _turned(small, angle, (0, 0), None)
    dark = _without_specks(small)
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if rows.size == 0:
        return _turned(page, angle, (0, 0), None)
    reach = 30 * scale
    top, left = (max(0, int((values[0] - reach) / scale)) for values in (rows, columns))
    bottom, right = (int((values[-1] + 1 + reach) / scale) for values in (rows, columns))
    bottom, right = min(bottom, int(small.shape[0] / scale)), min(right, int(small.shape[1] / scale))
    inner = _turned(page, angle, (left, top), (right - left, bottom - top))
    return np.asarray(
        cv2.copyMakeBorder(inner, _MARGIN, _MARGIN, _MARGIN, _MARGIN, cv2.BORDER_CONSTANT, value=255), np.uint8
    )


def _without_specks(small: Picture) -> NDArray[np.bool_]:
    """Where there is ink that is more than a dot: the thin strokes of small print are grey at this scale."""
    ink = (small < 190).astype(np.uint8)
    near = cv2.boxFilter(ink, cv2.CV_8U, (5, 5), normalize=False)
    dark: NDArray[np.bool_] = (ink > 0) & (near >= 6)
    dark[:4], dark[-4:], dark[:, :4], dark[:, -4:] = False, False, False, False
    return dark


def _shrunk(page: Picture, side: int) -> Picture:
    scale = side / max(page.shape)
    if scale >= 1:
        return page
    return np.asarray(cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _ink(small: Picture) -> Picture:
    """Dark strokes, without what touches the edge and without large black areas."""
    ink = cv2.subtract(np.full_like(small, 235), small)
    solid = cv2.dilate(cv2.erode(ink, np.ones((11, 11), np.uint8)), np.ones((25, 25), np.uint8))
    ink[solid > 90] = 0
    edge = 8
    ink[:edge], ink[-edge:], ink[:, :edge], ink[:, -edge:] = 0, 0, 0, 0
    return np.asarray(ink, np.uint8)


def _points(ink: Picture) -> _Points:
    rows, columns = np.nonzero(ink > 20)
    height, width = ink.shape
    return _Points(
        (columns - width / 2).astype(np.float32),
        (rows - height / 2).astype(np.float32),
        ink[rows, columns].astype(np.float32),
    )


def _profile(points: _Points, angle: float) -> NDArray[Any]:
    """How much ink lies in each row when the page is turned counter-clockwise by so many degrees."""
    if points.ink.size == 0:
        return np.zeros(3)
    turn = np.deg2rad(angle)
    heights = points.y * np.float32(np.cos(turn)) - points.x * np.float32(np.sin(turn))
    heights -= heights.min()
    rows = heights.astype(np.int32)
    lower = points.ink * (heights - rows)
    size = int(rows.max()) + 2
    return np.bincount(rows, points.ink - lower, size) + np.bincount(rows + 1, lower, size)


def _unevenness(profile: NDArray[Any]) -> float:
    inked = np.flatnonzero(profile > profile.max() * 0.02) if profile.size and profile.max() > 0 else np.array([], int)
    if inked.size < 2:
        return 0.0
    inner = profile[inked[0] : inked[-1] + 1]
    return float(np.mean(np.diff(inner) ** 2) / max(float(np.mean(inner)) ** 2, 1e-9))


def _sharpness(profile: NDArray[Any]) -> float:
    return float(np.sum(np.diff(profile) ** 2))


def _turned(page: Picture, angle: float, origin: tuple[int, int], size: tuple[int, int] | None) -> Picture:
    """Turned level; of the turned page the part at this origin and of this size (width, height), or the whole."""
    height, width = page.shape[:2]
    if not angle:
        if size is None:
            return page
        return page[origin[1] : origin[1] + size[1], origin[0] : origin[0] + size[0]]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    whole = (int(width * cos + height * sin), int(height * cos + width * sin))
    matrix[0, 2] += (whole[0] - width) / 2 - origin[0]
    matrix[1, 2] += (whole[1] - height) / 2 - origin[1]
    turned = cv2.warpAffine(
        page, matrix, size or whole, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    )
    return np.asarray(turned, np.uint8)
