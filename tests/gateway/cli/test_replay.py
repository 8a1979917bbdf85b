"""``arzi replay``: shows what was set aside with its reason, and puts it back in line, one or all."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rq import Queue
from sqlalchemy import select

from core.messages import Envelope
from core.ports import Peek
from core.store.engine import Store, open_store
from core.store.evidence.blobs import FileBlobs
from core.store.pipeline import envelopes
from core.store.pipeline.tables import EnvelopeRow
from gateway.__main__ import cli
from gateway.pipeline.queue import connect
from tests.services.waiting import wait_until

TRACEBACK = 'Traceback (most recent call last):\n  File "ingest.py"\nZeroDivisionError: division by zero'


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated_sqlite: str, redis_url: str) -> Store:
    (tmp_path / "config.yaml").write_text(f"database: {{url: '{migrated_sqlite}'}}\n", encoding="utf-8")
    monkeypatch.setenv("ARZI_CONFIG", str(tmp_path / "config.yaml"))
    monkeypatch.setenv("ARZI_SECRETS", "/nowhere")
    monkeypatch.setenv("ARZI_REDIS_URL", redis_url)
    for name in ("WEB__SECRET_KEY", "RASA__SECRET"):
        monkeypatch.setenv(f"ARZI_{name}", "x" * 32)
    made = open_store(migrated_sqlite, FileBlobs(tmp_path / "blobs"))
    with made.write() as session:
        for number in (1, 2, 3):
            envelope = Envelope("string", f"M{number}", b"{}", datetime.now(UTC))
            row = envelopes.add(session, envelope, Peek(f"tel:+92300000000{number}"), (b"{}", None))
            if number < 3:
                envelopes.set_aside(session, row or 0, TRACEBACK)
    return made


def replay(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["replay", *arguments])


def states(store: Store) -> list[str]:
    with store.read() as session:
        return list(session.scalars(select(EnvelopeRow.state).order_by(EnvelopeRow.id)))


def test_it_shows_each_with_its_reason(store: Store) -> None:
    shown = replay()
    assert shown.exit_code == 0
    assert shown.stdout.count("ZeroDivisionError: division by zero") == 2
    assert "2 set aside" in shown.stderr
    assert states(store) == ["set_aside", "set_aside", "waiting"]


@pytest.mark.parametrize(
    ("arguments", "after"), [(["1"], ["waiting", "set_aside"]), (["--all"], ["waiting", "waiting"])]
)
def test_it_puts_them_back_in_line(store: Store, redis_url: str, arguments: list[str], after: list[str]) -> None:
    done = replay(*arguments)
    assert done.exit_code == 0, done.output
    assert states(store)[:2] == after
    wait_until(lambda: Queue("ingest", connection=connect(redis_url)).count == after.count("waiting"))


def test_it_dismisses_with_a_reason_and_then_puts_nothing_back(store: Store) -> None:
    assert replay("--all", "--dismiss", "a test").exit_code == 2
    assert "dismissed: 1 message(s)" in replay("1", "3", "--dismiss", "a test").stderr
    replay("--all")
    assert states(store) == ["dismissed", "waiting", "waiting"]
