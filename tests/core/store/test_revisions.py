"""Tables behind the code are refused at the first connection, those ahead of it told; each with what to type."""

import logging

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from core.errors import TablesUnfit
from core.store.engine import Store, open_store
from core.store.migrate import alembic_config, migrate
from core.store.revisions import demand_present_tables, revisions

HEAD = revisions()[-1]


def test_the_files_names_are_the_revisions() -> None:
    script = ScriptDirectory.from_config(alembic_config())
    assert list(revisions()) == [one.revision for one in reversed(list(script.walk_revisions()))]
    assert script.get_heads() == [HEAD]


def set_back(store: Store, at: str | None) -> None:
    with store.engine.begin() as connection:
        if at is None:
            connection.execute(text("DROP TABLE alembic_version"))
        else:
            connection.execute(text("UPDATE alembic_version SET version_num = :at"), {"at": at})


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("0001", f"the tables are at 0001, and this version needs {HEAD}: run `arzi migrate`"),
        (None, "the database has no tables yet: run `arzi migrate`"),
    ],
)
def test_the_first_connection_is_refused(store: Store, at: str | None, told: str) -> None:
    set_back(store, at)
    other = open_store(store.engine.url.render_as_string(hide_password=False), store.blobs.shelf)
    demand_present_tables(other.engine)
    try:
        for _ in range(2):
            with pytest.raises(TablesUnfit) as fault, other.read() as session:
                session.execute(text("SELECT 1"))
            assert fault.value.detail == told
        set_back(store, HEAD) if at else migrate_again(store)
        with other.read() as session:
            assert session.execute(text("SELECT 1")).scalar() == 1
    finally:
        other.close()


def migrate_again(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def test_newer_tables_are_told_once_and_used(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    set_back(store, "9999")
    other = open_store(store.engine.url.render_as_string(hide_password=False), store.blobs.shelf)
    demand_present_tables(other.engine)
    try:
        with caplog.at_level(logging.WARNING):
            for _ in range(2):
                with other.read() as session:
                    session.execute(text("SELECT 1"))
        told = f"the tables are at 9999, and this version knows {HEAD}: start the newer version"
        assert [record.getMessage() for record in caplog.records] == [told]
    finally:
        other.close()


def test_an_older_version_does_not_migrate_newer_tables(store: Store) -> None:
    set_back(store, "9999")
    with pytest.raises(TablesUnfit, match="start the newer version"):
        migrate(store.engine)
