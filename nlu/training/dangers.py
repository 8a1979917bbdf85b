"""Learns danger: ``python -m nlu.training.dangers`` (the assistant's Python) writes core/reference/danger/learnt.bin.

From the lines in ``danger_lines/``, those of danger among Rasa's, and all others of Rasa's and the turns of the
dialogue (``turns/``) as everyday talk. Of a text with several clauses of which one tells of danger that one is found in
two rounds. Everyday lines that sound like danger to a model that has not seen them are left out: of 12,560 about 300,
most of which are dangers without a label.
"""

import json
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from core.text.danger.clause_rows import folded, rows
from core.text.danger.features import BITS
from core.text.danger.weights import FILE, KIND_BITS, kind_columns
from core.text.danger.whole import Whole, whole
from core.text.urgent import NUMBERS
from nlu.training.corpus import WORD, sentences
from nlu.training.danger_texts import NONE, source, told
from nlu.training.spoken import turns

_STRENGTH, _WHOLE_STRENGTH, _KIND_STRENGTH = 40.0, 20.0, 20.0
SHARE = 0.8
"""What the score of the whole text counts beside that of its clause: they disagree about different texts."""
_HARD = 2.0
"""A text that only sounds like danger counts as two."""
_DANGER_MAY_BE_TOLD = frozenset({"emergency", "tells", "wants_anonymity", "emotional"})
"""Acts beside which a turn of the dialogue may tell of a danger; all other turns tell of none."""
_DOUBTFUL = 0.8
_PARTS = 3
_NARROWED = frozenset({"violence", "child", "flood", "collapse"})
"""Kinds that Rasa's lines say for what is two kinds here: they teach that it is danger, and not which."""

Row = dict[int, float]


@dataclass(frozen=True)
class Lesson:
    """The clauses of a text, the kind that it tells of, how much it counts, and whether it is everyday talk;
    ``which``: does it teach the kind?"""

    clauses: tuple[Row, ...]
    whole: Whole
    kind: str
    weight: float = 1.0
    everyday: bool = False
    which: bool = True


def lessons() -> list[Lesson]:
    """All there is to learn from."""
    found = [lesson(one.text, one.kind) for one in told()]
    for one in sentences():
        if one.kind != WORD:
            which = one.danger not in _NARROWED
            found.append(_lesson(one.text, one.danger or NONE, 1.0, everyday=not one.danger, which=which))
    found += [_lesson(one.text, NONE, 1.0) for one in turns() if _DANGER_MAY_BE_TOLD.isdisjoint(one.acts)]
    return [one for one in found if one.clauses]


def lesson(text: str, kind: str) -> Lesson:
    """One text of danger, or of none that only sounds like it."""
    return _lesson(text, kind, _HARD if kind == NONE else 1.0)


def _lesson(text: str, kind: str, weight: float, everyday: bool = False, which: bool = True) -> Lesson:
    return Lesson(tuple(clause.row for clause in rows(text)), whole(folded(text)), kind, weight, everyday, which)


def without_doubtful(given: Sequence[Lesson]) -> list[Lesson]:
    """The lessons without everyday lines that sound like danger to a model which has not seen them."""
    everyday = [at for at, one in enumerate(given) if one.everyday]
    others = [one for one in given if not one.everyday]
    doubtful: set[int] = set()
    for part in range(_PARTS):
        asked = everyday[part::_PARTS]
        model = fit(others + [given[at] for at in everyday if at not in set(asked)])
        doubtful |= {
            at for at, score in zip(asked, scores(model, [given[at] for at in asked]), strict=True) if score > _DOUBTFUL
        }
    return [one for at, one in enumerate(given) if at not in doubtful]


def fit(given: Sequence[Lesson], rounds: int = 2) -> LogisticRegression:
    """A logistic regression over clauses; of a text of danger the clause that tells most of it."""
    owner = np.array([at for at, one in enumerate(given) for _ in one.clauses])
    table = matrix([row for one in given for row in one.clauses])
    gold = np.array([given[at].kind != NONE for at in owner])
    weight = np.array([given[at].weight for at in owner])
    unclear = (np.bincount(owner)[owner] > 1) & gold
    kept = ~unclear
    for _ in range(rounds):
        model = LogisticRegression(C=_STRENGTH, solver="liblinear", max_iter=200)
        model.fit(table[kept], gold[kept], sample_weight=weight[kept])
        said = model.decision_function(table)
        kept = ~unclear
        most: dict[int, int] = {}
        for at in map(int, np.flatnonzero(unclear)):
            if owner[at] not in most or said[at] > said[most[owner[at]]]:
                most[owner[at]] = at
        kept[list(most.values())] = True
    return model


