"""Who may sign in: adding, another role or office, a new one-time password, leaving and coming back."""

from flask import Blueprint, render_template, request
from flask_babel import gettext
from sqlalchemy.orm import Session

from core.errors import Conflict, NotFound, Rejected
from core.offices.staff import STAFF_ROLES, Staff
from core.services.cases import Cases
from core.services.leaving import let_go
from core.store.staff import staff
from core.store.staff.admin_log import write_down
from core.ticket import Role
from gateway import reasons
from gateway.house import House
from gateway.web.shared.labels import STAFF_ROLES as ROLES
from gateway.web.shared.languages import page_language
from gateway.web.shared.offices import WhichOffice, office_label, the_office
from gateway.web.staff.passwords import hash_password, one_time_password
from gateway.web.staff.users import me

_AT_DESK = {Role.OFFICER, Role.SUPERVISOR, Role.DEPARTMENT_HEAD}
"""Who has cases in hand."""
_NAMED = 5
"""Offices of which one must be chosen: so many are named."""


def add(room: Blueprint, house: House) -> None:
    """/admin/people."""

    @room.get("/people")
    def people() -> str:
        return _page(house)

    @room.post("/people")
    def change_people() -> str | tuple[str, int]:
        try:
            told = _change(house)
        except Rejected as error:
            return _page(house, problem=reasons.explain(error, page_language()), written=request.form), 400
        except Conflict:
            return _page(house, problem=gettext("This user name is taken."), written=request.form), 409
        return _page(house, told=told)


def _page(house: House, **values: object) -> str:
    with house.store.read() as session:
        everybody = staff.everybody(session)
        directory = house.cases.book.directory(session)
    theirs = {one.office for one in everybody}
    names = {one.code: office_label(one, directory, page_language()) for one in directory if one.code in theirs}
    given = {"written": {}} | values
    return render_template(
        "administration/people.html", people=everybody, roles=STAFF_ROLES, role_names=ROLES, offices=names, **given
    )


def _change(house: House) -> tuple[str, str] | None:
    """Do what the form says; a new password with its user name, to be handed over. Raises Rejected, Conflict."""
    now, what = house.clock.now(), request.form.get("do", "")
    password = one_time_password()
    with house.store.write() as session:
        if what == "add":
            username, name = _username(), request.form.get("name", "").strip()[:120]
            if not name:
                raise Rejected("no name", tell=gettext("Please write the person's name."))
            role, office = _role(), _office(house.cases, session)
            staff.add(session, username, name, role, office, hash_password(password), now)
            write_down(session, me().id, "add", username, now, role=role.value, office=office)
            return username, password
        person = _person(session)
        if person.id == me().id:
            raise Rejected("oneself", tell=gettext("Another administrator must change your own entry."))
        match what:
            case "password":
                staff.set_password(session, person.id, hash_password(password), must_change=True)
                write_down(session, me().id, what, person.username, now)
                return person.username, password
            case "leave" | "return":
                staff.set_active(session, person.id, active=what == "return")
                if what == "leave":
                    let_go(session, house.cases, person.id, now)
                write_down(session, me().id, what, person.username, now)
            case "place":
                role, office = _role(), _office(house.cases, session)
                staff.set_place(session, person.id, role, office)
                if office != person.office or role not in _AT_DESK:
                    let_go(session, house.cases, person.id, now)
                write_down(session, me().id, what, person.username, now, role=role.value, office=office)
            case _:
                raise Rejected(f"do {what!r}", tell=gettext("This cannot be done."))
    return None


def _person(session: Session) -> Staff:
    found = staff.by_username(session, request.form.get("username", ""))
    if found is None:
        raise NotFound("nobody of that name")
    return found


def _username() -> str:
    wanted = request.form.get("username", "").strip().casefold()
    if not (2 <= len(wanted) <= 40 and wanted.isascii() and wanted.replace(".", "").replace("-", "").isalnum()):
        raise Rejected("user name", tell=gettext("A user name has 2 to 40 letters (a to z), digits, dots and hyphens."))
    return wanted


def _role() -> Role:
    wanted = request.form.get("role", "")
    if wanted not in {role.value for role in STAFF_ROLES}:
        raise Rejected(f"role {wanted!r}", tell=gettext("Please choose a role."))
    return Role(wanted)


def _office(cases: Cases, session: Session) -> str | None:
    wanted = request.form.get("office", "").strip()
    if not wanted:
        return None
    try:
        return the_office(cases.book.directory(session), wanted).code
    except WhichOffice as which:
        language, directory = page_language(), cases.book.directory(session)
        names = "; ".join(office_label(one, directory, language) for one in which.offices[:_NAMED])
        tell = gettext("Several offices have this in their name: %(names)s", names=names)
        raise Rejected(f"office {wanted!r}", tell=tell) from None
