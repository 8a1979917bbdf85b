"""``arzi verify``: is every ticket's history as it was written?"""

import click

from core.store.casework import audit
from gateway.bootstrap import build_store
from gateway.config import load_settings


@click.command(name="verify")
@click.argument("numbers", nargs=-1)
def command(numbers: tuple[str, ...]) -> None:
    """Check the histories of all tickets, or of those with these NUMBERS.

    Every event carries the hash of the one before. The first broken link of each ticket is named, and the exit status
    is 1 if there is any.

    \b
    Examples:
      arzi verify
      arzi verify KP-2026-000123-8
    """
    store = build_store(load_settings())
    checked, broken = 0, 0
    for number, link in audit.verify(store, numbers):
        checked += 1
        if link is not None:
            broken += 1
            click.echo(f"{number}: event {link.seq} {link.why}")
    click.echo(f"{checked} histories checked, {broken} broken", err=True)
    if broken:
        raise SystemExit(1)
