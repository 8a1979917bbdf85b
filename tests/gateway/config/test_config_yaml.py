"""The config.yaml that comes with Arzi says what is true: every key stands in it, with the default that it has."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from gateway.config import Settings, load_settings
from gateway.config.sources import is_secret, keys, section_of

FILE = Path(__file__).resolve().parents[3] / "config.yaml"
TEXT = FILE.read_text(encoding="utf-8")
SECRETS = {"ARZI_WEB__SECRET_KEY": "k" * 32, "ARZI_RASA__SECRET": "r" * 32}
LEAVES = [(path, info) for path, info in keys(Settings) if section_of(info) is None and path != ("channels",)]


def written(path: tuple[str, ...]) -> Any:
    value: Any = yaml.safe_load(TEXT)
    for part in path:
        value = value.get(part, ...) if isinstance(value, dict) else ...
    return value


def default(path: tuple[str, ...], settings: Settings) -> Any:
    value: Any = settings
    for part in path:
        value = getattr(value, part)
    return value


@pytest.mark.parametrize(("path", "secret"), [pytest.param(p, is_secret(i), id=".".join(p)) for p, i in LEAVES])
def test_every_key_stands_there_with_its_default_and_a_comment(
    path: tuple[str, ...], secret: bool, tmp_path: Path
) -> None:
    line = next((line for line in TEXT.splitlines() if re.match(rf"\s*(# )?{path[-1]}:", line)), None)
    assert line is not None, f"{'.'.join(path)} does not stand in config.yaml"
    if len(path) > 1:
        assert "#" in line, "it has no comment"
    if secret:
        assert written(path) is ...
        return
    (tmp_path / "config.yaml").touch()
    empty = load_settings(tmp_path / "config.yaml", SECRETS)
    read = load_settings(FILE, {**SECRETS, "ARZI_SECRETS": "/nowhere"})
    assert written(path) is not ...
    assert default(path, read) == default(path, empty)


def test_it_can_be_used_as_it_is() -> None:
    settings = load_settings(FILE, {**SECRETS, "ARZI_SECRETS": "/nowhere"})
    assert isinstance(settings, BaseModel)
    assert settings.simulated
