"""``arzi twilio``: what is amiss at Twilio is said with what to enter; what came while we were away is taken once."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from core.store.engine import open_store
from core.store.evidence.blobs import FileBlobs
from core.store.pipeline.tables import EnvelopeRow
from gateway.__main__ import cli
from tests.fakes.http import Answer, scripted_server

Configured = Callable[[str], None]


def answer(**told: object) -> Answer:
    return Answer(200, json.dumps(told).encode())


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated_sqlite: str, redis_url: str) -> Configured:
    """An installation with SMS, whose Twilio is at an address."""

    def make(api: str) -> None:
        written = {
            "database": {"url": migrated_sqlite},
            "public_url": "https://arzi.example.org",
            "simulator": {"enabled": False},
            "channels": {"sms": {"account_sid": "AC0", "sender": "+92911334433", "api_base_url": api}},
        }
        (tmp_path / "config.yaml").write_text(json.dumps(written), encoding="utf-8")
        monkeypatch.setenv("ARZI_CONFIG", str(tmp_path / "config.yaml"))
        monkeypatch.setenv("ARZI_SECRETS", "/nowhere")
        monkeypatch.setenv("ARZI_REDIS_URL", redis_url)
        monkeypatch.setenv("ARZI_CHANNELS__SMS__AUTH_TOKEN", "t" * 32)
        for name in ("WEB__SECRET_KEY", "RASA__SECRET"):
            monkeypatch.setenv(f"ARZI_{name}", "x" * 32)

    return make


@pytest.mark.parametrize(("entered", "status"), [("", 1), ("#rc=5&rp=5xx,ct,rt", 0)])
def test_check_says_what_to_enter(configured: Configured, entered: str, status: int) -> None:
    number = {"sms_url": f"https://arzi.example.org/in/sms{entered}", "sms_method": "POST"}
    account = answer(sid="AC0", status="active", type="Full")
    with scripted_server(account, answer(incoming_phone_numbers=[number], page=0)) as server:
        configured(server.url())
        done = CliRunner().invoke(cli, ["twilio", "check"])
    assert done.exit_code == status, done.output
    assert ("enter https://arzi.example.org/in/sms#rc=5&rp=5xx,ct,rt" in done.output) is bool(status)


def test_catch_up_takes_what_is_not_here_and_that_once(
    configured: Configured, tmp_path: Path, migrated_sqlite: str
) -> None:
    plain = {"direction": "inbound", "to": "+92911334433", "account_sid": "AC0", "num_media": "0"}
    listed = [{**plain, "sid": f"SM{n}", "from": "+923001234567", "body": f"no light {n}"} for n in (2, 1)] + [
        {**plain, "sid": "SM0", "from": "nobody at all", "body": "x"}
    ]
    with scripted_server(answer(messages=listed, page=0)) as server:
        configured(server.url())
        first = CliRunner().invoke(cli, ["twilio", "catch-up", "--since", "2h"])
        second = CliRunner().invoke(cli, ["twilio", "catch-up", "--since", "2h"])
    assert "sms: 3 listed, 2 of them new" in first.output, first.output
    assert "SM0: left" in first.output
    assert "sms: 3 listed, 0 of them new" in second.output
    store = open_store(migrated_sqlite, FileBlobs(tmp_path / "blobs"))
    with store.read() as session:
        assert session.scalars(select(EnvelopeRow.provider_id).order_by(EnvelopeRow.id)).all() == ["SM1", "SM2"]
    store.close()
