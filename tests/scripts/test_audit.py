"""make audit: a key that was committed is found, and what only looks like one is not; without a network it says so."""

import json
import runpy
import subprocess
from pathlib import Path
from typing import Any

import pytest

AUDIT: dict[str, Any] = runpy.run_path(str(Path(__file__).resolve().parents[2] / "scripts/audit.py"))


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("-----BEGIN RSA PRIVATE " + "KEY-----", 1),
        ("url = https://arzi:" + "gXv81kQq@db.example.org", 1),
        ("url = https://arzi:PASSWORD@db.example.org", 0),
        ("sid = AC" + "0" * 32, 0),
        ("hash = " + "3f" * 32, 0),
    ],
)
def test_secrets(tmp_path: Path, line: str, status: int) -> None:
    (tmp_path / "settings.txt").write_text(line + "\n")
    for command in (["init", "-q"], ["add", "settings.txt"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    assert AUDIT["committed_secrets"](tmp_path) == status


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], 0, "0 known holes in 1 packages"),
        ([{"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}], 1, "CVE-1, mended in 2"),
        ([{"name": "a", "skip_reason": "not found"}], 2, "cannot be reached from here"),
    ],
)
def test_holes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: object, status: int, said: str
) -> None:
    done = subprocess.CompletedProcess([], 0, json.dumps({"dependencies": answer}), "")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    assert AUDIT["known_holes"]("requirements.lock") == status
    assert said in capsys.readouterr().out
