"""Units of work: what waits for the disk, what only looks, and what happens to connections whose server is gone."""

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event, make_url, text

from core.store.engine import open_engine, open_store
from core.store.evidence.blobs import FileBlobs


def test_only_what_may_be_forgotten_does_not_wait_for_the_disk(migrated_sqlite: str, tmp_path: Path) -> None:
    store = open_store(migrated_sqlite, FileBlobs(tmp_path))
    found = []
    for durable in (True, False, True):
        with store.write(durable=durable) as session:
            found.append(session.scalar(text("PRAGMA synchronous")))
    store.close()
    full, normal = 2, 1
    assert found == [full, normal, full]


def test_a_connection_whose_server_is_gone_is_replaced(
    migrated_postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.store.engine._PING_AFTER_S", -1)
    store = open_store(migrated_postgresql, FileBlobs(tmp_path))
    with store.read() as session:
        first = session.scalar(text("SELECT pg_backend_pid()"))
    url = make_url(migrated_postgresql)
    with psycopg.connect(
        host=str(url.query["host"]), user=url.username, dbname="postgres", autocommit=True
    ) as connection:
        connection.execute("SELECT pg_terminate_backend(%s)", [first])
    with store.write() as session:
        assert session.scalar(text("SELECT pg_backend_pid()")) != first
    store.close()


def test_the_server_is_asked_to_notice_a_machine_that_is_gone(migrated_postgresql: str, tmp_path: Path) -> None:
    store = open_store(migrated_postgresql, FileBlobs(tmp_path))
    ours = text("SELECT name FROM pg_settings WHERE source = 'client' AND name LIKE 'tcp_keepalives%' ORDER BY name")
    with store.read() as session:
        assert list(session.scalars(ours)) == ["tcp_keepalives_count", "tcp_keepalives_idle", "tcp_keepalives_interval"]
    store.close()


@pytest.mark.parametrize(
    ("query", "behind"), [("", False), ("?pgbouncer=1", True), ("?pgbouncer=0", False), ("?application_name=x", False)]
)
def test_behind_a_pooler_nothing_is_kept_by_a_connection(query: str, behind: bool) -> None:
    """PgBouncer refuses the parameter "options", and has another server for each transaction."""

    class _Asked(Exception):
        pass

    asked: dict[str, object] = {}
    engine = open_engine(f"postgresql://arzi@db.example/arzi{query}")

    @event.listens_for(engine, "do_connect")
    def _connect(_dialect: object, _record: object, _arguments: object, parameters: dict[str, object]) -> None:
        asked.update(parameters)
        raise _Asked

    with pytest.raises(_Asked):
        engine.connect()
    assert "pgbouncer" not in asked
    assert ("options" in asked) is not behind
    assert ("prepare_threshold" in asked) is behind
    assert asked.get("prepare_threshold") is None
