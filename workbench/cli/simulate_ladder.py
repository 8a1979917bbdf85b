"""``arzi simulate-ladder``."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from core.casework.sla import SlaRules
from core.casework.worktime import OfficeHours, WorkTime
from core.offices.generate import generate
from core.reference.categories import category_days
from workbench.rehearsal import Report, Year, rehearse


@click.command("simulate-ladder")
@click.option("--year", default=2026, show_default=True, help="The year of the calendar to play.")
@click.option("--per-office", default=1.0, show_default=True, help="Cases an office; parts of one are drawn.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same year.")
def command(year: int, per_office: float, seed: int) -> None:
    """Play a year of deadlines over all offices, and prove that no case stands still.

    Complaints, vacant posts, transfers, answers in time or never are drawn; rules, calendar and ladder are real.
    Ends with status 1 if a case was found that nothing would ever happen to.

    \b
    Examples:
      arzi simulate-ladder
      arzi simulate-ladder --per-office 5 --seed 7
    """
    begun = time.perf_counter()
    hours = OfficeHours()
    report = rehearse(
        list(generate()),
        Year(datetime(year, 1, 1, tzinfo=ZoneInfo(hours.zone)), per_office, seed),
        SlaRules(category_days=category_days()),
        WorkTime(hours, year - 1, year + 3),
    )
    for line in lines(report):
        click.echo(line)
    click.echo(f"Played in {time.perf_counter() - begun:.1f} s.")


def lines(report: Report) -> list[str]:
    """The report in words."""
    return [
        f"{report.cases:,} cases at {report.offices:,} offices; {report.vacancies:,} posts fell vacant for a while.",
        "",
        "What time brought:      " + _counted(report.steps),
        "Highest level reached:  " + _counted(report.reached),
        "How they ended:         " + _counted(report.ended),
        f"Escalations that passed over a vacant post: {report.passed_over:,}",
        "",
        f"No case stood still. The longest that any waited for the next thing to happen: "
        f"{report.longest.total_seconds() / 86400:.1f} days ({report.longest_case}).",
    ]


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {n:,}" for name, n in sorted(counts.items(), key=lambda one: -one[1]))
