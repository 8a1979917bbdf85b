"""Ways to hear danger with fewer false alarms, side by side: ``python -m nlu.evaluation.danger_ways [FILE …]``.

Run with the assistant's own Python; some minutes of one core. Every way is asked of rows that nobody learnt from
(``tests/nlu/dangers``, or FILEs): how many dangers are seen where 1, 2, 3 and 5 of a hundred others ring, and how
many others ring where 97 of a hundred dangers are seen. What needs rows to be chosen on is chosen on one file and
asked of the others. docs/decisions says what came of it.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from nlu.evaluation.dangers import Row, read
from nlu.evaluation.gold import LANGUAGES
from nlu.training.danger_texts import NONE
from nlu.training.dangers import (
    SHARE,
    Lesson,
    fit,
    fit_whole,
    lesson,
    lessons,
    scores,
    whole_matrix,
    without_doubtful,
)

_FILES = sorted((Path(__file__).parents[2] / "tests" / "nlu" / "dangers").glob("*.jsonl"))
_FALSE, _SEEN = (0.01, 0.02, 0.03, 0.05), 0.97
_COST = 3.0
"""A false alarm in a hundred weighs as three dangers that are not seen, where a threshold is chosen."""


class Asked:
    """Rows and what the two members gave them: ``clause`` and ``whole``, scores one a row."""

    def __init__(self, rows: Sequence[Row], given: Sequence[Lesson]) -> None:
        """Learn from ``given`` and ask ``rows`` of it."""
        self.rows = list(rows)
        self.lessons = [lesson(row.text, row.danger or NONE) for row in rows]
        self.clause = scores(fit(given), self.lessons)
        self.whole = fit_whole(given).decision_function(whole_matrix(self.lessons))
        self.clauses = np.array([len(one.clauses) for one in self.lessons])
        self.gold = np.array([bool(row.danger) for row in rows])
        self.language = np.array([row.language for row in rows])

    def both(self, share: float = SHARE) -> np.ndarray:
        """As ``core.text.urgent`` adds them."""
        added: np.ndarray = self.clause + share * self.whole
        return added

    def parts(self) -> np.ndarray:
        """What a second stage would read: both scores, how they go together, the length, the language."""
        length = np.log(self.clauses)
        told = (self.clause, self.whole, self.clause * self.whole, length, self.clause * length, self.whole * length)
        return np.column_stack([*told, *(self.language == one for one in LANGUAGES)])


def curve(score: np.ndarray, gold: np.ndarray) -> str:
    """What is seen at some shares of false alarms, and what rings falsely where enough is seen."""
    yes, no = np.sort(score[gold]), np.sort(score[~gold])[::-1]
    seen = [f"{(yes > no[int(share * len(no))]).mean():.3f} at {share:.0%}" for share in _FALSE]
    false = (no >= yes[int((1 - _SEEN) * len(yes))]).mean()
    return f"seen {', '.join(seen)}; false {false:.3f} where {_SEEN} are seen"


def chosen(score: np.ndarray, gold: np.ndarray) -> float:
    """The threshold at which seen dangers less false alarms are most."""

    def gain(at: float) -> float:
        return float((score[gold] >= at).mean() - _COST * (score[~gold] >= at).mean())

    return max(map(float, np.unique(score)), key=gain)


def at_threshold(asked: Asked, thresholds: np.ndarray, of: np.ndarray) -> str:
    """Seen and false of some rows, each with the threshold of its row."""
    rings = asked.both()[of] >= thresholds
    gold = asked.gold[of]
    return f"seen {rings[gold].mean():.3f}, false {rings[~gold].mean():.3f}"


def _by_language(asked: Asked, on: np.ndarray, of: np.ndarray) -> Iterator[str]:
    score = asked.both()
    one = chosen(score[on], asked.gold[on])
    own = {
        name: chosen(score[on & (asked.language == name)], asked.gold[on & (asked.language == name)])
        for name in LANGUAGES
    }
    yield f"  one threshold: {at_threshold(asked, np.full(of.sum(), one), of)}"
    yield f"  one a language: {at_threshold(asked, np.array([own[name] for name in asked.language[of]]), of)}"


def _stacked(asked: Asked, on: np.ndarray, of: np.ndarray) -> Iterator[str]:
    second = LogisticRegression(C=0.3, max_iter=1000).fit(asked.parts()[on], asked.gold[on])
    yield f"  stacked: {curve(second.decision_function(asked.parts()[of]), asked.gold[of])}"
    yield f"  added: {curve(asked.both()[of], asked.gold[of])}"


def _weighed_by_odds(asked: Asked, given: Sequence[Lesson]) -> np.ndarray:
    """A third member: words and pieces by their log odds, then a regression (Wang and Manning, "Baselines and Bigrams",
    ACL 2012)."""
    table = whole_matrix(given)
    gold = np.array([one.kind != NONE for one in given])
    there = (table > 0).astype(np.float32)
    yes, no = (1 + there[rows].sum(0) for rows in (gold, ~gold))
    odds = np.asarray(np.log((yes / yes.sum()) / (no / no.sum()))).ravel()
    model = LogisticRegression(C=1.0, solver="liblinear").fit(table.multiply(odds).tocsr(), gold)
    said: np.ndarray = model.decision_function(whole_matrix(asked.lessons).multiply(odds).tocsr())
    return said


def main() -> None:
    """Print every way."""
    files = [Path(name) for name in sys.argv[1:]] or _FILES
    read_from = [(file, row) for file in files for row in read(file)]
    file_of = np.array([files.index(file) for file, _ in read_from])
    given = without_doubtful(lessons())
    asked = Asked([row for _, row in read_from], given)
    for share in (0.0, 0.4, SHARE, 1.3):
        _say(f"whole text counts {share}: {curve(asked.both(share), asked.gold)}")
    _say(f"with a third member: {curve(asked.both() + 0.3 * _weighed_by_odds(asked, given), asked.gold)}")
    for number, file in enumerate(files):
        on, of = file_of == number, file_of != number
        if not of.any():
            continue
        _say(f"chosen on {file.name}, asked of the other rows")
        ways: tuple[Callable[[Asked, np.ndarray, np.ndarray], Iterator[str]], ...] = (_by_language, _stacked)
        for way in ways:
            for line in way(asked, on, of):
                _say(line)
        taught = [*given, *(one for one, here in zip(asked.lessons, on, strict=True) if here)]
        other = Asked([row for row, here in zip(asked.rows, of, strict=True) if here], taught)
        _say(f"  these rows taught too: {curve(other.both(), other.gold)}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
