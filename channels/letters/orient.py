"""Which way the lines run: quarter turns by the profile of the ink, then the small angle left over."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from channels.letters.documents import Picture

_SMALL, _SMALLER = 1000, 700
_MOST_DEGREES = 12.0
_MARGIN = 60


def lines_run_down(page: Picture) -> bool:
    """Is the page lying on its side? Lines of text make the profile across them far more uneven than along them.

    Both ways are tried at several angles, because a page may also lie askew.
    """
    ink = _ink(page, _SMALLER)
    turned = [_turned(ink, angle, 0) for angle in np.arange(-9.0, 9.1, 1.5)]
    across = max(_unevenness(part.sum(axis=0)) for part in turned)
    return across > 1.1 * max(_unevenness(part.sum(axis=1)) for part in turned)


def skew(page: Picture) -> float:
    """The angle in degrees by which the page must be turned counter-clockwise for its lines to lie level."""
    fine = _ink(page)
    coarse = cv2.resize(fine, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    best = 0.0
    for ink, reach, step in ((coarse, _MOST_DEGREES, 1.0), (coarse, 1.0, 0.25), (fine, 0.25, 0.05)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        scores = [_sharpness(_turned(ink, float(angle), 0)) for angle in angles]
        best = float(angles[int(np.argmax(scores))])
    return best if abs(best) <= _MOST_DEGREES else 0.0


def straightened(page: Picture) -> tuple[Picture, float]:
    """The page turned level, and by how many degrees counter-clockwise it was turned."""
    angle = skew(page)
    if abs(angle) < 0.06:
        return page, 0.0
    return np.asarray(_turned(page, angle, 255), np.uint8), angle


def turned_quarter(page: Picture, degrees: int) -> Picture:
    """Turned clockwise by 0, 90, 180 or 270 degrees."""
    turns = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
    return np.asarray(cv2.rotate(page, turns[degrees]), np.uint8) if degrees else page


def cropped(page: Picture) -> Picture:
    """The part with ink on it and a white margin around. A page without ink stays whole."""
    scale = _SMALL / max(page.shape)
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = cv2.morphologyEx((small < 150).astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    dark[:4], dark[-4:], dark[:, :4], dark[:, -4:] = 0, 0, 0, 0
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if rows.size == 0:
        return page
    top, bottom = (int(value / scale) for value in (rows[0], rows[-1] + 1))
    left, right = (int(value / scale) for value in (columns[0], columns[-1] + 1))
    inner = page[max(0, top - 20) : bottom + 20, max(0, left - 20) : right + 20]
    return np.asarray(
        cv2.copyMakeBorder(inner, _MARGIN, _MARGIN, _MARGIN, _MARGIN, cv2.BORDER_CONSTANT, value=255), np.uint8
    )


def _ink(page: Picture, side: int = _SMALL) -> Picture:
    """Dark strokes at a small scale, without what touches the edge and without large black areas."""
    scale = side / max(page.shape)
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = np.clip(235 - small.astype(np.int16), 0, 255).astype(np.uint8)
    solid = cv2.dilate(cv2.erode(ink, np.ones((11, 11), np.uint8)), np.ones((25, 25), np.uint8))
    ink[solid > 90] = 0
    edge = 8
    ink[:edge], ink[-edge:], ink[:, :edge], ink[:, -edge:] = 0, 0, 0, 0
    return ink


def _unevenness(profile: NDArray[Any]) -> float:
    values = profile.astype(np.float64)
    inked = np.flatnonzero(values > values.max() * 0.02) if values.size and values.max() > 0 else np.array([], int)
    if inked.size < 2:
        return 0.0
    inner = values[inked[0] : inked[-1] + 1]
    return float(np.mean(np.diff(inner) ** 2) / max(float(np.mean(inner)) ** 2, 1e-9))


def _sharpness(ink: Picture) -> float:
    return float(np.sum(np.diff(ink.sum(axis=1, dtype=np.float64)) ** 2))


def _turned(page: Picture, angle: float, fill: int) -> Picture:
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = (int(width * cos + height * sin), int(height * cos + width * sin))
    matrix[0, 2] += (size[0] - width) / 2
    matrix[1, 2] += (size[1] - height) / 2
    return np.asarray(
        cv2.warpAffine(page, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=fill),
        np.uint8,
    )
