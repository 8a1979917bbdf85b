"""The migrations give the tables that the models say, and casework's can be taken back."""

from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import inspect

from core.store.all_tables import Base
from core.store.engine import Store, open_engine
from core.store.migrate import alembic_config, migrate
from core.store.migrations.keeping import KeepingTriggers  # noqa: F401 - as env.py does
from tests.core.store.given import Desk


def differences(store: Store) -> list[Any]:
    """What the models say otherwise than the database. SQLite has no types of its own to compare."""
    with store.engine.connect() as connection:
        options = {"compare_type": connection.dialect.name != "sqlite", "include_name": in_the_models}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata))


def in_the_models(name: str | None, kind: str, parents: object) -> bool:
    """The search index is each database's own, made by the migration alone."""
    return kind != "table" or not (name or "").startswith("ticket_search")


def test_the_models_and_the_migrations_agree(store: Store) -> None:
    assert differences(store) == []


def test_migrating_again_changes_nothing(store: Store) -> None:
    before = inspect(store.engine).get_table_names()
    migrate(store.engine)
    assert inspect(store.engine).get_table_names() == before


def test_casework_can_be_taken_back_and_brought_again(store: Store) -> None:
    with store.engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
    assert "offices" not in inspect(store.engine).get_table_names()
    migrate(store.engine)
    assert differences(store) == []


def test_a_table_that_batch_mode_makes_anew_keeps_its_triggers(migrated_sqlite: str) -> None:
    engine = open_engine(migrated_sqlite)
    before = triggers(engine)
    assert {name for name, table in before if table == "ticket_events"} == {
        "ticket_events_stay",
        "ticket_events_fixed",
        "ticket_events_words",
    }
    with engine.begin() as connection:
        impl = MigrationContext.configure(connection, opts={"render_as_batch": True})
        with Operations(impl).batch_alter_table("ticket_events", recreate="always") as batch:
            batch.add_column(sa.Column("colour", sa.Text(), nullable=True))
    assert triggers(engine) == before
    assert "colour" in [column["name"] for column in inspect(engine).get_columns("ticket_events")]
    engine.dispose()


def triggers(engine: sa.Engine) -> list[tuple[str, str]]:
    with engine.connect() as connection:
        found = connection.execute(sa.text("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"))
        return sorted((row.name, row.tbl_name) for row in found)


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM ticket_events", "UPDATE ticket_events SET actor = 'x'", "UPDATE ticket_events SET words = '[1]'"],
)
def test_what_happened_stays_after_all_migrations(store: Store, statement: str) -> None:
    Desk(store).open()
    with pytest.raises(sa.exc.DatabaseError), store.engine.begin() as connection:
        connection.execute(sa.text(statement))
