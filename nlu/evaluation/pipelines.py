"""Which pipeline: each is trained on the same data, asked about the same texts, and weighed.

``python -m nlu.evaluation.pipelines [NAME …]`` with the Python that ``make eval-default`` uses; one line a pipeline.
Everything runs in processes of their own, so that time and memory are each pipeline's.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

import yaml

from nlu.evaluation.__main__ import ASSISTANT, default_system, our_system
from nlu.evaluation.default_pipeline import CONFIG, joined
from nlu.evaluation.gold import LANGUAGES, SETS, gold
from nlu.evaluation.metrics import accuracy, percentile
from nlu.evaluation.results import judge
from nlu.training.corpus import WORD, sentences

_LOGISTIC = """\
recipe: default.v1
language: en
pipeline:
  - name: WhitespaceTokenizer
  - name: CountVectorsFeaturizer
    max_ngram: 2
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 2
    max_ngram: 5
  - name: LogisticRegressionClassifier
policies: null
"""


_WITH_LOOKUPS = _LOGISTIC.replace("  - name: CountV", "  - name: RegexFeaturizer\n  - name: CountV", 1)


@dataclass(frozen=True)
class Pipeline:
    """What Rasa is told, whether the vocabulary is part of the data (as texts, or as a lookup table a category), and
    whether the labels are joined."""

    config: Callable[[], str]
    vocabulary: bool = True
    labels_joined: bool = True
    lookups: bool = False


def _own(**changes: int) -> str:
    config = yaml.safe_load((ASSISTANT / "config.yml").read_text(encoding="utf-8"))
    pipeline = [{**part, **changes} for part in config["pipeline"]]
    return yaml.safe_dump({"recipe": "default.v1", "language": "en", "pipeline": pipeline, "policies": None})


PIPELINES: Mapping[str, Pipeline] = {
    "chosen": Pipeline(_own, labels_joined=False),
    "chosen-without-vocabulary": Pipeline(_own, vocabulary=False, labels_joined=False),
    "chosen-without-variants": Pipeline(lambda: _own(variants=0), labels_joined=False),
    "logistic-regression": Pipeline(lambda: _LOGISTIC),
    "logistic-regression-without-vocabulary": Pipeline(lambda: _LOGISTIC, vocabulary=False),
    "logistic-regression-with-lookups": Pipeline(lambda: _WITH_LOOKUPS, vocabulary=False, lookups=True),
    "default-diet": Pipeline(lambda: CONFIG),
}


def main() -> None:
    """Train and weigh each of the pipelines that are named; without a name all of them."""
    parser = argparse.ArgumentParser(prog="python -m nlu.evaluation.pipelines")
    parser.add_argument("names", nargs="*", choices=[*PIPELINES, []])
    parser.add_argument("--ask", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ask:
        sys.stdout.write(json.dumps(_asked(Path(options.ask), options.names[0])) + "\n")
        return
    for name in options.names or PIPELINES:
        with TemporaryDirectory() as folder:
            sys.stdout.write(_weighed(name, PIPELINES[name], Path(folder)) + "\n")
            sys.stdout.flush()


def _weighed(name: str, pipeline: Pipeline, folder: Path) -> str:
    (folder / "config.yml").write_text(pipeline.config(), encoding="utf-8")
    lines = [one for one in sentences() if pipeline.vocabulary or one.kind != WORD]
    if pipeline.labels_joined:
        lookups = _lookups() if pipeline.lookups else ""
        (folder / "nlu.yml").write_text(joined(lines) + lookups, encoding="utf-8")
    else:  # Rasa's command takes one path
        shutil.copytree(ASSISTANT / "data" / "nlu", folder / "nlu")
        if not pipeline.vocabulary:
            (folder / "nlu" / "vocabulary.yml").unlink()
    began = monotonic()
    train = [sys.executable, "-m", "rasa", "train", "nlu", "--config", "config.yml", "--out", "."]
    train += ["--fixed-model-name", "model", "--nlu", "nlu.yml" if pipeline.labels_joined else "nlu"]
    environment = {**os.environ, "PYTHONPATH": str(ASSISTANT.parents[1])}
    subprocess.run(train, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=environment)
    seconds = monotonic() - began
    model = folder / "model.tar.gz"
    ask = [sys.executable, "-W", "ignore", "-m", "nlu.evaluation.pipelines", name, "--ask", str(model)]
    answers = subprocess.run(ask, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    scores = json.loads(answers.splitlines()[-1])
    by_language = "  ".join(f"{code} {scores[code][0]:.3f} {scores[code][1]:.3f}" for code in LANGUAGES)
    size = model.stat().st_size / 1e6
    return (
        f"{name:40} {by_language}  train {seconds:.0f} s  model {size:.1f} MB  memory {scores['memory']:.0f} MB"
        f"  processor p50 {scores['p50']:.1f} ms  p95 {scores['p95']:.1f} ms"
    )


def _lookups() -> str:
    """The vocabulary as Rasa's lookup tables, to stand behind ``nlu:`` in its file."""
    tables: dict[str, str] = {}
    for one in (one for one in sentences() if one.kind == WORD):
        tables[str(one.category)] = tables.get(str(one.category), "") + f"- {one.text}\n"
    blocks = [{"lookup": category, "examples": words} for category, words in tables.items()]
    return yaml.safe_dump(blocks, allow_unicode=True, width=10_000)


def _asked(model: Path, name: str) -> dict[str, Any]:
    system = default_system(model) if PIPELINES[name].labels_joined else our_system(model)
    results = judge(system, [one for which in SETS for code in LANGUAGES for one in gold(which, code)])
    scores: dict[str, Any] = {}
    for code in LANGUAGES:
        chosen = [one for one in results if one.gold.language == code]
        scores[code] = (
            accuracy((one.gold.intent, one.answer.intent) for one in chosen),
            accuracy((one.gold.category, one.answer.category) for one in chosen),
        )
    times = [one.processor for one in results]
    scores |= {"p50": percentile(times, 0.5), "p95": percentile(times, 0.95)}
    scores["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return scores


if __name__ == "__main__":
    main()
