"""Keys that went: warned of for one version with what to do, then refused; ``arzi config check`` tells before."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from core.errors import ConfigInvalid
from gateway.__main__ import cli
from gateway.config import Settings, load_settings
from gateway.config.gone import GONE, of_version
from gateway.config.sources import keys

SECRETS = {"ARZI_WEB__SECRET_KEY": "k" * 32, "ARZI_RASA__SECRET": "r" * 32, "ARZI_SECRETS": "/nowhere"}
OLD = """
database: {url: "sqlite:///x.db", busy_timeout_s: 15}
blobs: {max_attachment_bytes: 26214400, max_inline_bytes: 65536}
dialogue: {idle_hours: 24, max_text_chars: 2000}
outbox: {attempts: 8, first_delay_s: 5}
"""
WENT = ["database.busy_timeout_s", "blobs.max_attachment_bytes", "blobs.max_inline_bytes", "dialogue.max_text_chars"]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text(OLD, encoding="utf-8")
    return tmp_path / "config.yaml"


def test_a_file_of_an_earlier_version_still_starts_and_each_key_is_told(old: Path) -> None:
    settings = load_settings(old, {**SECRETS, "ARZI_DATABASE__BUSY_TIMEOUT_S": "9"})
    told = [line.partition(":")[0] for line in settings.gone]
    assert sorted(told) == sorted([*WENT, "outbox.attempts", "ARZI_DATABASE__BUSY_TIMEOUT_S"])
    assert all("take the line out" in line for line in settings.gone)
    assert (settings.dialogue.idle_hours, settings.outbox.first_delay_s) == (24, 5)


def test_after_one_version_they_are_refused_as_any_unknown_key() -> None:
    for went in GONE:
        major, minor = (int(part) for part in went.split("."))
        assert set(GONE[went]) <= set(of_version(f"{major}.{minor}.3"))
        assert set(GONE[went]) <= set(of_version(f"{major}.{minor + 1}.0"))
        assert not set(GONE[went]) & set(of_version(f"{major}.{minor + 2}.0"))


def test_what_went_is_no_key_any_more() -> None:
    known = {".".join(path) for path, _ in keys(Settings)}
    assert not known & {key for went in GONE.values() for key in went}


def test_another_unknown_key_is_refused_as_before(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("database: {busy: 1}\n", encoding="utf-8")
    with pytest.raises(ConfigInvalid, match=r"database\.busy: no such key"):
        load_settings(tmp_path / "config.yaml", SECRETS)


@pytest.mark.parametrize(
    ("more", "status", "says"),
    [
        ("", 0, "good for this version"),
        ("channels: {email: {address: a@b.example}}\n", 1, "error: channels.email.key: this secret is missing"),
        ("web: {prot: 1}\n", 1, "error: web.prot: no such key"),
    ],
)
def test_config_check_tells_before_an_upgrade(
    old: Path, monkeypatch: pytest.MonkeyPatch, more: str, status: int, says: str
) -> None:
    old.write_text(OLD + more, encoding="utf-8")
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    done = CliRunner().invoke(cli, ["config", "check", str(old)])
    assert done.exit_code == status, done.output
    assert says in done.output
    assert ("warning: database.busy_timeout_s" in done.output) is (not more.startswith("web"))
