"""``arzi recount``: the dashboards' sums made anew."""

import click

from core.services.reindexing import recount
from gateway.bootstrap import build_cases, build_store
from gateway.config import load_settings
from gateway.house import SystemClock


@click.command(name="recount")
def command() -> None:
    """Count the dashboards' sums anew from all tickets and their histories.

    In case of doubt: after an upgrade, and after an import that moved offices under others, it happens by itself. The
    gateway may run meanwhile: pages show the old sums until the new ones are complete.

    \b
    Example:
      arzi recount
    """
    settings = load_settings()
    store, cases = build_store(settings), build_cases(settings)
    with store.read() as session:
        directory = cases.book.directory(session)
    count = recount(
        store, directory, SystemClock().now, lambda done: click.echo(f"\r{done:,} tickets", nl=False, err=True)
    )
    click.echo(f"\r{count:,} tickets counted", err=True)
