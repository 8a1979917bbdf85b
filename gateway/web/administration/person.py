"""A citizen's request: what is kept of them, a copy of it for them, and that it be erased. All by POST: whom somebody
asked about stands in no address and no server's log.
"""

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext
from sqlalchemy.orm import Session

from core.errors import Conflict
from core.services import persons
from core.services.persons import Kept
from core.store.staff import access_log
from core.store.staff.admin_log import write_down
from core.text.normalise import clean_text
from gateway.house import House
from gateway.pipeline.timing import delete_evidence
from gateway.reasons import explain
from gateway.web.shared.languages import page_language
from gateway.web.staff.scope import scope_of
from gateway.web.staff.users import me

_LONGEST = 200
_SHOW, _EXPORT, _ERASE = "show", "export", "erase"
Answer = str | Response | tuple[str, int]


def add(room: Blueprint, house: House) -> None:
    """/admin/person."""

    @room.get("/person")
    def person() -> str:
        return _page()

    @room.post("/person")
    def person_asked() -> Answer:
        who, what = _written("who"), request.form.get("do", _SHOW)
        found = persons.identify(who)
        if found is None:
            return _page(who, problem=gettext("This is no phone, email, CNIC or number of a case.")), 400
        reason = _written("reason")
        if not reason:
            return _page(who, problem=gettext("Please write the reason.")), 400
        if what == _EXPORT:
            return _export(house, found, reason)
        if what == _ERASE:
            return _erase(house, who, found, reason)
        return _shown(house, who, found, reason)


def _shown(house: House, who: str, found: tuple[str, str], reason: str, problem: str = "") -> str:
    """Written down twice: as what an administrator did, and as a search, of which many in a day are unusual."""
    now = house.clock.now()
    with house.store.write() as session:
        kept = _theirs(house, session, found)
        cases = [one.number for one in kept.cases]
        write_down(session, me().id, "person_show", found[0], now, cases=cases, reason=reason)
        access_log.write_down(session, me().id, "person search", found[0], now, reason=reason)
    return _page(who, kept, problem, reason=reason)


def _export(house: House, found: tuple[str, str], reason: str) -> Response:
    with house.store.write() as session:
        kept = _theirs(house, session, found)
        cases = [one.number for one in kept.cases]
        write_down(session, me().id, "person_export", found[0], house.clock.now(), cases=cases, reason=reason)
    with house.store.read() as session:
        content = persons.export(session, kept, house.store.blobs)
    answer = Response(content, content_type="application/zip")
    answer.headers["Content-Disposition"] = "attachment; filename=person.zip"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _erase(house: House, who: str, found: tuple[str, str], reason: str) -> Answer:
    if request.form.get("sure") != "yes":
        return _shown(
            house, who, found, reason, gettext("Please say that you are sure: nobody can bring it back.")
        ), 400
    now = house.clock.now()
    try:
        with house.store.write() as session:
            kept = _theirs(house, session, found)
            persons.erase(session, kept, now)
            cases = [one.number for one in kept.cases]
            write_down(session, me().id, "person_erase", found[0], now, cases=cases, reason=reason)
    except Conflict as error:
        return _shown(house, who, found, reason, explain(error, page_language())), 409
    delete_evidence(house, now)
    return _page(done=len(cases))


def _theirs(house: House, session: Session, found: tuple[str, str]) -> Kept:
    """Without what whoever asks may not see in any role: cases of other offices, those that are about them, and by a
    number those of somebody who wishes not to be named."""
    scope = scope_of(house, session, me())
    kept = persons.find(session, *found)
    by_number = found[0] == persons.NUMBER  # which stands on the desk too, and so proves nothing there of who it is
    return persons.without(
        session, kept, lambda one: not scope.allows(one) or (by_number and one.anonymous), whole=scope.whole
    )


def _page(who: str = "", kept: Kept | None = None, problem: str = "", done: int | None = None, reason: str = "") -> str:
    return render_template("administration/person.html", who=who, kept=kept, problem=problem, done=done, reason=reason)


def _written(name: str) -> str:
    return clean_text(request.form.get(name, "")).strip()[:_LONGEST]
