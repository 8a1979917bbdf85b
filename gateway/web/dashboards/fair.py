"""Offices and officers compared, each beside what was to be expected of its categories."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext

from core.dashboards.fair import Compared, compare
from core.dashboards.figures import Figures
from core.dashboards.subject import Subject
from core.dashboards.sums import Dim
from core.store.dashboards import figures as figures_of
from core.store.staff import staff
from gateway.web.dashboards.labels import VERDICTS, subject_name
from gateway.web.dashboards.report import Column, Kind, Row, Table
from gateway.web.dashboards.requested import Asked


def table(key: str, title: str, first: str, rows: Sequence[tuple[str, str | None, Compared[str]]]) -> Table:
    """``rows``: a name, where it leads, and how it compares."""
    columns = [
        Column("name", first, Kind.TEXT),
        Column("came", gettext("Received")),
        Column("load", gettext("Load, of the average"), Kind.TIMES),
        Column("open", gettext("Open")),
        Column("satisfied", gettext("Satisfied")),
        Column("satisfied_expected", gettext("Satisfied, expected")),
        Column("satisfied_verdict", gettext("Satisfied is"), Kind.TEXT),
        Column("late", gettext("Overdue")),
        Column("late_expected", gettext("Overdue, expected")),
        Column("late_verdict", gettext("Overdue is"), Kind.TEXT),
    ]
    verdicts = {verdict: str(told) for verdict, told in VERDICTS.items()}
    made = [
        Row(
            (
                name,
                one.figures.came,
                one.load,
                one.figures.open,
                one.satisfied.count,
                round(one.satisfied.expected),
                verdicts[one.satisfied.verdict],
                one.late.count,
                round(one.late.expected),
                verdicts[one.late.verdict],
            ),
            href,
        )
        for name, href, one in rows
    ]
    return Table(key, title, columns, made, how())


def how() -> str:
    """The sentence that says how it is compared."""
    return str(
        gettext(
            "Expected is what each would have if it did as well, category by category, as all in this table do "
            "together; a difference that chance alone often makes is called as expected."
        )
    )


def offices(asked: Asked, subjects: Sequence[Subject]) -> Table:
    """Offices of one kind."""
    by_node = {one.node: one for one in subjects}
    rows = figures_of.by_key(asked.session, by_node, Dim.CATEGORY, asked.nodes, asked.since)
    compared = compare(list(rows.items()))
    listed = [(subject_name(by_node[one.who]), asked.href(by_node[one.who]), one) for one in compared]
    return table("compared", gettext("Offices compared"), gettext("Office"), listed)


def officers(asked: Asked) -> Table | None:
    """Those who have tickets of this office; None where nobody took one, or it is no office."""
    if asked.subject.office is None:
        return None
    node = f"o{asked.subject.office.id}"
    rows: dict[str, dict[str, Figures]] = {}
    found = figures_of.by_key(asked.session, [node], Dim.OWNER, asked.nodes, asked.since)
    for key, figures in found[node].items():
        owner, _, category = key.rpartition("/")
        rows.setdefault(owner, {})[category] = figures
    compared = compare(list(rows.items()))
    if not compared:
        return None
    names = _names(asked, list(rows))
    listed = [(names[one.who], asked.desk(show="open", owner=one.who), one) for one in compared]
    return table("officers", gettext("Officers compared"), gettext("Officer"), listed)


def _names(asked: Asked, owners: Sequence[str]) -> Mapping[str, str]:
    """Their names; made-up ones by their number at the office."""
    names = {str(one.id): one.name for one in staff.named(asked.session, [int(o) for o in owners if o.isdecimal()])}
    return {owner: names.get(owner) or gettext("Officer %(id)s", id=owner.rpartition("-")[2]) for owner in owners}
