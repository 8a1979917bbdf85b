"""Bringing the database to the present tables."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from core.errors import TablesUnfit
from core.store.revisions import Fit, tables_of

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(engine: Engine, revision: str = "head") -> None:
    """Apply what is missing. Two at once are one after the other: the second finds nothing to do. Raises TablesUnfit
    where a newer version made the tables."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(4727101)")
        _refuse_newer(connection)
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _refuse_newer(connection: Connection) -> None:
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        tables = tables_of(session)
    if tables.fit is Fit.NEWER:
        raise TablesUnfit(str(tables))


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
