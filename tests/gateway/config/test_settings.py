"""Settings: what is read from where, and what is said when something is wrong."""

# ruff: noqa: E501 - the messages in the tables stand as they are printed

import re
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from core.errors import ConfigInvalid
from gateway.config import Settings, channel_settings, load_settings

SECRETS = {"ARZI_WEB__SECRET_KEY": "k" * 32, "ARZI_RASA__SECRET": "r" * 32, "ARZI_PRIVACY__KEY": "p" * 32}


def load(tmp_path: Path, yaml: str = "", **env: str) -> Settings:
    file = tmp_path / "config.yaml"
    file.write_text(yaml, encoding="utf-8")
    return load_settings(file, {**SECRETS, **env})


@pytest.mark.parametrize(
    ("yaml", "env", "line"),
    [
        # unknown keys
        ("webb: 1", {}, "webb: no such key; did you mean web?"),
        ("web: {prot: 80}", {}, "web.prot: no such key; did you mean web.port?"),
        ("zzz: 1", {}, "zzz: no such key"),
        (
            "",
            {"ARZI_WEB__PROT": "80"},
            "ARZI_WEB__PROT: no such key (from the environment); did you mean ARZI_WEB__PORT?",
        ),
        # wrong types
        (
            "web: {port: eighty}",
            {},
            "web.port: should be a valid integer, unable to parse string as an integer, not 'eighty' (ARZI_WEB__PORT)",
        ),
        ("web: {port: 70000}", {}, "web.port: should be less than or equal to 65535, not 70000 (ARZI_WEB__PORT)"),
        ("", {"ARZI_WEB__PORT": "0"}, "web.port: should be greater than or equal to 1, not '0' (ARZI_WEB__PORT)"),
        (
            "rasa: {timeout_s: soon}",
            {},
            "rasa.timeout_s: should be a valid number, unable to parse string as a number, not 'soon' "
            "(ARZI_RASA__TIMEOUT_S)",
        ),
        (
            "rasa: {url: localhost}",
            {},
            "rasa.url: should match pattern '^https?://[^/]+$' (ARZI_RASA__URL or ARZI_RASA__URL_FILE)",
        ),
        (
            "log: {level: LOUD}",
            {},
            "log.level: should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR', not 'LOUD' (ARZI_LOG__LEVEL)",
        ),
        ("profile: test", {}, "profile: should be 'development' or 'production', not 'test' (ARZI_PROFILE)"),
        ("log: loud", {}, "log: should be a valid dictionary or instance of Log, not 'loud' (ARZI_LOG)"),
        (
            "database: {url: 'mysql://x'}",
            {},
            "database.url: should begin with sqlite:/// or postgresql:// (ARZI_DATABASE__URL or ARZI_DATABASE__URL_FILE)",
        ),
        (
            "web: {trusted_proxies: [10.0.0.1/8]}",
            {},
            "web.trusted_proxies: 10.0.0.1/8 has host bits set, not '10.0.0.1/8' (ARZI_WEB__TRUSTED_PROXIES)",
        ),
        (
            "",
            {"ARZI_WEB__TRUSTED_PROXIES": "10.0.0.0/8"},
            "web: lists and sections are written as JSON in the environment "
            "(ARZI_WEB__SECRET_KEY, ARZI_WEB__TRUSTED_PROXIES)",
        ),
        # secrets
        (
            "rasa: {secret: abcdefghijklmnop}",
            {},
            "rasa.secret: a secret does not belong in config.yaml; set ARZI_RASA__SECRET, or ARZI_RASA__SECRET_FILE "
            "to a file",
        ),
        (
            "redis_url: redis://:hush@cache/0",
            {},
            "redis_url: a URL with a password does not belong in config.yaml; set ARZI_REDIS_URL, or "
            "ARZI_REDIS_URL_FILE to a file",
        ),
        (
            "",
            {"ARZI_RASA__SECRET": "short"},
            "rasa.secret: should have at least 16 characters, not 5 (ARZI_RASA__SECRET or ARZI_RASA__SECRET_FILE)",
        ),
        (
            "",
            {"ARZI_RASA__SECRET_FILE": "/nowhere"},
            "ARZI_RASA__SECRET_FILE: /nowhere cannot be read: No such file or directory",
        ),
        # profiles
        (
            "{profile: production, public_url: 'https://a.example', simulator: {enabled: true}}",
            {},
            "simulator.enabled: the simulator cannot be on in production; remove it or set it to false",
        ),
        (
            "{profile: production, public_url: 'https://a.example', redis_url: 'redis://cache/0'}",
            {},
            "redis_url: must have a password in production: redis://USER:PASSWORD@… (ARZI_REDIS_URL)",
        ),
        (
            "profile: production",
            {},
            "public_url: must be the https:// address of this gateway in production (ARZI_PUBLIC_URL)",
        ),
        # the file itself
        ("- web", {}, "config.yaml: should hold keys and values, such as `profile: development`"),
        ("web: {port: 1", {}, "config.yaml, line 1: not valid YAML: expected ',' or '}', but got '<stream end>'"),
        (
            "web:\n\tport: 1",
            {},
            "config.yaml, line 2: not valid YAML: found character '\\t' that cannot start any token",
        ),
    ],
)
def test_each_fault_is_one_line_with_the_key(tmp_path: Path, yaml: str, env: dict[str, str], line: str) -> None:
    with pytest.raises(ConfigInvalid) as caught:
        load(tmp_path, yaml, **env)
    assert caught.value.detail == line


