"""``arzi verify``: is everything as it was written and signed?"""

from pathlib import Path

import click

from core.store.casework import audit, heads
from core.store.engine import Store
from core.store.evidence import checking as evidence
from core.store.sealing.old import left
from core.store.sealing.reseal import sealing
from gateway.bootstrap import build_store
from gateway.config import Settings, load_settings
from gateway.running.heads import checking
from gateway.running.heads.checking import read_copies


@click.command(name="verify")
@click.argument("numbers", nargs=-1)
@click.option("--histories", is_flag=True, help="Not the evidence: opening all of it takes as long as reading it.")
@click.option(
    "--copies",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A folder of heads that were kept elsewhere (mails' attachments, /heads/N.json): compare with them as well.",
)
def command(numbers: tuple[str, ...], histories: bool, copies: Path | None) -> None:
    """Check the histories of all tickets, the signed heads and all evidence, or the histories of those with these
    NUMBERS.

    Every event carries the hash of the one before, and each day's signed head covers all events, acts and looks until
    then. The first broken link of each ticket is named, each head that does not hold, and each piece of evidence that
    is missing or cannot be opened; the exit status is 1 if there is any.

    \b
    Examples:
      arzi verify
      arzi verify KP-2026-000123-8
      arzi verify --histories --copies /mnt/elsewhere/heads
    """
    settings = load_settings()
    store = build_store(settings, any_key=True)
    checked, broken = 0, 0
    for number, link in audit.verify(store, numbers):
        checked += 1
        if link is not None:
            broken += 1
            click.echo(f"{number}: event {link.seq} {link.why}")
    click.echo(f"{checked} histories checked, {broken} broken", err=True)
    unsigned = 0 if numbers else _heads(store, settings, copies)
    shut = 0 if numbers or histories else _evidence(store)
    if broken or unsigned or shut:
        raise SystemExit(1)


def _heads(store: Store, settings: Settings, copies: Path | None) -> int:
    """How much is wrong with the heads; says what."""
    wrong = 0
    for fault in checking.head_faults(store, settings, read_copies(copies) if copies is not None else ()):
        wrong += 1
        click.echo(fault)
    with store.read() as session:
        last = heads.latest(session, 1)
    if last:
        click.echo(
            f"{last[0].head.number} signed heads, the last of {last[0].head.at:%Y-%m-%d}: {wrong} faults", err=True
        )
    else:
        click.echo("no head was signed yet: a history that was rewritten whole would not be noticed", err=True)
    return wrong


def _evidence(store: Store) -> int:
    """How much is wrong with the evidence; says what."""
    opened = wrong = 0
    for name, why in evidence.check(store):
        opened += 1
        if why is not None:
            wrong += 1
            click.echo(f"evidence {name}: {why}")
    click.echo(f"{opened} pieces of evidence opened, {wrong} broken", err=True)
    with store.read() as session:
        if not sealing(session).finished:
            wrong += 1
            click.echo("sealing with the new key has not ended: run `arzi reseal`")
        for table in left(session):
            wrong += 1
            click.echo(f"{table}: may hold people's data in clear: run `arzi migrate`")
    return wrong
