"""make audit: a key that was committed is found, and what only looks like one is not; without a network it says so."""

import json
import runpy
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.http import Answer, scripted_server

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


@pytest.mark.parametrize(
    ("pin", "status", "said"), [("2.4.1", 1, "PLANTED-1, mended in 2.4.2"), ("2.4.2", 0, "0 known")]
)
def test_a_hole_that_was_planted_is_found_by_the_real_tool(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], pin: str, status: int, said: str
) -> None:
    fixed = {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.4.2"}]}
    package = {"name": "jinja2", "ecosystem": "PyPI"}
    hole = {"id": "PLANTED-1", "summary": "a hole", "affected": [{"package": package, "ranges": [fixed]}]}
    lock = tmp_path / "requirements.lock"
    lock.write_text(f"jinja2=={pin} \\\n    --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    known = json.dumps({"vulns": [hole]} if status else {})
    with scripted_server(Answer(body=known.encode(), headers={"Content-Type": "application/json"})) as server:
        assert AUDIT["known_holes"](str(lock), server.url()) == status
    assert json.loads(server.requests[0][3])["version"] == pin
    assert said in capsys.readouterr().out
