"""``arzi reindex``: tickets that were there before the index was are found after it."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from core.store.desk import search
from core.store.engine import open_store
from core.store.evidence.blobs import FileBlobs
from gateway.__main__ import cli
from tests.core.store.given import Desk


def test_reindex(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated_sqlite: str) -> None:
    (tmp_path / "config.yaml").write_text(f"database: {{url: '{migrated_sqlite}'}}\n", encoding="utf-8")
    monkeypatch.setenv("ARZI_CONFIG", str(tmp_path / "config.yaml"))
    monkeypatch.setenv("ARZI_SECRETS", "/nowhere")
    for name in ("WEB__SECRET_KEY", "RASA__SECRET"):
        monkeypatch.setenv(f"ARZI_{name}", "x" * 32)
    on = Desk(open_store(migrated_sqlite, FileBlobs(tmp_path / "blobs")))
    on.open("other", text="gutter")
    with on.store.write() as session:
        session.execute(text("DELETE FROM ticket_search"))
    assert CliRunner().invoke(cli, ["reindex"]).exit_code == 0
    with on.store.read() as session:
        assert search.find(session, "gutter", under=None, limit=5) == [1]
    on.store.close()
