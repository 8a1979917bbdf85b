"""The addresses: each report as a page, each of its tables as CSV, and all of it as PDF."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from flask import Blueprint, Response, render_template, request
from flask_babel import format_datetime, get_locale, gettext

from core.dashboards.subject import Subject, head_of
from core.errors import NotFound
from core.offices import LADDER, Office
from core.sum_nodes import within
from gateway.house import House
from gateway.web.dashboards import fairly, minister, reports, suspicions
from gateway.web.dashboards.asked import Asked, Asker
from gateway.web.dashboards.csv_file import as_csv
from gateway.web.dashboards.numbers import shown
from gateway.web.dashboards.pdf_file import as_pdf
from gateway.web.dashboards.report import Link, Report
from gateway.web.dashboards.words import department_name, subject_name
from gateway.web.staff.users import me

Make = Callable[[Asked], Report]
_NAMES = ("area", "department", "office", "kind")
"""What an address may hold."""


def add_pages(room: Blueprint, house: House) -> None:
    """Four reports, each at its address, and below it as files."""
    asker = Asker(house)
    for path, name, template, make in (
        ("", "show", "dashboards/dashboard.html", reports.dashboard),
        ("/offices", "offices", "dashboards/offices.html", _compared),
        ("/one-page", "one_page", "dashboards/one_page.html", minister.one_page),
        ("/closings", "closings", "dashboards/dashboard.html", _closings),
    ):
        _add(room, asker, path, name, template, make)


def _add(room: Blueprint, asker: Asker, path: str, name: str, template: str, make: Make) -> None:
    def report() -> tuple[Report, Asked]:
        with asker.house.store.read() as session:
            asked = asker.ask(session, me(), request.args)
            return make(asked), asked

    def page() -> str:
        made, asked = report()
        chosen = _chosen_kind(asked) if name == "offices" else None
        return render_template(
            template,
            report=made,
            subject=asked.subject,
            shown=shown,
            own=f"dashboards.{name}",
            given={name: request.args[name] for name in _NAMES if name in request.args},
            at=format_datetime(made.at, "d MMMM y, HH:mm"),
            kinds=_kinds(asked) if name == "offices" else (),
            chosen=chosen,
        )

    def csv() -> Response:
        made, _ = report()
        table = made.table(request.args.get("table", "")) or (made.tables[0] if len(made.tables) == 1 else None)
        if table is None:
            raise NotFound("no such table")
        return _file(as_csv(table).encode(), "text/csv; charset=utf-8", f"arzi-{made.name}-{table.key}.csv")

    def pdf() -> Response:
        made, _ = report()
        locale = get_locale()
        rtl = locale is not None and locale.text_direction == "rtl"
        return _file(as_pdf(made, rtl=rtl), "application/pdf", f"arzi-{made.name}.pdf")

    room.add_url_rule(path, name, page)
    room.add_url_rule(f"{path}/table.csv", f"{name}_csv", csv)
    room.add_url_rule(f"{path}/report.pdf", f"{name}_pdf", pdf)


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _closings(asked: Asked) -> Report:
    title = gettext("Suspicious closings: %(subject)s", subject=subject_name(asked.subject))
    made = [suspicions.table(asked), suspicions.newest(asked)]
    path = [*reports.path(asked), Link(subject_name(asked.subject), asked.href(asked.subject))]
    return Report(f"{reports.file_name(asked.subject)}-closings", title, asked.now, tables=made, path=path)


def _compared(asked: Asked) -> Report:
    """Offices of one kind in the subject's area."""
    title = gettext("Offices compared: %(subject)s", subject=subject_name(asked.subject))
    kind = _chosen_kind(asked)
    offices = [Subject(office=one) for one in _offices(asked) if one.kind == kind]
    path = [*reports.path(asked), Link(subject_name(asked.subject), asked.href(asked.subject))]
    report = Report(f"{reports.file_name(asked.subject)}-{kind}", title, asked.now, path=path)
    return replace(report, tables=[fairly.offices(asked, offices)])


def _offices(asked: Asked) -> Sequence[Office]:
    """All offices of the subject that have complaints of their own."""
    subject, directory = asked.subject, asked.directory
    if subject.office is not None:
        return directory.under(subject.office)
    if subject.area and head_of(directory, subject.area) is None:
        return ()
    return [
        one
        for one in directory
        if within(one, subject.area)
        and one.kind not in LADDER.values()
        and (not subject.department or one.department == subject.department)
    ]


def _kinds(asked: Asked) -> list[tuple[str, str]]:
    """Kinds of offices of which there are at least two, with what they are called: the department and how many."""
    counts: dict[str, int] = {}
    departments: dict[str, str] = {}
    for one in _offices(asked):
        counts[one.kind] = counts.get(one.kind, 0) + 1
        departments[one.kind] = one.department
    named = [
        (kind, f"{department_name(departments[kind])}: {kind.replace('_', ' ')} ({count})")
        for kind, count in counts.items()
        if count > 1
    ]
    return sorted(named, key=lambda one: one[1])


def _chosen_kind(asked: Asked) -> str:
    wanted = request.args.get("kind", "")
    kinds = [kind for kind, _ in _kinds(asked)]
    return wanted if wanted in kinds or not kinds else kinds[0]
