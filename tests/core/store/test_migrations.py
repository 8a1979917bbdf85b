"""The migrations give the tables that the models say, and casework's can be taken back."""

from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from core.store.all_tables import Base
from core.store.engine import Store
from core.store.migrate import alembic_config, migrate


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
