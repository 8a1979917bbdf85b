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
class _Layer:
    """Both directions of an LSTM layer, stacked. The gates stand in torch's order (input, forget, cell, output); those
    that go through the logistic function are halved, because it is (1 + tanh(x / 2)) / 2: so one tanh does all four."""

    given: Floats
    inner: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class _Network:
    look: Any
    layers: tuple[_Layer, ...]
    weight: Floats
    bias: Floats
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
    steps = np.ascontiguousarray(seen[:, :, 0, :].transpose(2, 0, 1))
    for layer in network.layers:
        steps = _lstm(steps, layer)
    logits = steps @ network.weight + network.bias
    logits -= logits.max(axis=2, keepdims=True)
    odds = np.exp(logits)
    return np.asarray(odds / odds.sum(axis=2, keepdims=True), np.float32), network.alphabet


def _lstm(steps: Floats, layer: _Layer) -> Floats:
    """One layer, both ways at once: the second row of everything goes backwards."""
    size = layer.inner.shape[1]
    count, lines = steps.shape[:2]
    both = np.stack([steps, steps[::-1]])
    given = both @ layer.given[:, None] + layer.bias[:, None, None]
    hidden = np.zeros((2, lines, size), np.float32)
    cell = np.zeros_like(hidden)
    out = np.empty((count, 2, lines, size), np.float32)
    for step in range(count):
        gates = np.tanh(given[:, step] + hidden @ layer.inner)
        enter, keep, new, show = (gates[..., n * size : (n + 1) * size] for n in range(4))
        cell = 0.5 * ((keep + 1) * cell + (enter + 1) * new)
        hidden = 0.5 * (show + 1) * np.tanh(cell)
        out[step] = hidden
    return np.concatenate([out[:, 0], out[::-1, 1]], axis=2)


@cache
def _network(name: str) -> _Network:
    """Loaded on first use."""
    stored = np.load(_MODELS / f"{name}.npz")
    weights = {key: stored[key].astype(np.float32) for key in stored.files if key != "alphabet"}
    look = cv2.dnn.readNetFromONNX(str(_MODELS / f"{name}.onnx"))
    layers = tuple(_layer(weights, number) for number in range(2))
    return _Network(look, layers, weights["name_weight"].T.copy(), weights["name_bias"], str(stored["alphabet"]))


def _layer(weights: dict[str, Floats], number: int) -> _Layer:
    ways = (f"l{number}", f"l{number}_reverse")
    size = weights[f"weight_hh_{ways[0]}"].shape[1]
    half = np.repeat(np.array([0.5, 0.5, 1.0, 0.5], np.float32), size)
    return _Layer(
        np.stack([weights[f"weight_ih_{way}"].T * half for way in ways]),
        np.stack([weights[f"weight_hh_{way}"].T * half for way in ways]),
        np.stack([(weights[f"bias_ih_{way}"] + weights[f"bias_hh_{way}"]) * half for way in ways]),
    )
