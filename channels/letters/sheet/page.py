"""The sheet of paper in a phone's photo: found by its outline and laid flat. A scan stays as it is."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from channels.letters.opening.documents import Picture

Corners = NDArray[np.float32]
"""Four points, shape (4, 2), in pixels: top left, top right, bottom right, bottom left."""

LONG_SIDE = 3508
"""A4 at 300 dots an inch, in pixels: what tesseract's models like for the size of print used in letters."""

_SMALL = 800
_LEAST_AREA = 0.2
_LEAST_CONTRAST = 14.0
_MARGIN = 0.012


def lay_flat(picture: Picture) -> Picture:
    """The sheet alone, straightened, its long side ``LONG_SIDE`` pixels; the whole picture where none stands out."""
    corners = find_sheet(picture)
    return _scaled(picture) if corners is None else _warped(picture, corners)


def find_sheet(picture: Picture) -> Corners | None:
    """The sheet's corners, or None where the paper fills the picture (a scan) or no outline is sure.

    Candidates come from brightness, paleness and edges. They are judged by the contrast across each of their four
    sides, not by their size: the largest bright thing is often the table.
    """
    scale = _SMALL / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = small if small.ndim == 2 else cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    blurred = cv2.GaussianBlur(grey, (5, 5), 0)
    best: tuple[float, Corners] | None = None
    for mask in _masks(small, blurred):
        for corners in _quadrangles(mask):
            score = _score(blurred, corners)
            if best is None or score > best[0]:
                best = (score, corners)
    if best is None or best[0] < _LEAST_CONTRAST:
        return None
    return np.asarray(best[1] / scale, np.float32)


def _masks(small: Picture, grey: Picture) -> list[Picture]:
    closing = np.ones((9, 9), np.uint8)
    _, bright = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    masks = [bright]
    for percentile in (40, 60, 75):
        level = float(np.percentile(grey, percentile)) * 0.88
        masks.append(((grey > level) * np.uint8(255)).astype(np.uint8))
    if small.ndim == 3:
        saturation = cv2.cvtColor(small, cv2.COLOR_BGR2HSV)[:, :, 1]
        _, vivid = cv2.threshold(saturation, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        masks.append(np.asarray(cv2.bitwise_not(vivid), np.uint8))
    masks = [np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, closing), np.uint8) for mask in masks]
    edges = cv2.dilate(cv2.Canny(grey, 40, 120), np.ones((5, 5), np.uint8))
    masks.append(np.asarray(edges, np.uint8))
    return masks


def _quadrangles(mask: Picture) -> list[Corners]:
    height, width = mask.shape
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:6]:
        hull = cv2.convexHull(contour)
        if cv2.contourArea(hull) < _LEAST_AREA * height * width:
            continue
        for tolerance in (0.02, 0.035, 0.05, 0.08):
            corners = cv2.approxPolyDP(hull, tolerance * cv2.arcLength(hull, True), True)
            if len(corners) == 4:
                found.append(_ordered(corners.reshape(4, 2)))
                break
    return found


def _ordered(points: NDArray[Any]) -> Corners:
    points = points.astype(np.float32)
    sums, differences = points.sum(axis=1), points[:, 1] - points[:, 0]
    order = [int(sums.argmin()), int(differences.argmin()), int(sums.argmax()), int(differences.argmax())]
    return np.asarray(points[order] if len(set(order)) == 4 else points, np.float32)


def _score(grey: Picture, corners: Corners) -> float:
    """The mean of how much brighter it is just inside than just outside, the weakest side counting most."""
    height, width = grey.shape
    centre = corners.mean(axis=0)
    contrasts = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = np.linspace(0.06, 0.94, 60)[:, None]
        line = start + (end - start) * along
        outward = np.array([(end - start)[1], -(end - start)[0]], np.float32)
        length = float(np.linalg.norm(outward))
        if length < 80:
            return 0.0
        outward /= length
        if float(np.dot(outward, line.mean(axis=0) - centre)) < 0:
            outward = -outward
        outside = np.rint(line + outward * 9).astype(int)
        inside = np.rint(line - outward * 9).astype(int)
        seen = (outside[:, 0] >= 0) & (outside[:, 0] < width) & (outside[:, 1] >= 0) & (outside[:, 1] < height)
        if seen.mean() < 0.5:
            contrasts.append(_LEAST_CONTRAST * 0.8)  # the side is the edge of the photo itself
            continue
        inside = np.clip(inside, 0, (width - 1, height - 1))
        difference = grey[inside[seen, 1], inside[seen, 0]].astype(float) - grey[outside[seen, 1], outside[seen, 0]]
        contrasts.append(float(np.median(difference)))
    if sum(contrast == _LEAST_CONTRAST * 0.8 for contrast in contrasts) > 2:
        return 0.0
    return 0.5 * min(contrasts) + 0.5 * float(np.mean(contrasts)) if min(contrasts) > 5 else 0.0


def _warped(picture: Picture, corners: Corners) -> Picture:
    top_left, top_right, bottom_right, bottom_left = corners
    width = (np.linalg.norm(top_right - top_left) + np.linalg.norm(bottom_right - bottom_left)) / 2
    height = (np.linalg.norm(bottom_left - top_left) + np.linalg.norm(bottom_right - top_right)) / 2
    scale = LONG_SIDE / max(width, height)
    size = (max(1, round(float(width * scale))), max(1, round(float(height * scale))))
    centre = corners.mean(axis=0)
    inner = (corners + (centre - corners) * _MARGIN).astype(np.float32)
    target = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    matrix = cv2.getPerspectiveTransform(inner, target)
    return np.asarray(
        cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def _scaled(picture: Picture) -> Picture:
    scale = LONG_SIDE / max(picture.shape[:2])
    if 0.95 < scale < 1.05:
        return picture
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=method), np.uint8)
