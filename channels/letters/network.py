"""The networks of line_reader.py as they are run: convolutions by OpenCV, LSTM layers by numpy."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

LINES, NUMBERS = "lines", "numbers"
"""The names of the two networks: their files in models/."""
HEIGHT, STEP = 64, 4
"""Pixels: how high a line's ink is given, and how far it is from one step of the answer to the next."""

Floats = NDArray[np.float32]
_MODELS = Path(__file__).with_name("models")
_LOCK = Lock()
"""OpenCV's networks keep their buffers between calls, so one batch of lines at a time goes through."""


@dataclass(frozen=True, slots=True)
class _Network:
    look: Any
    weights: dict[str, Floats]
    alphabet: str


def probabilities(name: str, lines: Sequence[Floats]) -> tuple[Floats, str]:
    """Shape (steps, lines, classes), and the sign of each class but 0, which is CTC's blank.

    Each line is HEIGHT high, its ink 1 and its paper 0.
    """
    network = _network(name)
    width = -(-max(line.shape[1] for line in lines) // 64) * 64
    batch = np.zeros((len(lines), 1, HEIGHT, width), np.float32)
    for row, line in enumerate(lines):
        batch[row, 0, :, : line.shape[1]] = line
    with _LOCK:
        network.look.setInput(batch)
        seen = np.array(network.look.forward(), np.float32)
    steps = seen[:, :, 0, :].transpose(2, 0, 1)
    for layer in range(2):
        onward = _lstm(steps, network.weights, f"l{layer}")
        backward = _lstm(steps[::-1], network.weights, f"l{layer}_reverse")[::-1]
        steps = np.concatenate([onward, backward], axis=2)
    logits = steps @ network.weights["name_weight"].T + network.weights["name_bias"]
    logits -= logits.max(axis=2, keepdims=True)
    odds = np.exp(logits)
    return np.asarray(odds / odds.sum(axis=2, keepdims=True), np.float32), network.alphabet


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


@cache
def _network(name: str) -> _Network:
    """Loaded on first use."""
    stored = np.load(_MODELS / f"{name}.npz")
    weights = {key: stored[key].astype(np.float32) for key in stored.files if key != "alphabet"}
    return _Network(cv2.dnn.readNetFromONNX(str(_MODELS / f"{name}.onnx")), weights, str(stored["alphabet"]))
