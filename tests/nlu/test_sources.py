"""Rasa trains a component again when the code or the lists that it reads have changed."""

import json
import subprocess
from pathlib import Path

import pytest

from nlu.assistant.components import sources

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "core/text/__pycache__").mkdir(parents=True)
    (tmp_path / "core/text/a.py").write_text("a")
    monkeypatch.setattr(sources, "_ROOT", tmp_path)
    return tmp_path


def test_a_changed_a_new_and_a_renamed_file_are_told(project: Path) -> None:
    seen = [sources.fingerprint(("core/text",))]
    (project / "core/text/a.py").write_text("b")
    seen.append(sources.fingerprint(("core/text",)))
    (project / "core/text/more").mkdir()
    (project / "core/text/more/c.yml").write_text("c")
    seen.append(sources.fingerprint(("core/text",)))
    (project / "core/text/a.py").rename(project / "core/text/z.py")
    seen.append(sources.fingerprint(("core/text",)))
    assert len(set(seen)) == len(seen)


def test_what_python_leaves_behind_is_no_change(project: Path) -> None:
    before = sources.fingerprint(("core/text",))
    (project / "core/text/__pycache__/a.pyc").write_text("x")
    assert sources.fingerprint(("core/text",)) == before


def test_every_trained_component_tells_of_its_own() -> None:
    script = """
import json, sys
from nlu.assistant.left_out import stand_in
stand_in()
from nlu.assistant.components.classifiers import CategoryClassifier, IntentClassifier
from nlu.assistant.components.turn_reading import ActsClassifier, SpanTagger
kinds = [IntentClassifier, CategoryClassifier, ActsClassifier, SpanTagger]
json.dump([kind.fingerprint_addon({}) for kind in kinds], sys.stdout)
"""
    python = ROOT / "nlu/assistant/.venv/bin/python"
    done = subprocess.run([python, "-W", "ignore", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert told == [sources.fingerprint(which) for which in (*[sources.READING] * 2, *[sources.TURNS] * 2)]


@pytest.mark.parametrize("folder", sources.TURNS)
def test_the_folders_are_there(folder: str) -> None:
    assert any(path.is_file() for path in (ROOT / folder).rglob("*"))
