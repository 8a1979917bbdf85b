"""Our own reader of a line in Arabic script: Urdu and Pashto, Nastaliq and Naskh, with native and Western digits.

A small network trained on lines rendered with many fonts (channels/letters/training). Tesseract has no model for
Nastaliq and takes ۰ to ۹ for letters; this one was made for both. OpenCV runs the convolutions, numpy the LSTM layers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from channels.letters.documents import Picture
from channels.letters.lines import InkLine

_MODELS = Path(__file__).with_name("models")
_HEIGHT, _INNER, _SIDE = 64, 54, 8
_STEP = 4
_BATCH = 12
_WIDEST = 4000
_LOCK = Lock()
"""OpenCV's networks keep their buffers between calls, so one line batch at a time goes through."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign as it stands on the page: its probability and its middle, in pixels from the left of the page."""

    sign: str
    probability: float
    x: float


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line's signs from left to right, as they stand on paper."""

    signs: tuple[Sign, ...]

    @property
    def seen(self) -> str:
        return "".join(sign.sign for sign in self.signs)


def read_seen(lines: Sequence[InkLine]) -> list[SeenLine]:
    """What stands in each line. The lines should be those of one page: their usual height tells the size of print."""
    usual = float(np.median([line.box.height for line in lines])) if lines else 0.0
    prepared = [_prepared(line.picture, usual) for line in lines]
    order = sorted(range(len(lines)), key=lambda number: prepared[number][0].shape[1])
    seen: dict[int, SeenLine] = {}
    for start in range(0, len(order), _BATCH):
        part = order[start : start + _BATCH]
        scores = _scores([prepared[number][0] for number in part])
        for row, number in enumerate(part):
            ink, scale, left = prepared[number]
            steps = -(-ink.shape[1] // _STEP)
            seen[number] = _decoded(scores[:steps, row], scale, lines[number].box.left + left)
    return [seen[number] for number in range(len(lines))]


def _prepared(picture: Picture, usual: float) -> tuple[Floats, float, float]:
    """The line's ink as the network likes it, its scale, and where its left edge is against the line's box."""
    ink = 255 - picture
    columns, rows = np.flatnonzero((ink > 90).any(axis=0)), np.flatnonzero((ink > 90).any(axis=1))
    if columns.size == 0:
        return np.zeros((_HEIGHT, 16), np.float32), 1.0, 0.0
    part = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = _INNER / max(part.shape[0], 0.7 * usual)
    height = max(4, min(_INNER, round(part.shape[0] * scale)))
    width = int(min(_WIDEST, max(4, round(part.shape[1] * scale))))
    small = cv2.resize(part, (width, height), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    top = (_HEIGHT - height) // 2
    framed = cv2.copyMakeBorder(small, top, _HEIGHT - height - top, _SIDE, _SIDE, cv2.BORDER_CONSTANT, value=0)
    return np.asarray(framed, np.float32) / 255.0, scale, -_SIDE / scale


def _scores(lines: Sequence[Floats]) -> Floats:
    """Probabilities, shape (steps, lines, classes)."""
    width = -(-max(line.shape[1] for line in lines) // 64) * 64
    batch = np.zeros((len(lines), 1, _HEIGHT, width), np.float32)
    for row, line in enumerate(lines):
        batch[row, 0, :, : line.shape[1]] = line
    network = _network()
    with _LOCK:
        network.look.setInput(batch)
        seen = np.array(network.look.forward(), np.float32)
    steps = seen[:, :, 0, :].transpose(2, 0, 1)
    for layer in range(2):
        steps = np.concatenate(
            [
                _lstm(steps, network.weights, f"l{layer}"),
                _lstm(steps[::-1], network.weights, f"l{layer}_reverse")[::-1],
            ],
            axis=2,
        )
    logits = steps @ network.weights["name_weight"].T + network.weights["name_bias"]
    logits -= logits.max(axis=2, keepdims=True)
    odds = np.exp(logits)
    return np.asarray(odds / odds.sum(axis=2, keepdims=True), np.float32)


def _lstm(steps: Floats, weights: dict[str, Floats], name: str) -> Floats:
    """One direction of one layer; the gates stand in torch's order: input, forget, cell, output."""
    inner = weights[f"weight_hh_{name}"].T
    size = inner.shape[0]
    given = steps @ weights[f"weight_ih_{name}"].T + (weights[f"bias_ih_{name}"] + weights[f"bias_hh_{name}"])
    hidden = np.zeros((steps.shape[1], size), np.float32)
    cell = np.zeros_like(hidden)
    out = np.empty((steps.shape[0], steps.shape[1], size), np.float32)
    for step in range(steps.shape[0]):
        gates = given[step] + hidden @ inner
        open_ = 1 / (1 + np.exp(-np.clip(gates, -30, 30)))
        cell = open_[:, size : 2 * size] * cell + open_[:, :size] * np.tanh(gates[:, 2 * size : 3 * size])
        hidden = open_[:, 3 * size :] * np.tanh(cell)
        out[step] = hidden
    return out


def _decoded(scores: Floats, scale: float, left: float) -> SeenLine:
    """The likeliest class of each step, repeats and blanks (class 0) dropped."""
    classes = scores.argmax(axis=1)
    alphabet = _network().alphabet
    signs: list[Sign] = []
    start = 0
    for step in range(1, len(classes) + 1):
        if step < len(classes) and classes[step] == classes[start]:
            continue
        if classes[start]:
            best = float(scores[start:step, classes[start]].max())
            middle = left + (start + step) / 2 * _STEP / scale
            signs.append(Sign(alphabet[classes[start] - 1], best, middle))
        start = step
    return SeenLine(tuple(signs))


@dataclass(frozen=True, slots=True)
class _Network:
    look: Any
    weights: dict[str, Floats]
    alphabet: str


@cache
def _network() -> _Network:
    """Loaded on first use; about 2 MB."""
    stored = np.load(_MODELS / "read.npz")
    weights = {name: stored[name].astype(np.float32) for name in stored.files if name != "alphabet"}
    return _Network(cv2.dnn.readNetFromONNX(str(_MODELS / "look.onnx")), weights, str(stored["alphabet"]))
