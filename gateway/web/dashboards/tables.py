"""The tables of a dashboard."""

from collections.abc import Mapping, Sequence

from flask_babel import format_date, gettext, ngettext

from core.dashboards.figures import OLD_DAYS, Figures
from core.dashboards.overview import Band, DueDay, Overview
from core.dashboards.subject import Subject
from core.reference.categories import categories
from core.ticket import Level
from gateway.web.dashboards.labels import SPANS, department_name, subject_name
from gateway.web.dashboards.report import Chart, Column, Kind, Row, Shape, Table
from gateway.web.dashboards.requested import Asked
from gateway.web.shared import filters
from gateway.web.shared.labels import LEVELS, category_name, channel_name


def figure_columns(first: str) -> list[Column]:
    """The columns that every breakdown has."""
    return [
        Column("name", first, Kind.TEXT),
        Column("came", gettext("Received")),
        Column("open", gettext("Open")),
        Column("late", gettext("Overdue")),
        Column("satisfied", gettext("Satisfied")),
        Column("satisfied_share", gettext("Satisfied, of received"), Kind.SHARE),
        Column("unconfirmed", gettext("Unconfirmed")),
        Column("denied", gettext("Citizen said no")),
        Column("rejected", gettext("Rejected")),
    ]


def figure_row(name: str, figures: Figures, href: str | None = None, **hrefs: str | None) -> Row:
    values = (
        name,
        figures.came,
        figures.open,
        figures.late,
        figures.satisfied,
        figures.satisfied_share,
        figures.unconfirmed,
        figures.denied,
        figures.rejected,
    )
    return Row(values, href, {key: link for key, link in hrefs.items() if link})


def trend(view: Overview) -> Table:
    columns = [
        Column("week", gettext("Week from"), Kind.TEXT),
        Column("came", gettext("Received")),
        Column("said_solved", gettext("Said to be solved")),
        Column("satisfied", gettext("Satisfied")),
        Column("unconfirmed", gettext("Unconfirmed")),
        Column("denied", gettext("Citizen said no")),
    ]
    weeks = view.weeks
    rows = [
        Row((week.monday.isoformat(), week.came, week.said_solved, week.satisfied, week.unconfirmed, week.denied))
        for week in reversed(weeks)
    ]
    title = gettext("Week by week")
    series = tuple((str(column.name), tuple(getattr(week, column.key) for week in weeks)) for column in columns[1:])
    chart = Chart(Shape.LINES, tuple(f"{week.monday:%d/%m}" for week in weeks), series)
    note = gettext("The present week is not over.")
    return Table("weeks", title, columns, rows, note, chart)


def ages(view: Overview, asked: Asked) -> Table:
    columns = [
        Column("age", gettext("Days since it came"), Kind.TEXT),
        Column("open", gettext("Open")),
        Column("working", gettext("With an office")),
        Column("waiting", gettext("Waiting for the citizen")),
        Column("proposed", gettext("Said to be solved")),
    ]
    names = [_band(band) for band in view.bands]
    rows = [
        Row((name, band.open, band.working, band.waiting, band.proposed), None, _of_age(asked, band))
        for name, band in zip(names, view.bands, strict=True)
    ]
    title = gettext("How old the open ones are")
    series = tuple(
        (str(column.name), tuple(getattr(band, column.key) for band in view.bands)) for column in columns[2:]
    )
    return Table("ages", title, columns, rows, "", Chart(Shape.STACKS, tuple(names), series))


def by_subject(key: str, title: str, first: str, asked: Asked, rows: Sequence[tuple[Subject, Figures]]) -> Table:
    """Places, departments or offices. Each leads to its own dashboard."""
    columns = figure_columns(first)
    columns.insert(4, Column("old", gettext("Over 90 days")))
    made = []
    for subject, figures in rows:
        seen = asked.may_see(subject)
        links = _tickets(asked, subject) if seen else {}
        row = figure_row(subject_name(subject), figures, asked.href(subject) if seen else None, **links)
        made.append(Row((*row.values[:4], figures.old, *row.values[4:]), row.href, row.hrefs))
    return Table(key, title, columns, made)


