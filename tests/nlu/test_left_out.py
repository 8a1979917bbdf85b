"""Rasa without TensorFlow and what else it asks for and our assistant never calls: gone, and nothing is different."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from nlu.assistant.left_out import PACKAGES
from tests.scripts.test_locks import locked
from tests.services.rasa import RunningRasa

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / "nlu/assistant/.venv/bin/python"
LOCK, ALL_OF_RASA = "nlu/assistant/requirements.lock", "nlu/evaluation/baseline.lock"
RECORDED = Path(__file__).parent / "rules.tsv"
ONLY_FOR_TENSORFLOW = (
    "jax",
    "jaxlib",
    "tensorboard",
    "h5py",
    "grpc",
    "flatbuffers",
    "tensorflow_estimator",
    "libclang",
)


def told(script: str, *arguments: str) -> str:
    """What a script of Rasa's Python writes."""
    command = [str(PYTHON), "-W", "ignore", "-c", script, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def left_out() -> set[str]:
    lines = (ROOT / "nlu/assistant/left-out.txt").read_text(encoding="utf-8").splitlines()
    return {line.partition(" ")[0] for line in lines if not line.startswith("#")}


def test_the_lock_has_none_of_it() -> None:
    assert not left_out() & locked(LOCK).keys()
    assert left_out() <= locked(ALL_OF_RASA).keys()
    assert not re.search(r"tensor|jax|keras", "\n".join(locked(LOCK)))


def test_what_stays_is_what_all_of_rasa_has() -> None:
    assert locked(LOCK).items() <= locked(ALL_OF_RASA).items()


def test_rasas_python_finds_none_of_it() -> None:
    script = """
import json, sys
from importlib.machinery import PathFinder
json.dump([name for name in sys.argv[1:] if PathFinder.find_spec(name)], sys.stdout)
"""
    assert json.loads(told(script, *sorted(PACKAGES), *ONLY_FOR_TENSORFLOW)) == []


def test_a_running_rasa_has_loaded_none_of_it(rasa: RunningRasa) -> None:
    loaded = Path(f"/proc/{rasa.process.pid}/maps").read_text(encoding="utf-8")
    assert "numpy" in loaded
    assert not re.search(r"tensorflow|jaxlib|keras|h5py|grpc", loaded)


STANDING_IN = """
import json, sys
from nlu.assistant.left_out import stand_in
before = len(sys.meta_path)
stand_in()
stand_in()
import tensorflow as tf
import tensorflow.keras.backend
from google.oauth2 import id_token
class Model(tf.keras.Model):
    pass
try:
    Model(1, name="x")
    said = ""
except NotImplementedError as error:
    said = str(error)
try:
    id_token.verify("x")
    called = ""
except NotImplementedError as error:
    called = str(error)
json.dump({
    "added": len(sys.meta_path) - before, "same": tf.Tensor is tf.Tensor and tf.keras.Model is tf.keras.Model,
    "apart": issubclass(Model, tf.keras.Model) and not issubclass(Model, tf.Tensor), "said": said, "called": called,
    "no file": not hasattr(tf, "__file__"), "real": sys.modules["json"].__file__ is not None,
}, sys.stdout)
"""


def test_what_stands_in_its_place_can_be_inherited_from_and_not_made() -> None:
    found = json.loads(told(STANDING_IN))
    assert found.pop("said").startswith("__main__.Model is not part of this Rasa")
    assert found.pop("called").startswith("google.oauth2.id_token.verify is not part of this Rasa")
    assert found == {"added": 1, "same": True, "apart": True, "no file": True, "real": True}


@pytest.mark.parametrize("module", ["rasa.core.agent", "rasa.model_training", "rasa.engine.recipes.default_components"])
def test_rasas_own_modules_are_imported_over_it(module: str) -> None:
    script = """
import importlib, sys
from nlu.assistant.left_out import stand_in
stand_in()
importlib.import_module(sys.argv[1])
sys.stdout.write("imported")
"""
    assert told(script, module) == "imported"


def test_rules_and_form_do_what_all_of_rasa_did() -> None:
    """1,218 cases: every move at every question, as recorded in the environment with TensorFlow."""
    command = [str(PYTHON), "-W", "ignore", "-m", "nlu.evaluation.rules"]
    now = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    recorded = RECORDED.read_text(encoding="utf-8").splitlines()
    assert len(recorded) > 1200
    assert now.splitlines() == recorded
