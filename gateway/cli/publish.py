"""``arzi publish``: the day's open data, now."""

import click

from core.services.publishing import publish
from gateway.bootstrap import build_cases, build_store
from gateway.config import load_settings
from gateway.running.moved_clock import build_clock


@click.command(name="publish")
def command() -> None:
    """Publish today's numbers at /open, where that has not been done. `arzi cron` does it once a day by itself.

    \b
    Example:
      arzi publish
    """
    settings = load_settings()
    store, cases = build_store(settings), build_cases(settings)
    with store.read() as session:
        directory = cases.book.directory(session)
    made = publish(store, directory, build_clock(settings).now, settings.open_data.least_persons)
    if made is None:
        click.echo("today has been published already, or another is at it", err=True)
    else:
        click.echo(f"{made.day}: {made.lines:,} lines", err=True)
