"""make audit: a key that was committed is found, and what only looks like one is not; without a network it says so."""

import json
import re
import runpy
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.fakes.http import Answer, scripted_server

ROOT = Path(__file__).resolve().parents[2]
AUDIT: dict[str, Any] = runpy.run_path(str(ROOT / "scripts/audit.py"))
ENTRIES = yaml.safe_load((ROOT / "scripts/audit-accepted.yml").read_text(encoding="utf-8"))


def package(*holes: dict[str, Any]) -> dict[str, Any]:
    return {"name": "a", "version": "1", "vulns": list(holes)}


def hole(name: str, *aliases: str) -> dict[str, Any]:
    return {"id": name, "aliases": list(aliases), "fix_versions": ["2"]}


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
        ([package()], 0, "0 known holes in 1 packages"),
        ([package(hole("CVE-3"))], 1, "CVE-3, mended in 2"),
        ([package(hole("GHSA-1", "CVE-1"))], 0, "1 of them accepted"),
        ([package(hole("CVE-2"))], 1, "accepted until 2020-01-01: look again"),
        ([package(hole("CVE-1")) | {"name": "b"}], 1, "b 1: CVE-1, mended in 2"),
        ([{"name": "a", "skip_reason": "not found"}], 2, "cannot be reached from here"),
    ],
)
def test_holes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: object, status: int, said: str
) -> None:
    entry = {"package": "a", "lock": "requirements.lock", "ids": ["CVE-1"], "until": date(9999, 1, 1)}
    expired = entry | {"ids": ["CVE-2"], "until": date(2020, 1, 1)}
    monkeypatch.setitem(AUDIT["known_holes"].__globals__, "accepted_holes", lambda _: [entry, expired])
    done = subprocess.CompletedProcess([], 0, json.dumps({"dependencies": answer}), "")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    assert AUDIT["known_holes"]("requirements.lock") == status
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("reached", [True, False])
def test_ci_is_content_where_nobody_can_be_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], reached: bool
) -> None:
    asked: list[str] = []

    def holes(lock: str) -> int:
        asked.append(lock)
        return 1 if reached else 2

    inside = AUDIT["main"].__globals__
    monkeypatch.setitem(inside, "committed_secrets", lambda: 0)
    monkeypatch.setitem(inside, "known_holes", holes)
    assert AUDIT["main"](["--where-reachable"]) == (1 if reached else 0)
    assert AUDIT["main"]([]) == (1 if reached else 2)
    assert ("nothing was asked" in capsys.readouterr().out) is not reached


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["package"])
def test_what_is_accepted_is_told_why_and_held_by_a_test(entry: dict[str, Any]) -> None:
    assert entry.keys() == {"package", "lock", "ids", "why", "held_by", "until"}
    assert re.search(rf"^{entry['package']}==", (ROOT / entry["lock"]).read_text(), re.MULTILINE), "it is gone"
    assert all(re.fullmatch(r"(CVE-\d{4}-\d+|GHSA(-\w{4}){3}|PYSEC-\d{4}-\d+)", one) for one in entry["ids"])
    assert len(entry["why"].split()) >= 5
    assert (ROOT / entry["held_by"]).is_file()
    assert isinstance(entry["until"], date)


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
