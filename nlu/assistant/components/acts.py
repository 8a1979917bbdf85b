"""The acts of a turn: what each message does, several at once, each with a probability that can be believed.

One logistic regression an act over hashed words, pieces of words, consonant skeletons, cues (nlu/dialogue/cues.yml) and
what is known of the turn (nlu/dialogue/traits.py). The cues tie the languages together: what was learnt from Urdu
helps Pashto. Its probabilities are set on texts that were held out, by Platt's method (two numbers an act), in
blocks of neighbouring turns: one writer's turns are like each other, and a model that knows half of them is too
sure of the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from core.text.skeleton import skeletons
from nlu.assistant.components.features import pieces, words
from nlu.assistant.components.reading import read
from nlu.dialogue.cues import cues
from nlu.dialogue.traits import traits

_BITS = 15
_MASK = (1 << _BITS) - 1
_SLIGHT = 0.02
_PARTS, _BLOCK = 3, 30
_LEAST = 6
"""An act that was seen less often than this is not learnt."""


@dataclass(frozen=True)
class Seen:
    """A turn to learn from: its text, what was asked, what is known, what it does. ``weight`` is 1 for a real turn."""

    text: str
    question: str | None
    known: frozenset[str]
    acts: frozenset[str]
    weight: float = 1.0
    group: int = 0


def _word_grams(turn: tuple[str, str | None, frozenset[str]]) -> list[str]:
    said = words(read(turn[0]))
    return ["<", *said, *(f"{a} {b}" for a, b in pairwise(["<", *said, ">"]))]


def _piece_grams(turn: tuple[str, str | None, frozenset[str]]) -> list[str]:
    return pieces(read(turn[0]))


def _sound_grams(turn: tuple[str, str | None, frozenset[str]]) -> list[str]:
    said = skeletons(read(turn[0]))
    return said + [f"{a} {b}" for a, b in pairwise(said)]


def _cue_grams(turn: tuple[str, str | None, frozenset[str]]) -> list[str]:
    named = cues(turn[0])[:40]
    several = list(dict.fromkeys(named))
    ordered = [f"{a}>{b}" for at, a in enumerate(several) for b in several[at + 1 : at + 7]]
    return [*several, *ordered, *(f"{a}+{b}" for a, b in pairwise(named))]


def _trait_grams(turn: tuple[str, str | None, frozenset[str]]) -> list[str]:
    return traits(*turn)


_BLOCKS = ((_word_grams, 1.0), (_piece_grams, 1.0), (_sound_grams, 0.7), (_cue_grams, 1.2), (_trait_grams, 1.5))
"""What is counted, and how much it weighs."""


def row(turn: tuple[str, str | None, frozenset[str]]) -> tuple[np.ndarray, np.ndarray]:
    """Columns and values of one turn: hashed, with sublinear counts; each block has its own length.

    Plain numpy: for one turn scikit-learn's vectorizers take ten times as long to set themselves up as to count.
    """
    columns: list[np.ndarray] = []
    values: list[np.ndarray] = []
    for number, (grams, weight) in enumerate(_BLOCKS):
        counted = Counter(crc32(gram.encode()) & _MASK for gram in grams(turn))
        if counted:
            columns.append(np.fromiter(counted, np.int64, len(counted)) + (number << _BITS))
            said = np.log1p(np.fromiter(counted.values(), np.float32, len(counted)))
            values.append(said * (weight / float(np.linalg.norm(said))))
    if not columns:
        return np.zeros(0, np.int64), np.zeros(0, np.float32)
    return np.concatenate(columns), np.concatenate(values)


def table(turns: Sequence[tuple[str, str | None, frozenset[str]]]) -> csr_matrix:
    """One row a turn."""
    rows = [row(turn) for turn in turns]
    ends = np.cumsum([0, *(len(columns) for columns, _ in rows)])
    columns, values = (np.concatenate(part) for part in zip(*rows, strict=True))
    return csr_matrix((values, columns, ends), shape=(len(rows), len(_BLOCKS) << _BITS))


@dataclass(frozen=True)
class Acts:
    """The trained weights: columns by acts; ``slope`` and ``shift`` turn an act's score into its probability."""

    labels: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray
    slope: np.ndarray
    shift: np.ndarray

    def of(self, text: str, question: str | None, known: frozenset[str]) -> Mapping[str, float]:
        """Acts of one turn, each with a probability of its own."""
        columns, values = row((text, question, known))
        scores = values @ self.weights[columns] + self.bias
        chances = 1.0 / (1.0 + np.exp(-np.clip(self.slope * scores + self.shift, -30, 30)))
        return {label: round(float(chance), 4) for label, chance in zip(self.labels, chances, strict=True)}

    def save(self, path: Path) -> None:
        """Write as a compressed npz of plain arrays; what hardly weighs anything is left out."""
        arrays = {name: getattr(self, name) for name in ("bias", "slope", "shift")}
        weights = np.where(np.abs(self.weights) < _SLIGHT, 0.0, self.weights).astype(np.float16)
        np.savez_compressed(path, labels=np.array(self.labels), weights=weights, **arrays)

    @classmethod
    def load(cls, path: Path) -> Acts:
        """Read what ``save`` wrote. Pickled content is refused."""
        with np.load(path, allow_pickle=False) as kept:
            labels = tuple(str(label) for label in kept["labels"])
            return cls(labels, kept["weights"].astype(np.float32), kept["bias"], kept["slope"], kept["shift"])


def train(turns: Sequence[Seen], strength: float = 6.0) -> Acts:
    """Fit every act, and set its probabilities on turns that were held out."""
    rows = table([(one.text, one.question, one.known) for one in turns])
    weight = np.array([one.weight for one in turns])
    group = np.array([one.group for one in turns])
    labels = sorted({act for one in turns for act in one.acts})
    outs = [group // _BLOCK % _PARTS == part for part in range(_PARTS)]
    parts = [(out, rows[~out], rows[out]) for out in outs]  # cut once: every act is fitted on the same ones
    fitted = []
    for label in labels:
        gold = np.array([label in one.acts for one in turns])
        if gold[weight >= 1].sum() >= _LEAST:
            fitted.append((label, *_fit(rows, parts, gold, weight, strength)))
    names, weights, bias, slope, shift = zip(*fitted, strict=True)
    return Acts(tuple(names), np.stack(weights, 1), np.array(bias), np.array(slope), np.array(shift))


_Part = tuple[np.ndarray, csr_matrix, csr_matrix]
"""Which turns are held out, the rows of the others, and their rows."""


def _fit(
    rows: csr_matrix, parts: Sequence[_Part], gold: np.ndarray, weight: np.ndarray, strength: float
) -> tuple[np.ndarray, float, float, float]:
    held = np.zeros(len(gold))
    for out, learnt, asked in parts:
        trial = _one(strength).fit(learnt, gold[~out], sample_weight=weight[~out])
        held[out] = trial.decision_function(asked)
    real = weight >= 1
    platt = LogisticRegression(C=1.0).fit(held[real, None], gold[real])
    model = _one(strength).fit(rows, gold, sample_weight=weight)
    return model.coef_[0].astype(np.float32), model.intercept_[0], platt.coef_[0, 0], platt.intercept_[0]


def _one(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, solver="liblinear", dual=True, random_state=7, tol=1e-2)
