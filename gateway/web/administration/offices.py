"""Offices and posts: finding one, saying who is in its post, and all of them as CSV."""

import io
from datetime import datetime, timedelta, timezone

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from core import offices_csv
from core.errors import Malformed, Rejected
from core.offices import Directory, Office, PostStatus, Term
from core.store.casework import offices
from core.store.people.acts import write_down
from core.text.normalise import clean_text
from gateway.house import House
from gateway.reasons import told
from gateway.web.languages import page_language
from gateway.web.staff.users import me

_MOST = 50
_HERE = timezone(timedelta(hours=5), "PKT")
_LONG = 120


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
            return _office_page(house, code, problem=told(error, page_language())), 400
        return redirect(url_for("administration.office", code=code))

    @room.get("/offices.csv")
    def export() -> Response:
        file = io.StringIO()
        with house.store.read() as session:
            offices_csv.write(offices.lines(session, house.clock.now()), file)
        headers = {"Content-Disposition": "attachment; filename=offices.csv"}
        return Response(file.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)

    @room.post("/offices.csv")
    def take() -> AnyResponse | tuple[str, int]:
        now = house.clock.now()
        chosen = request.files.get("file")
        try:
            lines = offices_csv.read(io.StringIO((chosen.stream.read() if chosen else b"").decode("utf-8")), now)
        except (Malformed, UnicodeDecodeError) as error:
            faults = error.detail if isinstance(error, Malformed) else gettext("This file is not UTF-8.")
            return render_template("administration/offices.html", find="", found=[], more=False, faults=faults), 400
        with house.store.write() as session:
            offices.fill_if_empty(session, now)
            new = offices.take(session, lines, now)
            write_down(session, me().id, "offices", "csv", now, read=len(lines), new=new)
        return redirect(url_for("administration.offices_page"))


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
        "administration/office.html", office=found, above=above, terms=terms, statuses=PostStatus, **values
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
