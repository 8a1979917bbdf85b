"""``arzi migrate``: bring the database to the present tables."""

import click

from core.store.engine import open_engine
from core.store.migrate import migrate
from gateway.config import load_settings


@click.command(name="migrate")
@click.option("--revision", default="head", show_default=True, help="How far to go.")
def command(revision: str) -> None:
    """Bring the database to the present tables. Safe to repeat, and to run twice at once.

    \b
    Example:
      arzi migrate
    """
    settings = load_settings()
    settings.var.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.database_url)
    migrate(engine, revision)
    engine.dispose()
