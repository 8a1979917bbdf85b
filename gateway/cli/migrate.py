"""``arzi migrate``: bring the database to the present tables."""

from datetime import UTC, datetime

import click

from core.store.casework import offices
from core.store.engine import open_engine
from core.store.migrate import migrate
from core.store.sealing.reseal import check_key
from gateway.bootstrap import build_store
from gateway.config import load_settings


@click.command(name="migrate")
@click.option("--revision", default="head", show_default=True, help="How far to go.")
def command(revision: str) -> None:
    """Bring the database to the present tables, with the offices of the reference files where it has none.

    Safe to repeat, and to run twice at once.

    \b
    Example:
      arzi migrate
    """
    settings = load_settings()
    settings.var.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.database_url)
    migrate(engine, revision)
    engine.dispose()
    if revision == "head":
        store = build_store(settings)
        with store.write() as session:
            sealed = check_key(session)
            offices.fill_if_empty(session, datetime.now(UTC))
        if sealed:
            store.blobs.reseal()
        store.close()
