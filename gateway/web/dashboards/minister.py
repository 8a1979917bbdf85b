"""One page for a minister: how much came, what citizens say of it, where it stands still. In sentences, and short."""

from dataclasses import replace

from flask_babel import format_percent, gettext

from core.dashboards.fair import Compared, compare
from core.dashboards.overview import Overview
from core.dashboards.subject import Subject, places_below
from core.dashboards.sums import Dim, Span
from core.offices.directory import Tier
from core.store.dashboards import figures as figures_of
from gateway.web.dashboards import fair as fairly
from gateway.web.dashboards import reports, tables
from gateway.web.dashboards.labels import subject_name
from gateway.web.dashboards.numbers import count, decimal
from gateway.web.dashboards.report import Report, Table
from gateway.web.dashboards.requested import Asked

SHOWN, WEEKS_SHOWN = 5, 4


def one_page(asked: Asked) -> Report:
    """The page of an area or a department."""
    view, _ = reports.read(asked, [])
    trend = tables.trend(view)
    made: list[Table] = [replace(trend, rows=trend.rows[:WEEKS_SHOWN])]
    compared = _places(asked)
    if compared:
        best = sorted(compared, key=lambda one: -_far(one))
        made.append(
            _few("behind", gettext("Where fewest are satisfied, beside what was to be expected"), best[::-1], asked)
        )
        made.append(_few("ahead", gettext("Where most are satisfied, beside what was to be expected"), best, asked))
    if view.departments and not asked.subject.department:
        by_department = tables.by_department(view, asked)
        made.append(_first(by_department))
    made.append(_first(tables.by_category(view, asked)))
    return Report(
        name=f"{reports.file_name(asked.subject)}-one-page",
        title=subject_name(asked.subject),
        at=asked.now,
        since=asked.since,
        headlines=reports.headlines(view.figures, asked),
        tables=made,
        sentences=sentences(view),
        path=reports.path(asked),
        brief=True,
    )


def sentences(view: Overview) -> list[str]:
    """What the numbers say, in words."""
    figures = view.figures
    if not figures.came:
        return [str(gettext("No complaint has come yet."))]
    told = [
        gettext(
            "Offices say that they solved %(resolved)s of all complaints; citizens confirmed it for %(satisfied)s.",
            resolved=_percent(figures.resolved_share),
            satisfied=_percent(figures.satisfied_share),
        ),
        gettext(
            "%(late)s of %(open)s open ones are overdue, and %(old)s have been open for more than 90 days.",
            late=count(figures.late),
            open=count(figures.open),
            old=count(figures.old),
        ),
    ]
    solved = next((one for one in view.taken if one.span is Span.SAID_SOLVED), None)
    if solved is not None and solved.median is not None:
        told.append(
            gettext(
                "Half of the complaints are said to be solved within %(days)s days.",
                days=decimal(solved.median),
            )
        )
    return [str(one) for one in told]


def _places(asked: Asked) -> list[Compared[Subject]]:
    below = places_below(asked.directory, asked.subject, Tier.DISTRICT) if asked.subject.area.count("/") < 2 else ()
    by_node = {one.node: one for one in below}
    if len(by_node) < 2:
        return []
    rows = figures_of.by_key(asked.session, by_node, Dim.CATEGORY, asked.nodes)
    return compare([(by_node[node], by_category) for node, by_category in rows.items()])


def _far(one: Compared[Subject]) -> float:
    """How far from what was to be expected, in parts of what came."""
    return (one.satisfied.count - one.satisfied.expected) / one.figures.came


def _few(key: str, title: str, rows: list[Compared[Subject]], asked: Asked) -> Table:
    listed = [(subject_name(one.who), asked.href(one.who), _named(one)) for one in rows[:SHOWN]]
    table = fairly.table(key, title, gettext("District"), listed)
    keep = [0, 1, 4, 5, 6]
    columns = [table.columns[index] for index in keep]
    short = [type(row)([row.values[index] for index in keep], row.href) for row in table.rows]
    return Table(key, title, columns, short, table.note if key == "behind" else "")


def _named(one: Compared[Subject]) -> Compared[str]:
    return Compared(one.who.node, one.figures, one.satisfied, one.late, one.load)


def _first(table: Table) -> Table:
    return Table(table.key, table.title, table.columns, table.rows[:SHOWN])


def _percent(share: float | None) -> str:
    return str(format_percent(share or 0))