def test_every_missing_secret_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("rasa: {timeout_s: 3}", encoding="utf-8")
    with pytest.raises(ConfigInvalid) as caught:
        load_settings(tmp_path / "config.yaml", {})
    assert caught.value.detail.splitlines() == [
        "web.secret_key: this secret is missing; set ARZI_WEB__SECRET_KEY, or ARZI_WEB__SECRET_KEY_FILE to a file "
        "that holds it",
        "rasa.secret: this secret is missing; set ARZI_RASA__SECRET, or ARZI_RASA__SECRET_FILE to a file that holds it",
    ]


def test_no_message_and_no_repr_shows_a_secret(tmp_path: Path) -> None:
    with pytest.raises(ConfigInvalid) as caught:
        load(tmp_path, "database: {url: 'mysql://u@h'}", ARZI_DATABASE__URL="mysql://u:hush@h/x")
    assert "hush" not in caught.value.detail
    settings = load(tmp_path, ARZI_DATABASE__URL="postgresql://u:hush@h/x", ARZI_REDIS_URL="redis://:hush@h")
    assert "hush" not in repr(settings)
    assert SECRETS["ARZI_RASA__SECRET"] not in repr(settings)


def test_a_missing_file_says_how_to_name_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigInvalid, match="no such file; set ARZI_CONFIG"):
        load_settings(tmp_path / "config.yaml", SECRETS)


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    settings = load(
        tmp_path, "web: {port: 81, threads: 3}", ARZI_WEB__PORT="82", ARZI_WEB__TRUSTED_PROXIES='["10.0.0.0/8"]'
    )
    assert (settings.web.port, settings.web.threads) == (82, 3)
    assert [str(network) for network in settings.web.trusted_proxies] == ["10.0.0.0/8"]


def test_secrets_come_from_a_file_that_the_environment_names(tmp_path: Path) -> None:
    (tmp_path / "rasa").write_text("a secret in a file\n", encoding="utf-8")
    settings = load(tmp_path, ARZI_RASA__SECRET_FILE=str(tmp_path / "rasa"))
    assert settings.rasa.secret.get_secret_value() == "a secret in a file"


def test_the_secrets_of_the_set_up_are_found_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "config.yaml").touch()
    (tmp_path / "var/secrets.env").write_text(
        f"ARZI_WEB__SECRET_KEY={'f' * 20}\nARZI_RASA__SECRET={'f' * 20}\n", encoding="utf-8"
    )
    settings = load_settings(tmp_path / "config.yaml", {"ARZI_RASA__SECRET": "e" * 20})
    assert settings.web.secret_key.get_secret_value() == "f" * 20
    assert settings.rasa.secret.get_secret_value() == "e" * 20


