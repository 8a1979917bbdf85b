"""The first baseline: Rasa's default pipeline (DIET) on the same data. Trained once for each state of the data, with
the Python of an environment of its own that has TensorFlow (baseline.lock; ``make eval-default``).

Ten rounds in batches of 64, where ``rasa init`` writes a hundred in batches of 64 to 256: over 7,000 lines one round
takes a minute on two cores.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

import yaml

from nlu.evaluation.answers import JOIN
from nlu.training.corpus import Sentence, sentences

CONFIG = """\
recipe: default.v1
language: en
pipeline:
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: DIETClassifier
    epochs: 10
    batch_size: 64
    constrain_similarities: true
    random_seed: 20
policies: null
"""
"""What ``rasa init`` writes for 3.6 but for the rounds, and without what tells no intent (synonyms, fallback)."""


def default_model(folder: Path) -> Path:
    """The trained model in ``folder``; trains with Rasa's own progress on the terminal where there is none yet.

    Raises CalledProcessError when Rasa cannot train.
    """
    data = joined(sentences())
    name = "default-" + hashlib.sha256((CONFIG + data).encode()).hexdigest()[:12]
    model = folder / f"{name}.tar.gz"
    if model.exists():
        return model
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nlu.yml").write_text(data, encoding="utf-8")
    (folder / "config.yml").write_text(CONFIG, encoding="utf-8")
    command = [sys.executable, "-m", "rasa", "train", "nlu", "--nlu", "nlu.yml", "--config", "config.yml"]
    subprocess.run([*command, "--out", ".", "--fixed-model-name", name], cwd=folder, check=True)
    return model


def joined(lines: list[Sentence]) -> str:
    """Training data in which intent and category are one label."""
    examples: dict[str, list[str]] = {}
    for line in lines:
        label = line.intent + (f"{JOIN}{line.category}" if line.category else "")
        examples.setdefault(label, []).append(f"- {line.text}\n")
    blocks = [{"intent": label, "examples": "".join(texts)} for label, texts in examples.items()]
    return yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True, width=10_000)
