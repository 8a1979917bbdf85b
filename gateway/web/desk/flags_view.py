"""Closings that look wrong: a supervisor looks at each, and writes down what they found."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from core.errors import NotAllowed, NotFound, Rejected
from core.store.casework import flags
from core.store.casework.tables import FlagRow
from core.store.staff import staff
from core.text.normalise import clean_text
from core.ticket import Role
from gateway.house import House
from gateway.reasons import explain
from gateway.web.shared import labels
from gateway.web.shared.languages import page_language
from gateway.web.staff.scope import scope_of
from gateway.web.staff.users import me

LOOKS = frozenset({Role.SUPERVISOR, Role.DEPARTMENT_HEAD, Role.ADMINISTRATOR})
SEES = LOOKS | {Role.AUDITOR}


def add_flags(desk: Blueprint, house: House) -> None:
    """Adds /desk/flags."""

    @desk.get("/flags")
    def suspicious() -> str | Answer:
        if me().role not in SEES:
            return redirect(url_for("desk.queue"))
        return _page(house)

    @desk.post("/flags/<int:flag_id>")
    def looked(flag_id: int) -> str | Answer | tuple[str, int]:
        finding = clean_text(request.form.get("finding", "")).strip()[:2000]
        with house.store.write() as session:
            scope = scope_of(house, session, me())
            row = session.get(FlagRow, flag_id)
            if row is None or not scope.covers(row.office_id) or row.ticket in scope.about_me:
                raise NotFound(f"no flag {flag_id}")
            if me().role not in LOOKS or row.by.partition(":")[2] == str(me().id):
                raise NotAllowed("looking at flags")
            try:
                flags.looked_at(session, flag_id, str(me().actor), required_finding(finding), house.clock.now())
            except Rejected as error:
                return _page(house, problem=explain(error, page_language())), 400
        return redirect(url_for("desk.suspicious"))


def required_finding(finding: str) -> str:
    """What was found. Raises Rejected for nothing."""
    if not finding:
        raise Rejected("no finding", tell=str(gettext("Please write what you found.")))
    return finding


def _page(house: House, *, problem: str = "") -> str:
    with house.store.read() as session:
        scope = scope_of(house, session, me())
        rows = flags.waiting(session, None if scope.whole else sorted(scope.ids))
        rows = [row for row in rows if row.ticket not in scope.about_me]
        directory = house.cases.book.directory(session)
        names = staff.names(session, {row.by.partition(":")[2] for row in rows})
        shown = [
            (
                row,
                labels.FLAGS.get(row.kind, row.kind),
                directory.get(row.office_id).named(labels.page_language()),
                names.get(row.by.partition(":")[2], ""),
            )
            for row in rows
        ]
    return render_template("desk/flags.html", rows=shown, problem=problem, may=me().role in LOOKS, words=labels)
