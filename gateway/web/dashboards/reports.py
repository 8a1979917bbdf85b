"""The dashboard of a subject."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from flask import url_for
from flask_babel import gettext
from markupsafe import Markup

from core.dashboards.figures import OLD_DAYS, Figures, of_counts
from core.dashboards.overview import DIMS, Overview, of_period, oldest_day, overview, within
from core.dashboards.subject import Subject, offices_below, places_below
from core.dashboards.sums import Dim, Measure
from core.offices.directory import Tier
from core.store.dashboards import figures as figures_of
from core.store.dashboards import sums
from gateway.web.dashboards import fair, map, suspicions, tables
from gateway.web.dashboards.labels import place_name, subject_name
from gateway.web.dashboards.numbers import count
from gateway.web.dashboards.report import Headline, Link, Report, Table
from gateway.web.dashboards.requested import Asked
from gateway.web.shared import filters


def dashboard(asked: Asked) -> Report:
    """Everything about one subject."""
    subject = asked.subject
    below = places_below(asked.directory, subject)
    offices = offices_below(asked.directory, subject)
    on_map = districts(asked)
    view, rows = read(asked, [*below, *offices], on_map)
    places = [(one, rows[one.node]) for one in below]
    made: list[Table | None] = [
        tables.trend(view),
        tables.ages(view, asked),
        tables.by_subject("places", gettext("By place"), gettext("Place"), asked, _most_first(places))
        if below
        else None,
        tables.by_department(view, asked) if view.departments and not subject.department else None,
        tables.by_subject("offices", gettext("Its offices"), gettext("Office"), asked, _of_offices(offices, rows))
        if offices
        else None,
        fair.officers(asked),
        tables.by_category(view, asked),
        tables.by_channel(view, asked),
        tables.levels(view, asked),
        tables.deadlines(view, asked),
        tables.steps(view),
        suspicions.table(asked),
    ]
    return Report(
        name=file_name(subject),
        title=subject_name(subject),
        at=asked.now,
        headlines=headlines(view.figures, asked),
        tables=[one for one in made if one is not None],
        path=path(asked),
        links=links(asked),
        since=asked.since,
        map=draw_map(asked, [(one, rows[one.node]) for one in on_map]),
    )


def read(
    asked: Asked, others: Sequence[Subject], without_age: Sequence[Subject] = ()
) -> tuple[Overview, dict[str, Figures]]:
    """The subject's own overview, and a row for each of the others by node; for some without what is old."""
    own = asked.subject.node
    nodes = {one.node for one in others}
    every = nodes | {one.node for one in without_age}
    wanted = [([own], [*DIMS, Dim.DEPARTMENT])]
    if every:
        wanted.append((sorted(every), [Dim.ALL]))
    found = sums.read_several(asked.session, wanted, asked.nodes)
    view = overview(found, own, asked.now)
    old = sums.read_range(asked.session, nodes, Dim.CAME, asked.nodes, before=oldest_day(asked.now)) if nodes else {}
    rows = {node: of_counts(found.get((node, Dim.ALL, ""), {}), old=_open(old.get(node, {}))) for node in every}
    return (view, rows) if asked.since is None else _in_period(asked, asked.since, view, rows)


def _in_period(
    asked: Asked, since: date, view: Overview, rows: dict[str, Figures]
) -> tuple[Overview, dict[str, Figures]]:
    """The same with what came and happened since a Monday."""
    departments = {key: Subject(asked.subject.area, key).node for key in view.departments}
    own = asked.subject.node
    wanted = {own, *rows, *departments.values()}
    weeks = sums.read_range(asked.session, wanted, Dim.WEEK, asked.nodes, since=since.isoformat())
    by_category, by_channel = (
        figures_of.by_key(asked.session, [own], dim, asked.nodes, since)[own] for dim in (Dim.CATEGORY, Dim.CHANNEL)
    )
    return (
        replace(
            view,
            figures=within(view.figures, weeks.get(own, {})),
            categories=of_period(view.categories, by_category),
            channels=of_period(view.channels, by_channel),
            departments={
                key: within(figures, weeks.get(departments[key], {})) for key, figures in view.departments.items()
            },
        ),
        {node: within(figures, weeks.get(node, {})) for node, figures in rows.items()},
    )


