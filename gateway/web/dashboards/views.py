"""The addresses: each report as a page, each of its tables as CSV, and all of it as PDF."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import format_date, format_datetime, get_locale, gettext, ngettext

from core.dashboards.overview import PERIODS
from core.errors import NotFound
from gateway.house import House
from gateway.web.dashboards import compared, late, minister, reports, suspicions
from gateway.web.dashboards.charts import draw
from gateway.web.dashboards.csv_file import as_csv
from gateway.web.dashboards.labels import subject_name
from gateway.web.dashboards.numbers import cell_text, cells
from gateway.web.dashboards.report import Link, Report
from gateway.web.dashboards.requested import Asked, Asker
from gateway.web.staff.users import me

Make = Callable[[Asked], Report]
_NAMES = ("area", "department", "office", "kind", "weeks")
"""What an address may hold."""


def add_pages(room: Blueprint, house: House) -> None:
    """Five reports, each at its address, and below it as files."""
    asker = Asker(house)
    for path, name, template, make in (
        ("", "show", "dashboards/dashboard.html", reports.dashboard),
        ("/offices", "offices", "dashboards/offices.html", compared.report),
        ("/one-page", "one_page", "dashboards/one_page.html", minister.one_page),
        ("/closings", "closings", "dashboards/dashboard.html", _closings),
        ("/late", "late", "dashboards/dashboard.html", late.report),
    ):
        _add(room, asker, path, name, template, make)


def _add(room: Blueprint, asker: Asker, path: str, name: str, template: str, make: Make) -> None:
    def report() -> tuple[Report, Asked]:
        with asker.house.store.read() as session:
            asked = asker.ask(session, me(), request.args)
            return make(asked), asked

    def page() -> str:
        made, asked = report()
        given = {name: request.args[name] for name in _NAMES if name in request.args}
        return render_template(
            template,
            periods=_periods(f"dashboards.{name}", given, asked.weeks),
            since=format_date(made.since, "d MMMM y") if made.since is not None else "",
            report=made,
            subject=asked.subject,
            shown=cell_text,
            cells=cells,
            draw=draw,
            own=f"dashboards.{name}",
            given=given,
            at=format_datetime(made.at, "d MMMM y, HH:mm"),
        )

    def csv() -> Response:
        made, _ = report()
        table = made.table(request.args.get("table", "")) or (made.tables[0] if len(made.tables) == 1 else None)
        if table is None:
            raise NotFound("no such table")
        return _file(as_csv(table).encode(), "text/csv; charset=utf-8", f"arzi-{made.name}-{table.key}.csv")

    def pdf() -> Response:
        made, _ = report()
        return _file(_pdf(made), "application/pdf", f"arzi-{made.name}.pdf")

    room.add_url_rule(path, name, page)
    room.add_url_rule(f"{path}/table.csv", f"{name}_csv", csv)
    room.add_url_rule(f"{path}/report.pdf", f"{name}_pdf", pdf)


def _pdf(made: Report) -> bytes:
    locale = get_locale()
    rtl = locale is not None and locale.text_direction == "rtl"
    from gateway.web.dashboards.pdf_file import as_pdf  # a second to import, and few ask for one

    return as_pdf(made, rtl=rtl)


def _periods(endpoint: str, given: dict[str, str], chosen: int | None) -> list[tuple[str, str, bool]]:
    """The periods that may be chosen: what each is called, where it is, and whether it is the one that is shown."""
    rest: dict[str, Any] = {name: value for name, value in given.items() if name != "weeks"}
    found = [(gettext("Since the beginning"), url_for(endpoint, **rest), chosen is None)]
    for weeks in PERIODS:
        name = ngettext("%(num)d week", "%(num)d weeks", weeks)
        found.append((name, url_for(endpoint, **rest, weeks=weeks), weeks == chosen))
    return found


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _closings(asked: Asked) -> Report:
    title = gettext("Suspicious closings: %(subject)s", subject=subject_name(asked.subject))
    made = [suspicions.table(asked), suspicions.newest(asked)]
    path = [*reports.path(asked), Link(subject_name(asked.subject), asked.href(asked.subject))]
    name = f"{reports.file_name(asked.subject)}-closings"
    return Report(name, title, asked.now, tables=made, path=path, since=asked.since)