def by_department(view: Overview, asked: Asked) -> Table:
    area = asked.subject.area
    subjects = {key: Subject(area, key) for key in view.departments}
    rows = []
    for key, figures in view.departments.items():
        seen = asked.may_see(subjects[key])
        links = _tickets(asked, subjects[key]) if seen else {}
        rows.append(figure_row(department_name(key), figures, asked.href(subjects[key]) if seen else None, **links))
    return Table("departments", gettext("By department"), figure_columns(gettext("Department")), rows)


def by_category(view: Overview, asked: Asked) -> Table:
    return _by_key("categories", gettext("By category"), gettext("Category"), view.categories, asked, "category")


def by_channel(view: Overview, asked: Asked) -> Table:
    return _by_key("channels", gettext("By channel"), gettext("Channel"), view.channels, asked, "channel")


def _by_key(key: str, title: str, first: str, figures: Mapping[str, Figures], asked: Asked, filtered: str) -> Table:
    name = category_name if filtered == "category" else channel_name
    rows = [
        figure_row(
            name(one),
            row,
            None,
            open=asked.desk(show="open", **{filtered: one}),
            late=asked.desk(overdue="1", **{filtered: one}),
        )
        for one, row in figures.items()
        if filtered != "category" or one in categories() or row.came
    ]
    return Table(key, title, figure_columns(first), rows)


def levels(view: Overview, asked: Asked) -> Table:
    columns = [Column("level", gettext("Who answers for it"), Kind.TEXT), Column("open", gettext("Open"))]
    rows = []
    for level in Level:
        link = asked.desk(show="open", level=str(int(level)))
        rows.append(Row((str(LEVELS[level]), view.levels.get(level, 0)), None, {"open": link}))
    return Table("levels", gettext("How far up the open ones are"), columns, rows)


def deadlines(view: Overview, asked: Asked) -> Table:
    columns = [Column("day", gettext("Deadline"), Kind.TEXT), Column("open", gettext("Open"))]
    rows = [
        Row(
            (_due_day(one), one.count), None, {"open": asked.desk(due=one.day.isoformat() if one.day else filters.PAST)}
        )
        for one in view.due
        if one.count or one.day is None
    ]
    note = gettext(
        "The deadline of whoever answers for it now. A missed one takes the case a level up, with a new one."
    )
    return Table("deadlines", gettext("Deadlines of the next two weeks"), columns, rows, note)


def steps(view: Overview) -> Table:
    columns = [
        Column("step", gettext("From the complaint until it is …"), Kind.TEXT),
        Column("count", gettext("Cases")),
        Column("median", gettext("Half took less than, days"), Kind.DAYS),
        Column("mean", gettext("On average, days"), Kind.DAYS),
    ]
    rows = [Row((str(SPANS[one.span]), one.count, one.median, one.mean)) for one in view.taken]
    note = gettext("Days of the calendar, of cases that got there; a few very long ones pull the average up.")
    return Table("steps", gettext("Time to each step"), columns, rows, note)


def _tickets(asked: Asked, subject: Subject) -> dict[str, str]:
    """Where the tickets of a row are, by column."""
    return {
        "open": asked.desk(subject, show="open"),
        "late": asked.desk(subject, overdue="1"),
        "old": asked.desk(subject, show="open", age=filters.age(OLD_DAYS + 1, None)),
    }


def _of_age(asked: Asked, band: Band) -> dict[str, str]:
    age = filters.age(band.first, band.last)
    shows = {"open": "open", "working": "todo", "waiting": "waiting", "proposed": "proposed"}
    return {column: asked.desk(show=show, age=age) for column, show in shows.items()}


def _band(band: Band) -> str:
    if band.last is None:
        return str(gettext("over %(days)d", days=band.first - 1))
    return f"\u2066{band.first}–{band.last}\u2069"  # in this order among Urdu words, too


def _due_day(one: DueDay) -> str:
    return str(gettext("Past")) if one.day is None else format_date(one.day, "EEE d MMM")


def cases(count: int) -> str:
    """So many cases, in words."""
    return str(ngettext("%(num)d case", "%(num)d cases", count))
