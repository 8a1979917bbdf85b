"""What each part of our reading of a text is worth: ``python -m nlu.evaluation.parts`` with the assistant's own Python.

The category classifier is trained again without one part, and by logistic regression instead of a support vector
machine, outside Rasa; one line each: accuracy per language over all texts that we are judged by, and of the made-up
sentences with plural and oblique nouns (``texts/inflected.tsv``) how many. Names of parts as arguments: only those.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import process_time
from typing import Any
from unittest.mock import patch

import numpy as np
from sklearn.linear_model import SGDClassifier
from sklearn.svm import LinearSVC

from core.text.language import written
from core.text.stems import stem
from nlu.assistant.components import features
from nlu.assistant.components.reading import read
from nlu.evaluation.gold import LANGUAGES, SETS, gold
from nlu.evaluation.metrics import accuracy
from nlu.training.corpus import WORD, Example, Sentence, company, sentences
from nlu.training.variants import grow

NONE = "none"
_INFLECTED = Path(__file__).parent / "texts" / "inflected.tsv"


def _machine() -> Any:
    return LinearSVC(C=0.5, class_weight="balanced", random_state=7, tol=1e-3)


def _logistic() -> Any:
    return SGDClassifier(loss="log_loss", alpha=1e-6, class_weight="balanced", random_state=7, max_iter=30)


@dataclass(frozen=True)
class Part:
    """``without`` is a block of columns that is left empty, ``stems`` one more; ``forms``: other forms of nouns."""

    without: str = ""
    stems: bool = False
    forms: bool = True
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
    "without other forms": Part(forms=False),
    "with stems": Part(stems=True),
    "with stems, no other forms": Part(stems=True, forms=False),
    "by logistic regression": Part(model=_logistic),
}


def main() -> None:
    """Train and judge each."""
    lines = sentences()
    for name in sys.argv[1:] or PARTS:
        part = PARTS[name]
        with _blocks(part):
            sys.stdout.write(f"{name:27} {_judged(lines, part)}\n")
        sys.stdout.flush()


@contextmanager
def _blocks(part: Part) -> Iterator[None]:
    kept = [
        block.set_params(analyzer=_nothing) if block.analyzer.__name__ == part.without else block
        for block in (_copy(block) for block in features._BLOCKS)
    ]
    if part.stems:
        kept.append(_copy(kept[0]).set_params(analyzer=_stems))
    features._counts_of_one.cache_clear()
    with patch.multiple(features, _BLOCKS=tuple(kept), WIDTH=kept[0].n_features * len(kept)):
        yield


def _stems(text: str) -> list[str]:
    code = written(text)[0]
    return [stem(word, code) for word in features.words(text)] if code != "en" else []


def _copy(block: Any) -> Any:
    return type(block)(**block.get_params(deep=False))


def _nothing(_text: str) -> list[str]:
    return []


def _judged(lines: Sequence[Sentence], part: Part) -> str:
    began = process_time()
    learnt = [replace(one, text=read(one.text)) for one in _examples(lines, part)]
    texts = [one.text for one in learnt]
    rarity = features.rarities(texts) if part.rarity else None
    model = part.model().fit(
        features.rows(texts, rarity),
        np.array([one.label for one in learnt]),
        sample_weight=np.array([one.weight for one in learnt]),
    )
    seconds = process_time() - began
    scores = []
    for code in LANGUAGES:
        asked = [one for which in SETS for one in gold(which, code)]
        said = model.predict(features.rows([read(one.text) for one in asked], rarity))
        scores.append(accuracy((one.category or NONE, label) for one, label in zip(asked, said, strict=True)))
    forms = _inflected()
    many = model.predict(features.rows([read(text) for _, text in forms], rarity))
    right = sum(label == said for (label, _), said in zip(forms, many, strict=True))
    shown = "  ".join(f"{code} {score:.3f}" for code, score in zip(LANGUAGES, scores, strict=True))
    return f"{shown}  inflected {right} of {len(forms)}  {seconds:.0f} s"


def _inflected() -> list[tuple[str, str]]:
    """(category, text) of the sentences whose nouns are plural or oblique."""
    found = [
        line.split("\t") for line in _INFLECTED.read_text(encoding="utf-8").splitlines() if line[:1] not in ("", "#")
    ]
    return [(category, text) for _, category, text in found]


def _examples(lines: Sequence[Sentence], part: Part) -> list[Example]:
    written = [
        Example(one.text, one.category or NONE, one.language, company=company(one.intent, one.category, one.danger))
        for one in lines
        if one.kind != WORD
    ]
    words = [Example(one.text, one.category or NONE, one.language) for one in lines if one.kind == WORD]
    return grow(written, part.variants, with_forms=part.forms) + (words if part.vocabulary else [])


if __name__ == "__main__":
    main()