def headlines(figures: Figures, asked: Asked) -> list[Headline]:
    """The large numbers. What the office says and what the citizen says stand apart."""
    received = gettext("of received")
    return [
        Headline("came", gettext("Received"), figures.came),
        Headline("open", gettext("Open"), figures.open, href=asked.desk(show="open")),
        Headline(
            "late",
            gettext("Overdue"),
            figures.late,
            figures.late_share,
            gettext("of open"),
            True,
            href=asked.desk(overdue="1"),
        ),
        Headline(
            "old",
            gettext("Open for over 90 days"),
            figures.old,
            bad=True,
            href=asked.desk(show="open", age=filters.age(OLD_DAYS + 1, None)),
        ),
        Headline(
            "proposed",
            gettext("Said to be solved, the citizen is being asked"),
            figures.proposed,
            href=asked.desk(show="proposed"),
        ),
        Headline(
            "satisfied", gettext("Closed, the citizen satisfied"), figures.satisfied, figures.satisfied_share, received
        ),
        Headline(
            "unconfirmed",
            gettext("Closed, nobody confirmed it"),
            figures.unconfirmed,
            figures.unconfirmed_share,
            received,
        ),
        Headline("denied", gettext("Times a citizen said that it was not solved"), figures.denied, bad=True),
    ]


def path(asked: Asked) -> list[Link]:
    """From the largest subject that one may see down to this."""
    subject = asked.subject
    links: list[Link] = []
    names = subject.area.split("/") if subject.area else []
    larger = [Subject()] + [Subject("/".join(names[: n + 1])) for n in range(len(names))]
    if subject.office is not None:
        own = subject.office
        larger += [
            Subject("/".join(filter(None, (own.province, own.division, own.district)[: n + 1]))) for n in range(3)
        ]
        larger += [Subject(office=one) for one in reversed(list(asked.directory.above(own)))]
    for one in larger:
        if one != subject and asked.may_see(one) and one.node not in {link.href for link in links}:
            links.append(Link(subject_name(one), asked.href(one)))
    return list(dict.fromkeys(links))


def links(asked: Asked) -> list[Link]:
    """The other pages about it."""
    address = asked.address
    found = [Link(gettext("Late offices"), url_for("dashboards.late", **address))]
    if asked.subject.office is None:
        found.append(Link(gettext("Offices compared"), url_for("dashboards.offices", **address)))
        found.append(Link(gettext("On one page"), url_for("dashboards.one_page", **address)))
    found.append(Link(gettext("Suspicious closings"), url_for("dashboards.closings", **address)))
    return found


def districts(asked: Asked) -> Sequence[Subject]:
    """The districts for a map: of a province or a division."""
    depth = len(asked.subject.area.split("/")) if asked.subject.area else 0
    return places_below(asked.directory, asked.subject, Tier.DISTRICT) if depth in {0, 1, 2} else ()


def draw_map(asked: Asked, rows: Sequence[tuple[Subject, Figures]]) -> Markup:
    dots = []
    sentence = gettext("%(place)s: %(open)s open, %(late)s overdue")  # asked for once: there are 169 districts
    for subject, figures in rows:
        name = place_name(subject.place)
        told = sentence % {"place": name, "open": count(figures.open), "late": count(figures.late)}
        dots.append(map.Dot(subject.place, name, figures, asked.href(subject), told))
    return map.draw(gettext("Map of the districts"), dots)


def file_name(subject: Subject) -> str:
    """For a file about it, in letters that every system takes."""
    name = subject.node if subject.office is None else subject.office.code
    return "".join(letter if letter.isalnum() else "-" for letter in name.lower()).strip("-") or "all"


def _of_offices(offices: Sequence[Subject], rows: dict[str, Figures]) -> list[tuple[Subject, Figures]]:
    return _most_first([(one, rows[one.node]) for one in offices])


def _most_first(rows: list[tuple[Subject, Figures]]) -> list[tuple[Subject, Figures]]:
    return sorted(rows, key=lambda one: (-one[1].open, -one[1].came))


def _open(counts: dict[Measure, int]) -> int:
    return sum(counts.get(measure, 0) for measure in (Measure.WORKING, Measure.WAITING, Measure.PROPOSED))
