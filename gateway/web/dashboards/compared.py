"""Offices of one kind, compared."""

from collections.abc import Sequence
from functools import lru_cache

from flask import request
from flask_babel import gettext

from core.dashboards.subject import Subject
from core.dashboards.sum_nodes import within
from core.offices.directory import LADDER, Directory, Office
from core.offices.kinds import kind_name
from gateway.web.dashboards import fair, reports
from gateway.web.dashboards.labels import subject_name
from gateway.web.dashboards.report import Choice, Link, Report
from gateway.web.dashboards.requested import Asked
from gateway.web.shared.languages import page_language
from gateway.web.shared.names import department_name


def report(asked: Asked) -> Report:
    """The offices of the kind that the address names, in the subject's area; or of the first kind."""
    offices = offices_of(asked.directory, asked.subject)
    kinds = _kinds(offices)
    wanted = request.args.get("kind", "")
    kind = wanted if wanted in kinds or not kinds else next(iter(kinds))
    chosen = [Subject(office=one) for one in offices if one.kind == kind]
    return Report(
        name=f"{reports.file_name(asked.subject)}-{kind}" if kind in kinds else reports.file_name(asked.subject),
        title=gettext("Offices compared: %(subject)s", subject=subject_name(asked.subject)),
        at=asked.now,
        since=asked.since,
        tables=[fair.offices(asked, chosen)],
        path=[*reports.path(asked), Link(subject_name(asked.subject), asked.href(asked.subject))],
        choices=[Choice(key, name, key == kind) for key, name in kinds.items()],
    )


@lru_cache(64)
def offices_of(directory: Directory, subject: Subject) -> Sequence[Office]:
    """All offices of the subject to which complaints are sent. Kept: they are looked for among all that there are."""
    if subject.office is not None:
        return directory.under(subject.office)
    return [
        one
        for one in directory
        if one.kind not in LADDER.values()
        and (not subject.department or one.department == subject.department)
        and within(one, subject.area)
    ]


def _kinds(offices: Sequence[Office]) -> dict[str, str]:
    """Kinds of which there are at least two, with what they are called: the department, the kind and how many."""
    counts: dict[str, int] = {}
    departments: dict[str, str] = {}
    for one in offices:
        counts[one.kind] = counts.get(one.kind, 0) + 1
        departments[one.kind] = one.department
    named = {
        kind: f"{department_name(departments[kind])}: {kind_name(kind, page_language())} ({count})"
        for kind, count in counts.items()
        if count > 1
    }
    return dict(sorted(named.items(), key=lambda one: one[1]))
