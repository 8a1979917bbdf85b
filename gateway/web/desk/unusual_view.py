"""Unusual openings by one's people: a supervisor looks at each, and writes down what they found."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from core.casework.unusual import UnusualKind
from core.errors import NotAllowed, NotFound, Rejected
from core.store.staff import staff, unusual
from core.store.staff.tables import UnusualRow
from core.text.normalise import clean_text
from gateway.house import House
from gateway.reasons import explain
from gateway.web.desk.flags_view import LOOKS, SEES, required_finding
from gateway.web.shared import labels
from gateway.web.shared.languages import page_language
from gateway.web.staff.scope import Scope, scope_of
from gateway.web.staff.users import me

KINDS = {
    UnusualKind.UNMASKED: lazy_gettext("saw much that is masked"),
    UnusualKind.OUTSIDE: lazy_gettext("opened many cases of other offices"),
    UnusualKind.AT_NIGHT: lazy_gettext("opened much at night"),
    UnusualKind.TAKEN: lazy_gettext("took long lists as files"),
}


def add_unusual(desk: Blueprint, house: House) -> None:
    """Adds /desk/unusual."""

    @desk.get("/unusual")
    def unusual_openings() -> str | Answer:
        if me().role not in SEES:
            return redirect(url_for("desk.queue"))
        return _page(house)

    @desk.post("/unusual/<int:unusual_id>")
    def looked_at_unusual(unusual_id: int) -> str | Answer | tuple[str, int]:
        finding = clean_text(request.form.get("finding", "")).strip()[:2000]
        with house.store.write() as session:
            scope = scope_of(house, session, me())
            row = session.get(UnusualRow, unusual_id)
            person = staff.get(session, row.staff) if row is not None else None
            if person is None or not (scope.whole or person.office in scope.codes):
                raise NotFound(f"nothing unusual {unusual_id}")
            if me().role not in LOOKS or person.id == me().id:
                raise NotAllowed("looking at what is unusual")
            try:
                unusual.looked_at(session, unusual_id, str(me().actor), required_finding(finding), house.clock.now())
            except Rejected as error:
                return _page(house, problem=explain(error, page_language())), 400
        return redirect(url_for("desk.unusual_openings"))


def waiting(session: Session, scope: Scope) -> int:
    """How much waits for this supervisor; 0 for who is none."""
    return unusual.count(session, _offices(scope), me().id) if me().role in SEES else 0


def _offices(scope: Scope) -> frozenset[str] | None:
    return None if scope.whole else scope.codes


def _page(house: House, *, problem: str = "") -> str:
    with house.store.read() as session:
        scope = scope_of(house, session, me())
        rows = unusual.waiting(session, _offices(scope), me().id)
        names = staff.names(session, {row.staff for row in rows})
        shown = [(row, names.get(str(row.staff), ""), KINDS[UnusualKind(row.kind)]) for row in rows]
    return render_template("desk/unusual.html", rows=shown, problem=problem, may=me().role in LOOKS, words=labels)
