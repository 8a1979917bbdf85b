"""/audit: who opened which case, letter, recording and file, and why; who signed in and who searched for what; and
what administrators and the command line did. For auditors and administrators.

An auditor of an office sees what was opened of its cases, and what its people did, and those of the offices under it.
"""

from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template, request
from flask_babel import gettext
from sqlalchemy.orm import Session

from core.offices.staff import Staff
from core.store.casework import tickets
from core.store.staff import access_log, admin_log, staff
from core.store.staff.tables import AccessLogRow
from core.text.tracking import read_tracking_number
from gateway.house import House
from gateway.web.audit.labels import KINDS, WHAT
from gateway.web.audit.presenters import in_words
from gateway.web.staff.entering import NOBODY
from gateway.web.staff.scope import Scope, scope_of
from gateway.web.staff.users import me

_SHOWN, _READ = 200, 2000


def blueprint(house: House) -> Blueprint:
    """/audit and /audit/acts."""
    room = Blueprint("audit", __name__, url_prefix="/audit")

    @room.get("")
    def show() -> str:
        number = read_tracking_number(request.args.get("number", "").strip())
        kind = request.args.get("kind", "")
        what = KINDS[kind][1] if kind in KINDS else None
        with house.store.read() as session:
            scope = scope_of(house, session, me())
            people = {one.id: one for one in staff.everybody(session)}
            rows = access_log.latest(session, _SHOWN if scope.whole else _READ, ticket=number, what=what)
            seen = _seen(session, scope, rows, people)[:_SHOWN]
        return render_template(
            "audit/access_log.html",
            looks=seen,
            names=_names(people),
            what=WHAT,
            kinds=KINDS,
            kind=kind,
            number=number or "",
            whole=scope.whole,
        )

    @room.get("/acts")
    def acts() -> str:
        with house.store.read() as session:
            scope = scope_of(house, session, me())
            people = {one.id: one for one in staff.everybody(session)}
            rows = admin_log.latest(session, _SHOWN) if scope.whole else []
            shown = in_words(rows, _names(people), house.cases.book.directory(session), scope.about_me)
        return render_template("audit/acts.html", acts=shown)

    return room


def _names(people: Mapping[int, Staff]) -> dict[int, str]:
    return {
        access_log.CITIZEN: gettext("Citizen"),
        admin_log.COMMAND_LINE: gettext("The command line"),
        NOBODY: gettext("An unknown name"),
        **{one.id: one.name for one in people.values()},
    }


def _seen(
    session: Session, scope: Scope, rows: Sequence[AccessLogRow], people: Mapping[int, Staff]
) -> list[AccessLogRow]:
    """What they may see: of cases, as on the desk; of what is of no case, what people of their offices did."""
    own = {one: tickets.find(session, one) for one in {row.ticket for row in rows} if one is not None}

    def may(row: AccessLogRow) -> bool:
        ticket = own.get(row.ticket or "")
        if ticket is not None:
            return scope.allows(ticket)
        if scope.whole:
            return True
        person = people.get(row.staff)
        return row.ticket is None and person is not None and person.office in scope.codes

    return [row for row in rows if may(row)]
