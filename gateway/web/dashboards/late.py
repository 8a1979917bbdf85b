"""Offices of every kind by how much of theirs is late: where a head of many departments looks first."""

import operator

from flask_babel import gettext

from core.dashboards.figures import Figures
from core.dashboards.overview import within
from core.dashboards.subject import Subject
from core.dashboards.sums import Dim, day_of
from core.offices.kinds import kind_name
from core.store.dashboards import figures as figures_of
from core.store.dashboards import sums
from gateway.web.dashboards import compared, reports
from gateway.web.dashboards.labels import subject_name
from gateway.web.dashboards.report import Column, Kind, Link, Report, Row, Table
from gateway.web.dashboards.requested import Asked
from gateway.web.shared.languages import page_language
from gateway.web.shared.names import department_name

FEW = 5
"""Of so few open cases a part says little: such an office stands below those that have more."""


def report(asked: Asked) -> Report:
    """The late offices of a subject, the largest part of late ones first."""
    return Report(
        name=f"{reports.file_name(asked.subject)}-late",
        title=gettext("Late offices: %(subject)s", subject=subject_name(asked.subject)),
        at=asked.now,
        since=asked.since,
        tables=[table(asked)],
        path=[*reports.path(asked), Link(subject_name(asked.subject), asked.href(asked.subject))],
    )


def table(asked: Asked) -> Table:
    late = {node: figures for node, figures in _own(asked).items() if figures.late > 0}
    subjects = {
        f"o{office.id}": Subject(office=office) for office in compared.offices_of(asked.directory, asked.subject)
    }
    columns = [
        Column("rank", gettext("Place")),
        Column("name", gettext("Office"), Kind.TEXT),
        Column("kind", gettext("What kind"), Kind.TEXT),
        Column("open", gettext("Open")),
        Column("late", gettext("Overdue")),
        Column("late_share", gettext("Overdue, of open"), Kind.SHARE),
        Column("came", gettext("Received")),
        Column("satisfied", gettext("Satisfied")),
        Column("denied", gettext("Citizen said no")),
    ]
    ranked = sorted(
        ((subjects[node], figures) for node, figures in late.items() if node in subjects),
        key=lambda one: _order(one[1]),
    )
    rows = [_row(asked, place, subject, figures) for place, (subject, figures) in enumerate(ranked, start=1)]
    note = gettext(
        "By the part of their open cases that is overdue now; offices with fewer than %(few)s open ones come after the "
        "others. Kinds of work differ: “Offices compared” says what was to be expected.",
        few=FEW,
    )
    return Table("late", gettext("Late offices"), columns, rows, note)


def _own(asked: Asked) -> dict[str, Figures]:
    """By office, what is its own: its sums hold those of the offices under it as well."""
    offices = list(asked.directory)
    nodes = {office.code: f"o{office.id}" for office in offices}
    found = figures_of.working(asked.session, nodes.values(), asked.nodes, day_of(asked.now).isoformat())
    if asked.since is not None:
        weeks = sums.read_range(asked.session, found, Dim.WEEK, asked.nodes, since=asked.since.isoformat())
        found = {node: within(figures, weeks.get(node, {})) for node, figures in found.items()}
    own = dict(found)
    for office in offices:
        node, above = nodes[office.code], nodes.get(office.parent or "")
        if node in found and above in own:
            own[above] = Figures(*map(operator.sub, own[above], found[node]))
    return own


def _order(figures: Figures) -> tuple[bool, float, int]:
    return figures.open < FEW, -(figures.late_share or 0), -figures.late


def _row(asked: Asked, place: int, subject: Subject, figures: Figures) -> Row:
    assert subject.office is not None
    kind = f"{department_name(subject.office.department)}: {kind_name(subject.office.kind, page_language())}"
    values = (
        place,
        subject_name(subject),
        kind,
        figures.open,
        figures.late,
        figures.late_share,
        figures.came,
        figures.satisfied,
        figures.denied,
    )
    links = {
        "open": asked.desk(subject, show="open"),
        "late": asked.desk(subject, overdue="1"),
        "name": asked.href(subject),
    }
    return Row(values, None, links)