def test_the_config_file_is_named_by_the_environment(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("web: {port: 83}", encoding="utf-8")
    settings = load_settings(env={**SECRETS, "ARZI_CONFIG": str(tmp_path / "other.yaml")})
    assert (settings.web.port, settings.home) == (83, tmp_path)


def test_paths_are_relative_to_the_config_file(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path}/var/arzi.db"
    assert re.fullmatch(rf"unix://gateway:[0-9a-f]{{64}}@{tmp_path}/var/redis.sock", settings.redis)
    assert settings.blobs_dir == tmp_path / "var/blobs"
    assert load(tmp_path, "database: {url: 'sqlite:///:memory:'}").database_url == "sqlite:///:memory:"
    assert load(tmp_path, "database: {url: postgresql://h/x}").database_url == "postgresql+psycopg://h/x"


@pytest.mark.parametrize(
    ("yaml", "on"),
    [
        ("", True),
        ("simulator: {enabled: false}", False),
        ("simulator: {enabled: true}", True),
        ("{profile: production, public_url: 'https://a.example'}", False),
    ],
)
def test_the_simulator_is_on_in_development_only(tmp_path: Path, yaml: str, on: bool) -> None:
    assert load(tmp_path, yaml).simulated is on


def test_settings_are_frozen(tmp_path: Path) -> None:
    settings = load(tmp_path)
    with pytest.raises(ValidationError):
        settings.web.port = 1  # type: ignore[misc]
    with pytest.raises(ValidationError):
        settings.public_url = "x"


class Mailbox(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    host: str
    password: SecretStr


class Pigeons(BaseModel):
    """A channel's settings, as a channel package would have them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    loft: str
    count: int = 1
    names: tuple[str, ...] = ()
    token: SecretStr
    mailbox: Mailbox | None = None


PIGEON_TOKEN = {"ARZI_CHANNELS__PIGEON__TOKEN": "coo"}


def test_a_channel_reads_its_own_section(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        "channels: {pigeon: {loft: roof, mailbox: {host: h}}, ivr: }",
        **PIGEON_TOKEN,
        ARZI_CHANNELS__PIGEON__COUNT="3",
        ARZI_CHANNELS__PIGEON__NAMES='["Ali"]',
        ARZI_CHANNELS__PIGEON__MAILBOX__PASSWORD="pw",
    )
    assert settings.enabled_channels == ("pigeon", "ivr")
    pigeons = channel_settings(settings, "pigeon", Pigeons)
    assert (pigeons.loft, pigeons.count, pigeons.names) == ("roof", 3, ("Ali",))
    assert pigeons.token.get_secret_value() == "coo"
    assert pigeons.mailbox is not None
    assert pigeons.mailbox.password.get_secret_value() == "pw"
    assert "coo" not in repr(settings)


@pytest.mark.parametrize(
    ("written", "told", "on"),
    [
        ("{loft: roof}", None, True),
        ("{loft: roof, enabled: true}", None, True),
        ("{loft: roof, enabled: false}", None, False),
        ("{enabled: false}", None, False),
        ("{loft: roof, enabled: false}", "true", True),
        ("{loft: roof}", "false", False),
    ],
)
def test_a_channel_can_stand_there_and_be_off(tmp_path: Path, written: str, told: str | None, on: bool) -> None:
    env = {} if told is None else {"ARZI_CHANNELS__PIGEON__ENABLED": told}
    settings = load(tmp_path, f"channels: {{pigeon: {written}, ivr: }}", **PIGEON_TOKEN, **env)
    assert settings.enabled_channels == (("pigeon", "ivr") if on else ("ivr",))
    if on:
        assert channel_settings(settings, "pigeon", Pigeons).loft == "roof"


def test_neither_on_nor_off_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigInvalid) as caught:
        load(tmp_path, "channels: {pigeon: {enabled: perhaps}}")
    assert caught.value.detail == (
        "channels.pigeon.enabled: should be true or false, not 'perhaps' (ARZI_CHANNELS__PIGEON__ENABLED)"
    )


@pytest.mark.parametrize(
    ("section", "env", "line"),
    [
        (
            "{}",
            PIGEON_TOKEN,
            "channels.pigeon.loft: is missing; set it in config.yaml or as ARZI_CHANNELS__PIGEON__LOFT",
        ),
        (
            "{loft: a}",
            {},
            "channels.pigeon.token: this secret is missing; set ARZI_CHANNELS__PIGEON__TOKEN, or "
            "ARZI_CHANNELS__PIGEON__TOKEN_FILE to a file that holds it",
        ),
        (
            "{loft: a, cuont: 1}",
            PIGEON_TOKEN,
            "channels.pigeon.cuont: no such key; did you mean channels.pigeon.count?",
        ),
        (
            "{loft: a, token: b}",
            {},
            "channels.pigeon.token: a secret does not belong in config.yaml; set ARZI_CHANNELS__PIGEON__TOKEN, or "
            "ARZI_CHANNELS__PIGEON__TOKEN_FILE to a file",
        ),
        (
            "{loft: a, mailbox: {host: h, password: b}}",
            PIGEON_TOKEN,
            "channels.pigeon.mailbox.password: a secret does not belong in config.yaml; set "
            "ARZI_CHANNELS__PIGEON__MAILBOX__PASSWORD, or ARZI_CHANNELS__PIGEON__MAILBOX__PASSWORD_FILE to a file",
        ),
        (
            "{loft: a}",
            {**PIGEON_TOKEN, "ARZI_CHANNELS__PIGEON__LOFFT": "b"},
            "ARZI_CHANNELS__PIGEON__LOFFT: no such key (from the environment); did you mean ARZI_CHANNELS__PIGEON__LOFT?",
        ),
        (
            "{loft: a, count: many}",
            PIGEON_TOKEN,
            "channels.pigeon.count: should be a valid integer, unable to parse string as an integer, not 'many' "
            "(ARZI_CHANNELS__PIGEON__COUNT)",
        ),
    ],
)
def test_a_fault_in_a_channel_names_its_key(tmp_path: Path, section: str, env: dict[str, str], line: str) -> None:
    settings = load(tmp_path, f"channels: {{pigeon: {section}}}", **env)
    with pytest.raises(ConfigInvalid) as caught:
        channel_settings(settings, "pigeon", Pigeons)
    assert caught.value.detail == line
