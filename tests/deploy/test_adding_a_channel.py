"""docs/adding-a-channel.md can be followed: what stands on it is put where it says, and passes what it says."""

import importlib
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import channels
import tests.channels
from core.store.engine import Store
from gateway.channels import declarations
from tests.channels import test_contract as cases
from tests.deploy.names import ROOT
from tests.fakes.sqlite import sqlite_store

PAGE = (ROOT / "docs/adding-a-channel.md").read_text(encoding="utf-8")
FILES = ("channels/pigeon/__init__.py", "channels/pigeon/channel.py", "tests/channels/pigeon/contract.py")
BLOCKS = dict(re.findall(r"`([\w/]+\.py)`:\n\n```python\n(.*?)```", PAGE, re.DOTALL))
CHECK = ["check", "--ignore", "I001"]  # where its imports belong depends on a folder that is not here
CASES = [case for name, case in vars(cases).items() if name.startswith("test_")]


@pytest.fixture
def store(migrated_sqlite: str, tmp_path: Path) -> Iterator[Store]:
    with sqlite_store(migrated_sqlite, tmp_path) as opened:
        yield opened


@pytest.fixture
def followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The page's files, in a folder beside the real ones."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(BLOCKS[name], encoding="utf-8")
    monkeypatch.setattr(channels, "__path__", [*channels.__path__, str(tmp_path / "channels")])
    monkeypatch.setattr(tests.channels, "__path__", [*tests.channels.__path__, str(tmp_path / "tests/channels")])
    yield
    for name in [name for name in sys.modules if ".pigeon" in name]:
        del sys.modules[name]


@pytest.mark.parametrize("check", [CHECK, ["format", "--check"]], ids=["rules", "form"])
@pytest.mark.parametrize("name", FILES)
def test_its_code_is_in_form(name: str, check: list[str]) -> None:
    command = [sys.executable, "-m", "ruff", *check, "--stdin-filename", name, "-"]
    done = subprocess.run(command, input=BLOCKS[name], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.usefixtures("followed")
def test_the_channel_declares_itself() -> None:
    declared = declarations.__wrapped__()["pigeon"]
    assert set(declared.labels) == {"en", "ur", "ps"}


@pytest.mark.usefixtures("followed")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_it_stands_the_contract(store: Store, case: Callable[..., None]) -> None:
    door = cases.Door(importlib.import_module("tests.channels.pigeon.contract").contract(), store)
    more: dict[str, Any] = {"early": False} if "early" in case.__code__.co_varnames else {}
    case(door, **more)


@pytest.mark.usefixtures("followed")
def test_a_house_is_built_as_the_page_says(store: Store) -> None:
    [written] = [block for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) if "make_house" in block]
    given: dict[str, Any] = {}
    exec(compile(written, "docs/adding-a-channel.md", "exec"), given)
    given["test_a_citizen_is_answered"](store)


@pytest.mark.usefixtures("followed")
def test_its_entry_is_what_the_channel_takes() -> None:
    [written] = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    entry = yaml.safe_load(written)["pigeon"]
    settings = importlib.import_module("channels.pigeon").Settings
    assert entry.pop("enabled") is False
    assert settings.model_validate({**entry, "secret": "s"}).api_base_url == entry["api_base_url"]
    assert set(entry) == set(settings.model_fields) - {"secret"}
