"""``arzi seed``."""

import os
from datetime import UTC, datetime

import click

from gateway.bootstrap import build_cases, build_store
from gateway.config import load_settings
from workbench.seeding.run import SeedRequest, seed


@click.command(name="seed")
@click.option("--tickets", default=10_000, show_default=True, type=click.IntRange(1, 5_000_000), help="How many.")
@click.option("--seed", "number", default=1, show_default=True, help="The same seed gives the same tickets.")
@click.option("--now", type=click.DateTime(), help="The end of their year (UTC); without it, the present.")
@click.option("--beside", is_flag=True, help="Also where there are tickets already.")
@click.option(
    "--processes", type=click.IntRange(1), default=max(1, (os.cpu_count() or 2) - 1), show_default="cores - 1"
)
def command(tickets: int, number: int, now: datetime | None, beside: bool, processes: int) -> None:
    """Make up a year of tickets over all offices, to try the house at a country's size.

    In the proportions reported for the Pakistan Citizen Portal's first year, each played through the real rules of
    casework. Nobody is written to; where the house runs afterwards, its reminders go to numbers that no operator has.

    \b
    Examples:
      arzi seed --tickets 10000
      arzi seed --tickets 1200000 --seed 7
    """
    settings = load_settings()
    wish = SeedRequest(tickets, number, now.replace(tzinfo=UTC) if now else datetime.now(UTC))
    told = -1

    def tell(done: int, rate: float) -> None:
        nonlocal told
        if done == tickets or done // 20_000 != told:
            told = done // 20_000
            click.echo(f"{done:,} tickets, {rate:,.0f} a second", err=True)

    made = seed(build_store(settings), build_cases(settings), wish, tell, beside=beside, processes=processes)
    click.echo(f"{made:,} tickets made", err=True)