def fit_whole(given: Sequence[Lesson]) -> LogisticRegression:
    """A logistic regression over whole texts."""
    weight = np.array([one.weight for one in given])
    model = LogisticRegression(C=_WHOLE_STRENGTH, solver="liblinear", max_iter=200)
    return model.fit(whole_matrix(given), np.array([one.kind != NONE for one in given]), sample_weight=weight)


def whole_matrix(given: Sequence[Lesson]) -> csr_matrix:
    """Rows of whole texts: pieces, words and sounds, each of length one."""
    starts: list[int] = [0]
    columns: list[int] = []
    values: list[float] = []
    for one in given:
        for part in one.whole.sets:
            columns += part
            values += [1 / len(part) ** 0.5] * len(part)
        starts.append(len(columns))
    table = csr_matrix((np.array(values, np.float32), columns, starts), shape=(len(given), 1 << BITS))
    table.sum_duplicates()
    return table


def scores(model: LogisticRegression, asked: Sequence[Lesson]) -> np.ndarray:
    """Of each text the score of the clause that tells most of danger."""
    said = model.decision_function(matrix([row for one in asked for row in one.clauses]))
    ends = np.cumsum([len(one.clauses) for one in asked])
    return np.array([part.max() for part in np.split(said, ends[:-1])])


def matrix(given: Sequence[Row]) -> csr_matrix:
    """Rows of length one."""
    starts = [0]
    columns: list[int] = []
    values: list[float] = []
    for row in given:
        length = sum(value * value for value in row.values()) ** 0.5 or 1.0
        columns += row
        values += [value / length for value in row.values()]
        starts.append(len(columns))
    return csr_matrix((np.array(values, np.float32), columns, starts), shape=(len(given), 1 << BITS))


def _kinds(given: Sequence[Lesson], model: LogisticRegression) -> tuple[np.ndarray, np.ndarray]:
    """Weights and biases of each kind in the order of ``NUMBERS``."""
    dangers = [one for one in given if one.kind != NONE and one.which]
    most = [max(one.clauses, key=lambda row: model.decision_function(matrix([row]))[0]) for one in dangers]
    table = _kind_matrix(dangers, most)
    gold = np.array([one.kind for one in dangers])
    machines = [
        LogisticRegression(C=_KIND_STRENGTH, solver="liblinear", class_weight="balanced").fit(table, gold == kind)
        for kind in NUMBERS
    ]
    return np.stack([one.coef_[0] for one in machines]), np.array([one.intercept_[0] for one in machines])


def _kind_matrix(given: Sequence[Lesson], clauses: Sequence[Row]) -> csr_matrix:
    """Rows of a clause and its whole text."""
    starts = [0]
    columns: list[int] = []
    values: list[float] = []
    for one, clause in zip(given, clauses, strict=True):
        found = kind_columns(clause, one.whole)
        columns += [column for column, _ in found]
        values += [value for _, value in found]
        starts.append(len(columns))
    table = csr_matrix((np.array(values, np.float32), columns, starts), shape=(len(given), 2 << KIND_BITS))
    table.sum_duplicates()
    return table


def _bytes(weights: np.ndarray) -> tuple[np.ndarray, float]:
    scale = float(np.abs(weights).max()) / 127
    return np.round(weights / scale).astype(np.int8), scale


def write(path: Path = FILE) -> None:
    """Learn and write."""
    given = without_doubtful(lessons())
    model = fit(given)
    of_all = fit_whole(given)
    kinds, kind_bias = _kinds(given, model)
    table, scale = _bytes(model.coef_[0])
    wholes, whole_scale = _bytes(of_all.coef_[0])
    each, kind_scale = _bytes(kinds)
    about = {
        "bits": BITS,
        "kinds": list(NUMBERS),
        "scale": scale,
        "bias": float(model.intercept_[0]),
        "whole_scale": whole_scale,
        "whole_bias": float(of_all.intercept_[0]),
        "share": SHARE,
        "kind_scale": kind_scale,
        "kind_bias": [round(float(one), 4) for one in kind_bias],
        "source": source(),
    }
    body = zlib.compress(table.tobytes() + wholes.tobytes() + each.tobytes(), 9)
    path.write_bytes(json.dumps(about).encode() + b"\n" + body)
    sys.stdout.write(f"{len(given)} texts, {path.stat().st_size} bytes\n")


if __name__ == "__main__":
    write()
