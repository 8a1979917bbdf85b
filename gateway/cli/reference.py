"""``arzi reference``: what we know of the country, and since when."""

import sys
from datetime import timedelta

import click

from core.reference.freshness import TOO_OLD, looked_at, too_old, unconfirmed
from gateway.house import SystemClock


@click.group(name="reference")
def command() -> None:
    """The reference: districts, offices, companies, as files of this program.

    \b
    Examples:
      arzi reference check
      arzi reference check --days 180
    """


@command.command(name="check")
@click.option("--days", default=TOO_OLD.days, show_default=True, type=click.IntRange(min=1), help="How old is too old.")
def check(days: int) -> None:
    """Name what was compared with its source longer ago than a year (the exit status is then 1), and what stands on
    less than its own notification.

    Who compares it again with its source mends the file and writes the day into core/reference/looked_at.csv.
    """
    old = too_old(SystemClock().now().date(), timedelta(days=days))
    for one in old:
        part = f" ({one.part})" if one.part else ""
        click.echo(f"{one.file}{part}: looked at on {one.on:%d/%m/%Y}; source: {one.source}")
    for one in unconfirmed():
        click.echo(f"{one.file} ({one.part}): not settled: {one.open}; source: {one.source}")
    click.echo(f"{len(list(looked_at()))} parts, {len(old)} older than {days} days", err=True)
    sys.exit(1 if old else 0)
