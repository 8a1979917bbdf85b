"""``arzi offices``: offices and posts as CSV."""

import sys
from datetime import UTC, datetime
from typing import IO

import click

from core import offices_csv
from core.offices_csv import Line
from core.reference.offices.generate import generate
from core.store.casework import offices
from gateway.bootstrap import build_store
from gateway.config import load_settings


@click.group(name="offices")
def command() -> None:
    """Offices and posts: who is where, as a CSV file for spreadsheets.

    \b
    Examples:
      arzi offices export offices.csv      what is in use now
      arzi offices import offices.csv      after changing it
      arzi offices generate > all.csv      what the reference files give
    """


@command.command(name="import")
@click.argument("file", type=click.File("r", encoding="utf-8"))
def take(file: IO[str]) -> None:
    """Add and change offices and posts by FILE.

    An office is known by its code. None is taken away: tickets point to them. A post whose status, holder or sign-in
    differs gets a new term from the date in "since", or from now. With any fault in the file, nothing is taken.
    """
    now = datetime.now(UTC)
    lines = offices_csv.read(file, now)
    store = build_store(load_settings())
    with store.write() as session:
        offices.fill_if_empty(session, now)
        new = offices.take(session, lines, now)
    click.echo(f"{len(lines)} offices read, {new} of them new", err=True)


@command.command(name="export")
@click.argument("file", type=click.File("w", encoding="utf-8"), default="-")
def give(file: IO[str]) -> None:
    """Write all offices, and who is in their posts now, to FILE (or standard output)."""
    store = build_store(load_settings())
    with store.read() as session:
        count = offices_csv.write(offices.lines(session, datetime.now(UTC)), file)
    click.echo(f"{count} offices written", err=True)


@command.command(name="generate")
def make() -> None:
    """Write the offices that the reference files give to standard output; nothing is stored."""
    count = offices_csv.write((Line(office, None) for office in generate()), sys.stdout)
    click.echo(f"{count} offices written", err=True)
