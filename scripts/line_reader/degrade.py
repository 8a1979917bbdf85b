"""What paper, ink, scanners and phones do to a line's picture. Ink is 255 here, paper 0."""

import cv2
import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.uint8]


def degraded(line: Ink, rng: np.random.Generator, neighbour: Ink | None = None, *, alone: bool = True) -> Ink:
    """The line, 64 high as before, stretched, slanted, thickened, blurred, faxed and noisy by chance.

    One that is not ``alone`` was cut out of a longer line: it may be lower, and something may stand at its ends.
    """
    line = _stretched(line, rng, 40 if alone else 24)
    if not alone and neighbour is not None and rng.random() < 0.3:
        line = _cut_out(line, neighbour, rng)
    line = _bent(line, rng)
    if rng.random() < 0.35:
        line = _wobbled(line, rng)
    if neighbour is not None and rng.random() < 0.2:
        line = _crowded(line, neighbour, rng)
    if rng.random() < 0.45:
        line = _weight(line, rng)
    if rng.random() < 0.45:
        line = _coarse(line, rng)
    if rng.random() < 0.4:
        line = np.asarray(cv2.GaussianBlur(line, (0, 0), float(rng.uniform(0.3, 1.4))), np.uint8)
    values = line.astype(np.float32) * float(rng.uniform(0.55, 1.0))
    if rng.random() < 0.5:
        values += rng.normal(0, float(rng.uniform(2, 22)), values.shape).astype(np.float32)
    if rng.random() < 0.15:
        specks = rng.random(values.shape) < float(rng.uniform(0.001, 0.012))
        values[specks] = rng.integers(0, 255, int(specks.sum()))
    peak = max(float(values.max()), 1.0)
    return np.clip(values * (float(rng.uniform(200, 255)) / peak), 0, 255).astype(np.uint8)


def _stretched(line: Ink, rng: np.random.Generator, lowest: int) -> Ink:
    """Another width for the height, and some of the height given to margins."""
    height = int(rng.integers(lowest, 63)) if rng.random() < 0.75 else 62
    width = max(8, round(line.shape[1] * height / line.shape[0] * float(rng.uniform(0.8, 1.25))))
    small = cv2.resize(line, (width, height), interpolation=cv2.INTER_AREA)
    top = int(rng.integers(0, 64 - height + 1))
    left, right = (int(value) for value in rng.integers(2, 14, 2))
    return np.asarray(cv2.copyMakeBorder(small, top, 64 - height - top, left, right, cv2.BORDER_CONSTANT), np.uint8)


def _bent(line: Ink, rng: np.random.Generator) -> Ink:
    if rng.random() < 0.5:
        return line
    height, width = line.shape
    rise = float(rng.normal(0, 1.6)) / max(width, 200)
    slant = float(rng.normal(0, 0.06))
    matrix = np.array([[1, slant, -slant * height / 2], [rise, 1, -rise * width / 2]], np.float32)
    return np.asarray(cv2.warpAffine(line, matrix, (width, height), flags=cv2.INTER_LINEAR), np.uint8)


def _wobbled(line: Ink, rng: np.random.Generator) -> Ink:
    """Drawn a little wider here and narrower there, higher here and lower there, as another hand or font has it."""
    height, width = line.shape
    across = np.arange(width, dtype=np.float32)
    length, phase = float(rng.uniform(50, 300)), float(rng.uniform(0, 6.3))
    wider = across + float(rng.uniform(0, 0.07)) * length * np.sin(across * 6.28 / length + phase, dtype=np.float32)
    higher = float(rng.uniform(0, 1.8)) * np.sin(across * 6.28 / (1.7 * length) - phase, dtype=np.float32)
    columns = np.repeat(wider[None, :], height, axis=0).astype(np.float32)
    rows = (np.arange(height, dtype=np.float32)[:, None] + higher[None, :]).astype(np.float32)
    return np.asarray(cv2.remap(line, columns, rows, cv2.INTER_LINEAR), np.uint8)


def _cut_out(line: Ink, neighbour: Ink, rng: np.random.Generator) -> Ink:
    """The end of a word beside it is still on the picture."""
    width = int(rng.integers(3, 14))
    if neighbour.shape[1] <= width:
        return line
    start = int(rng.integers(0, neighbour.shape[1] - width))
    gap = np.zeros((line.shape[0], int(rng.integers(4, 12))), np.uint8)
    parts = [neighbour[:, start : start + width], gap, line]
    return np.hstack(parts if rng.random() < 0.5 else parts[::-1])


def _crowded(line: Ink, neighbour: Ink, rng: np.random.Generator) -> Ink:
    """The feet of the line above or the heads of the line below are seen at the edge."""
    depth = int(rng.integers(2, 9))
    width = min(line.shape[1], neighbour.shape[1])
    line = line.copy()
    if rng.random() < 0.5:
        line[:depth, :width] = np.maximum(line[:depth, :width], neighbour[-depth:, :width])
    else:
        line[-depth:, :width] = np.maximum(line[-depth:, :width], neighbour[:depth, :width])
    return line


def _weight(line: Ink, rng: np.random.Generator) -> Ink:
    kernel = np.ones((2, 2), np.uint8) if rng.random() < 0.7 else np.ones((3, 2), np.uint8)
    work = cv2.dilate if rng.random() < 0.6 else cv2.erode
    changed = work(line, kernel)
    share = float(rng.uniform(0.3, 1.0))
    return np.asarray(cv2.addWeighted(changed, share, line, 1 - share, 0), np.uint8)


def _coarse(line: Ink, rng: np.random.Generator) -> Ink:
    """Scanned at a lower resolution, perhaps in black and white."""
    scale = float(rng.uniform(0.45, 0.95))
    size = (max(4, round(line.shape[1] * scale)), max(20, round(line.shape[0] * scale)))
    small = cv2.resize(line, size, interpolation=cv2.INTER_AREA)
    if rng.random() < 0.35:
        noise = rng.normal(0, float(rng.uniform(0, 25)), small.shape)
        small = ((small + noise > int(rng.integers(70, 150))) * np.uint8(255)).astype(np.uint8)
        small[rng.random(small.shape) < float(rng.uniform(0, 0.003))] = 255
    return np.asarray(cv2.resize(small, (line.shape[1], line.shape[0]), interpolation=cv2.INTER_LINEAR), np.uint8)
