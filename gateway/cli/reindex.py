"""``arzi reindex``: the full-text index made anew."""

import click

from core.store.desk import search
from gateway.bootstrap import build_cases, build_store
from gateway.config import load_settings


@click.command(name="reindex")
def command() -> None:
    """Enter every ticket anew in the full-text index.

    For tickets that were there before the index was, after changes of the folding of words, and after an import that
    moved offices under others. The gateway may run meanwhile: a batch at a time is written.

    \b
    Example:
      arzi reindex
    """
    settings = load_settings()
    store, cases = build_store(settings), build_cases(settings)
    last: int | None = 0
    while last is not None:
        with store.write() as session:
            last = search.reindex(session, cases.book.directory(session), last)
        if last is not None:
            click.echo(f"\r{last} tickets", nl=False, err=True)
    click.echo("", err=True)
