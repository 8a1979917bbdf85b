"""The migrations give the tables that the models say, and events are guarded on the way back too."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from core.store import case_tables  # noqa: F401 - so that its tables are known
from core.store.engine import Store
from core.store.migrate import alembic_config, migrate
from core.store.tables import Base


def test_the_models_and_the_migrations_agree(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_migrating_again_changes_nothing(store: Store) -> None:
    before = inspect(store.engine).get_table_names()
    migrate(store.engine)
    assert inspect(store.engine).get_table_names() == before


def test_casework_can_be_taken_back_and_brought_again(store: Store) -> None:
    from alembic import command

    with store.engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
    assert "offices" not in inspect(store.engine).get_table_names()
    migrate(store.engine)
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
