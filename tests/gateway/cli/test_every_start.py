"""Every process and command that opens the store notices at its start that its key is not the data's, and that the
tables are not those of its version."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from core.errors import ArziError, ConfigInvalid, TablesUnfit
from core.store.engine import Store
from core.store.sealing.reseal import check_key
from gateway.__main__ import COMMANDS, cli
from gateway.pipeline import jobs

KEY, OTHER = "the secret of the tests", "another key altogether"
STARTS = {
    "web": "web",
    "worker": "worker",
    "cron": "cron",
    "listen smtp": "listen smtp",
    "listen imap": "listen imap",
    "listen folder": "listen folder",
    "listen poll": "listen poll",
    "replay": "replay",
    "resend": "resend --channel whatsapp --since 2h",
    "twilio": "twilio catch-up --since 2h",
    "verify": "verify",
    "backup": "backup {folder}/backup",
    "rehearse": "rehearse {folder}",
    "person": "person show +923001234567 --reason theirs",
    "reseal": "reseal",
    "reindex": "reindex",
    "offices": "offices export",
    "staff": "staff password bibi",
    "recount": "recount",
    "publish": "publish",
}
"""How each is called."""
ANY_KEY = {
    "verify": "says of each piece which key it wants",
    "backup": "takes what is there as it is",
    "reseal": "goes from one key to another",
}
NO_STORE = {
    "run": "starts those above, which say it",
    "migrate": "makes the tables; its own test",
    "restore": "into an empty database; asks the backup for its keys",
    **dict.fromkeys(
        ("inspect", "understand", "templates", "config", "channels", "prompts", "reference"), "looks at no data"
    ),
}
"""Why the others do not ask."""


def test_every_command_is_in_the_tables() -> None:
    assert {name.split()[0] for name in STARTS} | NO_STORE.keys() == COMMANDS.keys()


Start = Callable[[str, str], ArziError]


@pytest.fixture
def start(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Start one of them with a key, on the store; what it ends with."""
    with store.write() as session:
        check_key(session)
    url = store.engine.url.render_as_string(hide_password=False)
    imap = "{enabled: true, host: localhost, user: x}"
    email = f"{{address: a@b.example, smtp: {{enabled: true}}, imap: {imap}, submission: {{security: none}}}}"
    (tmp_path / "config.yaml").write_text(f"channels: {{whatsapp: , email: {email}, letters: }}", encoding="utf-8")
    given = {
        "CONFIG": str(tmp_path / "config.yaml"), "SECRETS": "/nowhere", "DATABASE__URL": url,
        "WEB__SECRET_KEY": "x" * 32, "RASA__SECRET": "x" * 32, "REDIS_URL": "redis://127.0.0.1:1/0",
        "CHANNELS__WHATSAPP__AUTH_TOKEN": "x" * 32, "CHANNELS__WHATSAPP__ACCOUNT_SID": "AC" + "0" * 32,
        "CHANNELS__WHATSAPP__SENDER": "+14155238886", "CHANNELS__EMAIL__KEY": "x" * 32,
        "CHANNELS__EMAIL__IMAP__PASSWORD": "x",
    }  # fmt: skip
    for name, value in given.items():
        monkeypatch.setenv(f"ARZI_{name}", value)

    def run(line: str, key: str) -> ArziError:
        monkeypatch.setenv("ARZI_PRIVACY__KEY", key)
        jobs.this_house.cache_clear()
        ended = CliRunner().invoke(cli, line.format(folder=tmp_path).split())
        assert isinstance(ended.exception, ArziError), ended.output
        return ended.exception

    yield run
    jobs.this_house.cache_clear()


@pytest.mark.parametrize("name", [name for name in STARTS if name not in ANY_KEY])
def test_a_wrong_key_is_noticed(start: Start, name: str) -> None:
    fault = start(STARTS[name], OTHER)
    assert isinstance(fault, ConfigInvalid)
    assert fault.detail.startswith("privacy.key: the data in the database are sealed with another key")


@pytest.mark.parametrize("name", STARTS)
def test_tables_that_are_behind_are_noticed(start: Start, store: Store, name: str) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    fault = start(STARTS[name], KEY)
    assert isinstance(fault, TablesUnfit)
    assert fault.detail.endswith("run `arzi migrate`")
