"""``arzi offices``: offices and posts as a table."""

import dataclasses
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import click

from core.offices import csv_file
from core.offices.csv_file import Line
from core.offices.generate import generate
from core.store.casework import offices
from core.store.staff.admin_log import by_command_line
from gateway.bootstrap import build_store
from gateway.config import load_settings


@click.group(name="offices")
def command() -> None:
    """Offices and posts: who is where, as a file for spreadsheets (XLSX or CSV, by its name).

    \b
    Examples:
      arzi offices export offices.xlsx     what is in use now
      arzi offices import offices.xlsx     after changing it; the changed rows alone will do
      arzi offices generate > all.csv      what the reference files give
    """


@command.command(name="import")
@click.argument("file", type=click.File("rb"))
def take(file: IO[bytes]) -> None:
    """Add and change offices and posts by FILE, an XLSX or CSV table.

    An office is known by its code; those that are not in the file stay as they are, and none is taken away: tickets
    point to them. A post whose status, holder or sign-in differs gets a new term from the date in "since", or from now.
    With any fault in the file, nothing is taken.
    """
    now = datetime.now(UTC)
    store = build_store(load_settings())
    with store.write() as session:
        offices.fill_if_empty(session, now)
        lines = csv_file.read(file.read(), now, offices.load(session))
        done = offices.take(session, lines, now)
        by_command_line(session, "offices", "table", now, **dataclasses.asdict(done))
    click.echo(
        f"{done.read} offices read: {done.new} new, {done.changed} changed, {done.posts} posts changed", err=True
    )


@command.command(name="export")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), default="-", metavar="FILE")
def give(path: Path) -> None:
    """Write all offices, and who is in their posts now, to FILE (or, as CSV, to standard output)."""
    store = build_store(load_settings())
    with store.read() as session:
        found = offices.lines(session, datetime.now(UTC))
        if path.suffix == ".xlsx":
            with path.open("wb") as book:
                count = csv_file.write_xlsx(found, book)
        else:
            with click.open_file(str(path), "w", encoding="utf-8") as text:
                count = csv_file.write(found, text)
    click.echo(f"{count} offices written", err=True)


@command.command(name="generate")
def make() -> None:
    """Write the offices that the reference files give to standard output; nothing is stored."""
    count = csv_file.write((Line(office, None) for office in generate()), sys.stdout)
    click.echo(f"{count} offices written", err=True)
