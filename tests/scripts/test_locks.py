"""Production has what it imports, in the versions that were tested, and no tool of the tests."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IN_PRODUCTION = ("gateway", "channels", "core", "nlu", "simulator")
APART = (ROOT / "nlu/assistant", ROOT / "nlu/training", ROOT / "nlu/evaluation", ROOT / "channels/letters/evaluate")
"""Rasa's own environment, and what only developers call."""
TOOLS = ("pytest", "moto", "playwright", "mypy", "ruff", "hypothesis", "schemathesis", "pip-audit", "detect-secrets")
LOCKS = (
    "requirements.lock",
    "requirements-test.lock",
    "nlu/assistant/requirements.lock",
    "nlu/evaluation/baseline.lock",
    "scripts/uv-requirements.lock",
)


def locked(name: str) -> dict[str, str]:
    """Package → version."""
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", (ROOT / name).read_text(), re.MULTILINE))


def test_production_has_no_tool_of_the_tests() -> None:
    assert not set(TOOLS) & locked("requirements.lock").keys()
    assert set(TOOLS) <= locked("requirements-test.lock").keys()


def test_what_is_tested_is_what_production_runs() -> None:
    assert locked("requirements.lock").items() <= locked("requirements-test.lock").items()


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_names_versions_and_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    assert not re.search(r"https?://|--index|--find-links|\bfile:", text)
    pinned = re.findall(r"^[a-z0-9._-]+==.*(?:\n    --hash=.*)*", text, re.MULTILINE)
    assert pinned
    assert all("--hash=sha256:" in one for one in pinned)


def imported(file: Path) -> Iterator[str]:
    """The packages that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


@cache
def distributions() -> dict[str, list[str]]:
    return {
        module: [re.sub(r"[-_.]+", "-", one).lower() for one in names]
        for module, names in packages_distributions().items()
    }


@pytest.mark.parametrize("package", IN_PRODUCTION)
def test_production_has_what_it_imports(package: str) -> None:
    there, lacking = locked("requirements.lock"), set()
    for file in (ROOT / package).rglob("*.py"):
        if any(file.is_relative_to(folder) for folder in APART):
            continue
        for module in imported(file):
            if module in sys.stdlib_module_names or (ROOT / module).is_dir():
                continue
            if not there.keys() & set(distributions().get(module, ())):
                lacking.add(f"{file.relative_to(ROOT)}: {module}")
    assert not lacking


@pytest.mark.parametrize(
    ("purpose", "stamp", "lock"),
    [
        ("run", None, "requirements.lock"),
        ("code", None, "requirements.lock"),
        ("gateway", "requirements.lock 0123", "requirements.lock"),
        ("test", None, "requirements-test.lock"),
        ("check", "requirements.lock 0123", "requirements-test.lock"),
        ("run", "requirements-test.lock 0123", "requirements-test.lock"),
    ],
)
def test_each_purpose_installs_its_lock(tmp_path: Path, purpose: str, stamp: str | None, lock: str) -> None:
    if stamp is not None:
        (tmp_path / ".venv").mkdir()
        (tmp_path / ".venv/arzi-lock").write_text(stamp + "\n")
    script = f". {ROOT}/scripts/steps/gateway.sh; purpose={purpose}; gateway_lock"
    told = subprocess.run(["bash", "-euc", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == lock
