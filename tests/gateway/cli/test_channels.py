"""``arzi channels``: what there is, and what is on."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from core.errors import ConfigInvalid
from gateway.__main__ import cli
from gateway.channels import declarations


@pytest.fixture(autouse=True)
def _configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = "channels: {sms: {account_sid: AC0, sender: '+92911334433'}, whatsapp: {enabled: false}}"
    (tmp_path / "config.yaml").write_text(written, encoding="utf-8")
    given = {"CONFIG": tmp_path / "config.yaml", "SECRETS": "/nowhere", "CHANNELS__SMS__AUTH_TOKEN": "t" * 32}
    for name, value in {**given, "WEB__SECRET_KEY": "k" * 32, "RASA__SECRET": "r" * 32}.items():
        monkeypatch.setenv(f"ARZI_{name}", str(value))


def test_all_are_named_and_those_that_are_on() -> None:
    said = CliRunner().invoke(cli, ["channels"])
    assert said.exit_code == 0, said.output
    lines = dict(line[4:].split(": ") for line in said.output.splitlines())
    assert lines == {name: declared.labels["en"] for name, declared in declarations().items()}
    assert [line for line in said.output.splitlines() if line.startswith("on ")] == ["on  sms: SMS"]


@pytest.mark.parametrize(
    ("name", "detail"),
    [
        ("whatsapp", "channels.whatsapp: is not switched on"),
        ("pigeon", "channels.pigeon: is not switched on"),
        ("sms", "channels.sms: has nothing that can be set up from here; see docs/"),
    ],
)
def test_what_cannot_be_set_up_says_so(name: str, detail: str) -> None:
    said = CliRunner().invoke(cli, ["channels", "set-up", name])
    assert isinstance(said.exception, ConfigInvalid)
    assert said.exception.detail == detail
