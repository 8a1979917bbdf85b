"""``arzi migrate``: bring the database to the present tables."""

import itertools
from collections import Counter
from datetime import UTC, datetime

import click

from core.errors import ConfigInvalid
from core.store.casework import erasing, offices
from core.store.engine import Store, open_engine
from core.store.migrate import migrate
from core.store.sealing.old import seal_old
from core.store.sealing.reseal import check_key, sealing
from gateway.bootstrap import build_store
from gateway.cli.reseal import seal_evidence
from gateway.config import load_settings
from gateway.running.private import make_private

_SOME = 20
"""Pieces of evidence that are opened at each start."""


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
    for line in settings.gone:
        click.echo(f"arzi: warning: {line}", err=True)
    settings.var.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.database_url)
    migrate(engine, revision)
    engine.dispose()
    make_private(settings)
    if revision == "head":
        store = build_store(settings, any_key=True)
        with store.write() as session:
            check_key(session)
            offices.fill_if_empty(session, datetime.now(UTC))
            erasing.tell_earlier(session, datetime.now(UTC))
            finished = sealing(session).finished
        _seal_old(store)
        _look_at_evidence(store, finished=finished)
        store.close()


def _seal_old(store: Store) -> None:
    """What versions before this one kept in clear. Killed in between, it goes on at the next start."""
    told: Counter[str] = Counter()

    def tell(table: str, rows: int) -> None:
        if rows and not told[table]:
            click.echo(f"sealing what was kept in clear: {table}", err=True)
        told[table] += rows

    if rows := seal_old(store, tell):
        click.echo(f"{rows} rows sealed", err=True)


def _look_at_evidence(store: Store, *, finished: bool) -> None:
    """Go on with sealing it where that was cut off; else open some of it. A file that cannot be opened is told and
    stops nothing: one may be damaged, and complaints must come in."""
    if not finished:
        click.echo("sealing the evidence with the present key", err=True)
        try:
            seal_evidence(store)
        except ConfigInvalid as error:
            click.echo(error.detail, err=True)
        return
    for name in itertools.islice(store.blobs.shelf.names(), _SOME):
        why = store.blobs.why_not(store.blobs.shelf.get(name), name)
        if why is not None:
            click.echo(f"evidence {name}: {why}; `arzi verify` looks at all of it", err=True)
