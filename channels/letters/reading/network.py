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

_WIDTHS, _NARROWEST, _MOST = 32, 0.75, 16
"""Pixels that the widths of lines are multiples of; what share of a batch's width a line in it has at least; and the
most lines in a batch."""
_BEYOND = 4
"""Steps of white paper after a line's end."""

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


@dataclass(frozen=True, slots=True)
class _Packing:
    """How the steps of lines of different lengths stand in one row: the first step of each line, longest line first,
    the second of each that has one, and so on. So nothing is reckoned for a line beyond its end.

    ``given``: where each comes from, in the lines one after the other. ``turned``: for each, the place of the step that
    is as far from the end of its line as it is from the start. ``counts``: how many lines have a first step, a second …
    """

    given: NDArray[np.int64]
    turned: NDArray[np.int64]
    counts: list[int]


def probabilities(name: str, lines: Sequence[Floats]) -> tuple[list[Floats], str]:
    """For each line an array of shape (steps, classes); and the sign of each class but 0, which is CTC's blank.

    Each line is HEIGHT high, its ink 1 and its paper 0.
    """
    network = _network(name)
    seen = _looked(network.look, lines)
    packing = _packing([part.shape[0] for part in seen])
    steps = np.concatenate(seen)[packing.given]
    for layer in network.layers:
        steps = _lstm(steps, layer, packing)
    logits = steps @ network.weight + network.bias
    logits -= logits.max(axis=1, keepdims=True)
    odds = np.exp(logits, out=logits)
    odds /= odds.sum(axis=1, keepdims=True)
    back = np.empty_like(odds)
    back[packing.given] = odds
    ends = np.cumsum([part.shape[0] for part in seen])[:-1]
    return np.split(back, ends), network.alphabet


def _looked(look: Any, lines: Sequence[Floats]) -> list[Floats]:
    """What the convolutions make of each line: (steps, features). Lines of about one width go through together."""
    seen: dict[int, Floats] = {}
    for group in _alike(lines):
        width = -(-max(lines[row].shape[1] for row in group) // _WIDTHS) * _WIDTHS
        batch = np.zeros((len(group), 1, HEIGHT, width), np.float32)
        for place, row in enumerate(group):
            batch[place, 0, :, : lines[row].shape[1]] = lines[row]
        with _LOCK:
            look.setInput(batch)
            features = look.forward()[:, :, 0, :]
            for place, row in enumerate(group):
                steps = min(features.shape[2], -(-lines[row].shape[1] // STEP) + _BEYOND)
                seen[row] = features[place, :, :steps].T.copy()
    return [seen[row] for row in range(len(lines))]


def _alike(lines: Sequence[Floats]) -> list[list[int]]:
    """The numbers of the lines in groups, the narrowest of each at least ``_NARROWEST`` times as wide as its widest."""
    groups: list[list[int]] = []
    for row in sorted(range(len(lines)), key=lambda row: lines[row].shape[1], reverse=True):
        if groups and len(groups[-1]) < _MOST and lines[row].shape[1] >= _NARROWEST * lines[groups[-1][0]].shape[1]:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _packing(lengths: Sequence[int]) -> _Packing:
    lines = sorted(range(len(lengths)), key=lambda line: lengths[line], reverse=True)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    counts = [sum(length > step for length in lengths) for step in range(max(lengths))]
    offsets = np.concatenate([[0], np.cumsum(counts)])
    given = np.empty(offsets[-1], np.int64)
    turned = np.empty(offsets[-1], np.int64)
    for place, line in enumerate(lines):
        mine = offsets[: lengths[line]] + place
        given[mine] = starts[line] + np.arange(lengths[line])
        turned[mine] = mine[::-1]
    return _Packing(given, turned, counts)


def _lstm(steps: Floats, layer: _Layer, packing: _Packing) -> Floats:
    """One layer, both ways at once: the second row of everything goes backwards."""
    size = layer.inner.shape[1]
    total = steps.shape[0]
    given = np.empty((2, total, 4 * size), np.float32)
    for way, part in enumerate((steps, steps[packing.turned])):
        np.matmul(part, layer.given[way], out=given[way])
        given[way] += layer.bias[way]
    out = np.empty((2, total, size), np.float32)
    hidden = np.zeros((2, packing.counts[0], size), np.float32)
    cell = np.zeros_like(hidden)
    at = 0
    for count in packing.counts:
        gates = given[:, at : at + count]
        gates += np.matmul(hidden[:, :count], layer.inner)
        np.tanh(gates, out=gates)
        enter, keep, new, show = (gates[..., n * size : (n + 1) * size] for n in range(4))
        cell = cell[:, :count]
        cell *= keep + 1
        enter += 1
        enter *= new
        cell += enter
        cell *= 0.5
        show += 1
        show *= 0.5
        hidden = np.multiply(np.tanh(cell), show, out=out[:, at : at + count])
        at += count
    return np.concatenate([out[0], out[1][packing.turned]], axis=1)


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
