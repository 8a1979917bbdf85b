"""What each part of our reading of a text is worth: ``python -m nlu.evaluation.parts`` with the assistant's own Python.

The category classifier is trained again without one part, and by logistic regression instead of a support vector
machine, outside Rasa; one line each: accuracy per language over all texts that we are judged by.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any
from unittest.mock import patch

import numpy as np
from sklearn.linear_model import SGDClassifier
from sklearn.svm import LinearSVC

from nlu.assistant.components import features
from nlu.assistant.components.reading import read
from nlu.evaluation.gold import LANGUAGES, SETS, gold
from nlu.evaluation.metrics import accuracy
from nlu.training.corpus import WORD, Example, Sentence, company, sentences
from nlu.training.variants import grow

NONE = "none"


def _machine() -> Any:
    return LinearSVC(C=0.5, class_weight="balanced", random_state=7, tol=1e-3)


def _logistic() -> Any:
    return SGDClassifier(loss="log_loss", alpha=1e-6, class_weight="balanced", random_state=7, max_iter=30)


@dataclass(frozen=True)
class Part:
    """``without`` is a block of columns that is left empty."""

    without: str = ""
    vocabulary: bool = True
    variants: int = 1
    rarity: bool = True
    model: Callable[[], Any] = _machine


PARTS: Mapping[str, Part] = {
    "all of it": Part(),
    "without skeletons": Part(without="sounds"),
    "without pieces of words": Part(without="pieces"),
    "without words": Part(without="words"),
    "without weighing rarity": Part(rarity=False),
    "without the vocabulary": Part(vocabulary=False),
    "without spelling variants": Part(variants=0),
    "by logistic regression": Part(model=_logistic),
}


def main() -> None:
    """Train and judge each."""
    lines = sentences()
    for name, part in PARTS.items():
        with _blocks(part.without):
            sys.stdout.write(f"{name:27} {_judged(lines, part)}\n")
        sys.stdout.flush()


@contextmanager
def _blocks(without: str) -> Iterator[None]:
    kept = tuple(
        block.set_params(analyzer=_nothing) if block.analyzer.__name__ == without else block
        for block in (_copy(block) for block in features._BLOCKS)
    )
    features._counts_of_one.cache_clear()
    with patch.object(features, "_BLOCKS", kept):
        yield


def _copy(block: Any) -> Any:
    return type(block)(**block.get_params(deep=False))


def _nothing(_text: str) -> list[str]:
    return []


def _judged(lines: Sequence[Sentence], part: Part) -> str:
    began = monotonic()
    learnt = [replace(one, text=read(one.text)) for one in _examples(lines, part)]
    texts = [one.text for one in learnt]
    rarity = features.rarities(texts) if part.rarity else None
    model = part.model().fit(
        features.rows(texts, rarity),
        np.array([one.label for one in learnt]),
        sample_weight=np.array([one.weight for one in learnt]),
    )
    seconds = monotonic() - began
    scores = []
    for code in LANGUAGES:
        asked = [one for which in SETS for one in gold(which, code)]
        said = model.predict(features.rows([read(one.text) for one in asked], rarity))
        scores.append(accuracy((one.category or NONE, label) for one, label in zip(asked, said, strict=True)))
    return (
        "  ".join(f"{code} {score:.3f}" for code, score in zip(LANGUAGES, scores, strict=True)) + f"  {seconds:.0f} s"
    )


def _examples(lines: Sequence[Sentence], part: Part) -> list[Example]:
    written = [
        Example(one.text, one.category or NONE, one.language, company=company(one.intent, one.category, one.danger))
        for one in lines
        if one.kind != WORD
    ]
    words = [Example(one.text, one.category or NONE, one.language) for one in lines if one.kind == WORD]
    return grow(written, part.variants) + (words if part.vocabulary else [])


if __name__ == "__main__":
    main()
