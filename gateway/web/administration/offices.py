"""Offices and posts: finding one, saying who is in its post, and all of them as a table, out and in."""

import dataclasses
import io
from datetime import datetime, timedelta, timezone

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from core.errors import Malformed, Rejected
from core.offices import csv_file
from core.offices.directory import Directory, Office, PostStatus, Term
from core.store.casework import offices
from core.store.staff.admin_log import write_down
from core.text.normalise import clean_text
from gateway.house import House
from gateway.reasons import explain
from gateway.web.shared.labels import POSTS
from gateway.web.shared.languages import page_language
from gateway.web.staff.users import me

_MOST = 50
_HERE = timezone(timedelta(hours=5), "PKT")
_LONG = 120
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DONE = ("read", "new", "changed", "posts")


def add(room: Blueprint, house: House) -> None:
    """/admin/offices."""

    @room.get("/offices")
    def offices_page() -> str:
        wanted = clean_text(request.args.get("find", ""))
        with house.store.read() as session:
            directory = house.cases.book.directory(session)
        found = _find(directory, wanted)
        return render_template(
            "administration/offices.html",
            find=wanted,
            found=found[:_MOST],
            more=len(found) > _MOST,
            count=len(directory),
            done={name: request.args.get(name, 0, type=int) for name in _DONE} if "read" in request.args else None,
        )

    @room.get("/offices/<code>")
    def office(code: str) -> str:
        return _office_page(house, code)

    @room.post("/offices/<code>")
    def hold(code: str) -> AnyResponse | tuple[str, int]:
        now = house.clock.now()
        try:
            with house.store.write() as session:
                found = house.cases.book.directory(session).by_code(code)
                term = _term(found, now)
                offices.hold(session, term, now)
                write_down(session, me().id, "post", code, now, status=term.status.value, holder=term.holder)
        except Rejected as error:
            return _office_page(house, code, problem=explain(error, page_language())), 400
        return redirect(url_for("administration.office", code=code))

    _add_table(room, house)


def _add_table(room: Blueprint, house: House) -> None:
    """All offices as a table, out and in."""

    @room.get("/offices.csv")
    def export() -> Response:
        file = io.StringIO()
        with house.store.read() as session:
            csv_file.write(offices.lines(session, house.clock.now()), file)
        headers = {"Content-Disposition": "attachment; filename=offices.csv"}
        return Response(file.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)

    @room.get("/offices.xlsx")
    def export_workbook() -> Response:
        file = io.BytesIO()
        with house.store.read() as session:
            csv_file.write_xlsx(offices.lines(session, house.clock.now()), file)
        headers = {"Content-Disposition": "attachment; filename=offices.xlsx"}
        return Response(file.getvalue(), content_type=_XLSX, headers=headers)

    @room.post("/offices.csv")
    def take() -> AnyResponse | tuple[str, int]:
        now = house.clock.now()
        chosen = request.files.get("file")
        content = chosen.stream.read() if chosen else b""
        try:
            with house.store.write() as session:
                offices.fill_if_empty(session, now)
                lines = csv_file.read(content, now, offices.load(session))
                done = dataclasses.asdict(offices.take(session, lines, now))
                write_down(session, me().id, "offices", "table", now, **done)
        except Malformed as error:
            page = render_template(
                "administration/offices.html", find="", found=[], more=False, faults=error.detail, done=None
            )
            return page, 400
        return redirect(url_for("administration.offices_page", **done))


def _find(directory: Directory, wanted: str) -> list[Office]:
    words = wanted.casefold().split()
    if not words:
        return []
    return [
        one for one in directory if all(word in f"{one.code} {one.name} {one.name_ur}".casefold() for word in words)
    ]


def _office_page(house: House, code: str, **values: object) -> str:
    with house.store.read() as session:
        directory = house.cases.book.directory(session)
        found = directory.by_code(code)
        terms = offices.terms(session, code)
    above = list(directory.above(found))
    return render_template(
        "administration/office.html",
        office=found,
        above=above,
        terms=terms,
        statuses=PostStatus,
        status_names=POSTS,
        **values,
    )


def _term(office: Office, now: datetime) -> Term:
    status = request.form.get("status", "")
    if status not in {one.value for one in PostStatus}:
        raise Rejected("no status", tell=gettext("Please say whether somebody is in the post."))
    holder, title, user = (
        clean_text(request.form.get(name, "")).strip()[:_LONG] for name in ("holder", "title", "user")
    )
    if status == PostStatus.IN_POST and not holder:
        raise Rejected("no holder", tell=gettext("Please write who is in the post."))
    try:
        day = request.form.get("since", "")
        since = datetime.fromisoformat(day).replace(tzinfo=_HERE) if day else now
    except ValueError:
        raise Rejected("no date", tell=gettext("Please write the day as 2026-03-01.")) from None
    return Term(office.code, title or office.kind, PostStatus(status), since, holder, user or None)
