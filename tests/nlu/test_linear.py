"""The classifier under the Python that it runs with: it learns, is kept without pickle, and says the same again."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / "nlu/assistant/.venv/bin/python"
SCRIPT = """
import json, sys
from pathlib import Path
import numpy as np
from nlu.assistant.components.features import WIDTH, rows
from nlu.assistant.components.linear import Linear, train
from nlu.assistant.components.reading import read
from nlu.training.corpus import Example, company, sentences
from nlu.training.variants import grow

written = [one for one in sentences() if one.category in ("electricity", "water_supply", "police")]
model = train([
    Example(read(one.text), one.category, one.language, group=at) for at, one in enumerate(written)
], weigh_rarity=True)
path = Path(sys.argv[1]) / "model.npz"
model.save(path)
again = Linear.load(path)
texts = [read(one) for one in json.load(sys.stdin)]
first, second = model.probabilities(texts), again.probabilities(texts)
json.dump({
    "labels": model.labels, "temperature": model.temperature, "said": second.tolist(),
    "apart": float(np.abs(first - second).max()), "width": [rows(texts).shape[1], WIDTH],
    "pickled": any(array.dtype == object for array in np.load(path).values()),
    "hundred": len(texts[-1]),
}, sys.stdout)
"""
TEXTS = ["bijli gayi hui hai", "نل میں پانی نہیں", "زما موبایل غلا شو", "", "ok " * 5000]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    assert PYTHON.exists(), "Rasa is not set up: make setup"
    done = subprocess.run(
        [str(PYTHON), "-W", "ignore", "-c", SCRIPT, str(tmp_path_factory.mktemp("model"))],
        input=json.dumps(TEXTS),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_it_knows_what_it_was_taught(said: dict[str, Any]) -> None:
    likeliest = [said["labels"][row.index(max(row))] for row in said["said"][:3]]
    assert likeliest == ["electricity", "water_supply", "police"]


def test_every_text_gets_chances_that_sum_to_one(said: dict[str, Any]) -> None:
    assert len(said["said"]) == len(TEXTS)
    assert [sum(row) for row in said["said"]] == pytest.approx([1.0] * len(TEXTS), abs=1e-4)


def test_what_was_kept_says_the_same_and_holds_no_pickle(said: dict[str, Any]) -> None:
    assert said["apart"] < 0.01
    assert not said["pickled"]


def test_it_was_cooled_on_unseen_texts(said: dict[str, Any]) -> None:
    assert 0.05 < said["temperature"] < 1.0


def test_a_very_long_text_is_cut_and_rows_have_one_width(said: dict[str, Any]) -> None:
    assert said["hundred"] <= 1500
    assert said["width"][0] == said["width"][1]
