"""The commands of casework, on an installation of their own."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rq.cron import CronScheduler
from sqlalchemy import text

from core.offices.spreadsheet import read_rows
from core.store.engine import open_store
from core.store.evidence.blobs import FileBlobs
from gateway.__main__ import cli
from gateway.cli import cron
from tests.core.store.given import Desk


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated_sqlite: str) -> Path:
    (tmp_path / "config.yaml").write_text(f"database: {{url: '{migrated_sqlite}'}}\n", encoding="utf-8")
    monkeypatch.setenv("ARZI_CONFIG", str(tmp_path / "config.yaml"))
    monkeypatch.setenv("ARZI_SECRETS", "/nowhere")
    for name in ("WEB__SECRET_KEY", "RASA__SECRET"):
        monkeypatch.setenv(f"ARZI_{name}", "x" * 32)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def desk(home: Path) -> Desk:
    return Desk(open_store(f"sqlite:///{home}/arzi.db", FileBlobs(home / "blobs")))


def test_verify_names_the_broken_link_and_ends_with_1(home: Path) -> None:
    on = desk(home)
    number = on.open()
    assert run("verify").exit_code == 0
    with on.store.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER ticket_events_fixed"))
        connection.execute(text("UPDATE ticket_events SET actor = 'officer:1' WHERE seq = 2"))
    result = run("verify", number)
    assert result.exit_code == 1
    assert f"{number}: event 2 was changed" in result.output


def test_offices_go_out_and_come_back_changed(home: Path) -> None:
    file = home / "offices.csv"
    assert "15178 offices read: 0 new, 0 changed, 0 posts changed" in _take_generated(file).output
    changed = file.read_text(encoding="utf-8").replace("PESCO Division, Mardan", "PESCO Mardan I")
    file.write_text(changed, encoding="utf-8")
    assert "0 new, 1 changed" in run("offices", "import", str(file)).output
    assert "PESCO Mardan I" in run("offices", "export").output
    book = home / "offices.xlsx"
    run("offices", "export", str(book))
    assert any("PESCO Mardan I" in row for row in read_rows(book.read_bytes()))


def _take_generated(file: Path) -> Result:
    file.write_text(run("offices", "generate").stdout, encoding="utf-8")
    return run("offices", "import", str(file))


def test_data_are_sealed_when_a_key_comes_and_again_when_it_changes(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk(home).open(person="tel:+923001112223")
    file = home / "arzi.db"
    monkeypatch.setenv("ARZI_PRIVACY__KEY", "first key " * 3)
    assert run("migrate").exit_code == 0
    assert b"923001112223" not in _vacuumed(home, file)
    monkeypatch.setenv("ARZI_PRIVACY__KEY", "second key " * 3)
    monkeypatch.setenv("ARZI_PRIVACY__PREVIOUS_KEY", "first key " * 3)
    assert run("migrate").exit_code != 0, "it says that the data must be sealed again"
    assert run("reseal").exit_code == 0
    monkeypatch.delenv("ARZI_PRIVACY__PREVIOUS_KEY")
    assert run("migrate").exit_code == 0


def _vacuumed(home: Path, file: Path) -> bytes:
    with desk(home).store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.connection.driver_connection.executescript("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")  # type: ignore[union-attr]
    return file.read_bytes()


def test_cron_has_the_timed_jobs(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    registered: set[str] = set()
    monkeypatch.setattr(
        CronScheduler, "start", lambda self: registered.update(j.func.__name__ for j in self.get_jobs())
    )
    assert CliRunner().invoke(cron.command).exit_code == 0
    assert registered >= {"sweep", "deadlines", "flags", "erase"}
