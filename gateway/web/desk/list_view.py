"""The queue as a file: what the page shows, masked as it is there. Each one is written down for the audit."""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime

from flask import Blueprint, Response, request
from flask_babel import gettext
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.offices.spreadsheet import write_csv, write_workbook
from core.services.cases import Cases
from core.store.desk import queue
from core.store.desk.queue import Cursor, Line
from core.store.desk.wanted import Wanted
from core.store.staff import access_log
from gateway.house import House
from gateway.web.desk.queue_view import MOST_IN_FILE, QueueView, shown_lines
from gateway.web.shared import filters
from gateway.web.shared.labels import day
from gateway.web.staff.scope import scope_of
from gateway.web.staff.users import me

_AT_ONCE = 500
_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def add_list(desk: Blueprint, house: House) -> None:
    """Adds /desk/list/csv and /desk/list/xlsx."""

    @desk.get("/list/<kind>")
    def list_file(kind: str) -> Response:
        if kind not in _KINDS:
            raise NotFound(f"no list as {kind}")
        now = house.clock.now()
        with house.store.read() as session:
            scope = scope_of(house, session, me())
            wanted = filters.read(request.args, me(), scope, house.cases.book.directory(session), now)
            rows = [_row(view) for view in _views(house.cases, session, wanted, now)]
        with house.store.write() as session:
            asked = filters.query(request.args)
            access_log.write_down(session, me().id, "list", f"{len(rows)}", now, reason=asked or None)
        name = f"arzi-{now:%Y-%m-%d}.{kind}"
        response = Response(_file(kind, rows), content_type=_KINDS[kind])
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = "private, no-store"
        return response


def _views(cases: Cases, session: Session, wanted: Wanted, now: datetime) -> Iterator[QueueView]:
    after: Cursor | None = None
    count = 0
    while count < MOST_IN_FILE:
        part = queue.page(session, wanted, now, after=after, limit=min(_AT_ONCE, MOST_IN_FILE - count))
        yield from shown_lines(cases, session, part.lines, now)
        count += len(part.lines)
        after = part.next
        if after is None:
            return


def _file(kind: str, rows: Sequence[Sequence[str]]) -> bytes:
    heading = [
        gettext("Ticket"),
        gettext("Urgent"),
        gettext("Deadline"),
        gettext("How it stands with it"),
        gettext("Category · district"),
        gettext("What it is about"),
        gettext("State"),
        gettext("Level"),
        gettext("Taken by"),
        gettext("Office"),
        gettext("Came by"),
        gettext("Came on"),
    ]
    if kind == "csv":
        text = io.StringIO()
        write_csv(heading, rows, text)
        return f"\ufeff{text.getvalue()}".encode()
    book = io.BytesIO()
    write_workbook(heading, rows, book, title="tickets")
    return book.getvalue()


def _row(view: QueueView) -> list[str]:
    line: Line = view.line
    return [
        line.number,
        gettext("yes") if line.urgent else "",
        day(line.due_at),
        view.deadline,
        view.about,
        line.about,
        view.state,
        view.level,
        view.owner,
        view.office,
        view.channel,
        day(line.created_at),
    ]
