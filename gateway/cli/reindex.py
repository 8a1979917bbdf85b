"""``arzi reindex``: the full-text index made anew."""

import click

from core.services.reindexing import reindex
from gateway.bootstrap import build_cases, build_store
from gateway.config import load_settings
from gateway.house import SystemClock


@click.command(name="reindex")
def command() -> None:
    """Enter every ticket anew in the full-text index.

    In case of doubt: after an upgrade that folds words differently, and after an import that moved offices under
    others, it happens by itself. The gateway may run meanwhile: a batch at a time is written.

    \b
    Example:
      arzi reindex
    """
    settings = load_settings()
    store, cases = build_store(settings), build_cases(settings)
    with store.read() as session:
        directory = cases.book.directory(session)
    count = reindex(
        store,
        directory,
        SystemClock().now,
        lambda done: click.echo(f"\r{done:,} tickets", nl=False, err=True),
        anew=True,
    )
    click.echo(f"\r{count:,} tickets entered", err=True)
