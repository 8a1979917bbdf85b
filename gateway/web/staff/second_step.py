"""The second step of signing in: a code of one's app, a passkey, or a code from paper. And signing in by a passkey
alone, which is two factors in one: the thing, and the finger or number that opens it.

Between the steps the browser holds, signed and for ten minutes, who gave the right password. The same page proves a
session that began without (through the identity provider).
"""

from flask import Blueprint, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.errors import Rejected
from core.offices.staff import Staff
from core.ports import Clock
from core.store.staff import factors, sessions, staff
from core.store.staff.sessions import PASSKEY, PASSWORD
from gateway.house import House
from gateway.web.staff import apps, passkeys, tries
from gateway.web.staff.entering import enter, refused
from gateway.web.staff.next_page import own_path
from gateway.web.staff.users import me, my_session

_HALF, _HALF_S = "half", 600


def ask_for(clock: Clock, person: Staff, onward: str) -> Response:
    """The password was right: on to the second step."""
    session[_HALF] = [person.id, person.stamp, int(clock.now().timestamp())]
    return redirect(url_for("signin.second", next=onward))


def add(pages: Blueprint, house: House) -> None:
    """Adds /staff/second-step."""

    @pages.app_context_processor
    def known() -> dict[str, object]:
        return {"passkeys_possible": lambda: passkeys.possible(house)}

    @pages.get("/second-step")
    def second() -> str | Response:
        person = _who(house)
        return _page(house, person) if person is not None else redirect(url_for("signin.sign_in"))

    @pages.post("/second-step")
    def second_check() -> Response | tuple[str, int]:
        person, now = _who(house), house.clock.now()
        if person is None:
            return redirect(url_for("signin.sign_in", next=request.args.get("next", "")))
        with house.store.write() as db:
            closed = tries.codes_closed(db, person.id, now)
            factor = None if closed and "credential" not in request.form else _proven(house, db, person)
            if factor is None:
                tries.count_code(db, person.id, now)
        if factor is None:
            refused(house, person, "wrong second factor")
            problem = gettext("This was not right, or there were too many tries. Try again in a while.")
            return _page(house, person, problem=problem), 429 if closed else 403
        return _onward(house, person, factor)


def add_passkeys(pages: Blueprint, house: House) -> None:
    """Adds signing in by a passkey alone, and what a browser needs for one."""

    @pages.get("/passkey-options")
    def passkey_options() -> Response:
        person = _who(house)
        with house.store.read() as db:
            known = [row.credential or "" for row in factors.of(db, person.id)] if person is not None else []
        response = jsonify(passkeys.to_prove(house, list(filter(None, known))))
        response.headers["Cache-Control"] = "no-store"
        return response

    @pages.post("/passkey")
    def passkey() -> Response | tuple[str, int]:
        """By a passkey alone."""
        found = _whose_passkey(house)
        if found is None or not found.active:
            refused(house, found, "wrong passkey")
            problem = gettext("This passkey is not known here.")
            return render_template("staff/sign_in.html", username="", problem=problem), 403
        enter(house, found, PASSKEY, factor=factors.PASSKEY)
        return redirect(own_path(request.args.get("next", "")))


def _whose_passkey(house: House) -> Staff | None:
    try:
        with house.store.write() as db:
            return staff.get(db, passkeys.prove(house, db, request.form.get("credential", "")))
    except Rejected:
        return None


def _who(house: House) -> Staff | None:
    """Who gave the right password just now in this browser, or is signed in."""
    if current_user.is_authenticated:
        return me()
    half = session.get(_HALF)
    if not isinstance(half, list) or house.clock.now().timestamp() - half[2] > _HALF_S:
        session.pop(_HALF, None)
        return None
    with house.store.read() as db:
        found = staff.get(db, half[0])
    return found if found is not None and found.active and found.stamp == half[1] else None


def _proven(house: House, db: Session, person: Staff) -> str | None:
    """By what it was proven that it is they; None where it was not."""
    if "credential" in request.form:
        try:
            right = passkeys.prove(house, db, request.form["credential"]) == person.id
        except Rejected:
            return None
        return factors.PASSKEY if right else None
    code = request.form.get("code", "")
    if apps.is_right(db, person.id, code, house.clock.now()):
        return factors.APP
    return factors.PAPER if factors.take_paper(db, person.id, code) else None


def _onward(house: House, person: Staff, factor: str) -> Response:
    if current_user.is_authenticated:
        with house.store.write() as db:
            sessions.proven(db, my_session(), factor)
    else:
        enter(house, person, PASSWORD, factor=factor)
    return redirect(own_path(request.args.get("next", "")))


def _page(house: House, person: Staff, problem: str | None = None) -> str:
    with house.store.read() as db:
        kinds = {row.kind for row in factors.of(db, person.id)}
    return render_template(
        "staff/second_step.html",
        app=factors.APP in kinds,
        passkey=factors.PASSKEY in kinds and passkeys.possible(house),
        problem=problem,
    )
