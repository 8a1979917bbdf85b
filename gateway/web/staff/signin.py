"""Signing in and out. A wrong password is slow, counted where it comes from, and says nothing about the user name.

Who has a second factor is asked for it before a session begins (second_step.py).
"""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user, logout_user
from werkzeug.wrappers import Response

from core.store.staff import access_log, factors, sessions, staff
from core.store.staff.sessions import PASSWORD
from gateway.house import House
from gateway.web.staff import second_step, tries
from gateway.web.staff.entering import SIGNED_OUT, enter, refused
from gateway.web.staff.next_page import own_path
from gateway.web.staff.passwords import is_password
from gateway.web.staff.users import me, my_session


def blueprint(house: House) -> Blueprint:
    """/staff/sign-in, its second step, and /staff/sign-out."""
    pages = Blueprint("signin", __name__, url_prefix="/staff")

    @pages.get("/sign-in")
    def sign_in() -> str:
        return render_template("staff/sign_in.html", username="", problem=None)

    _add_password(pages, house)

    @pages.post("/sign-out")
    def sign_out() -> Response:
        if current_user.is_authenticated:
            now = house.clock.now()
            with house.store.write() as db:
                sessions.end(db, me().id, my_session().id, now)
                access_log.write_down(db, me().id, SIGNED_OUT, "", now)
        logout_user()
        return redirect(url_for("signin.sign_in"))

    second_step.add(pages, house)
    second_step.add_passkeys(pages, house)
    return pages


def _add_password(pages: Blueprint, house: House) -> None:
    @pages.post("/sign-in")
    def check() -> Response | tuple[str, int]:
        username, password = request.form.get("username", "")[:80], request.form.get("password", "")
        now, onward = house.clock.now(), own_path(request.args.get("next", ""))
        with house.store.read() as db:
            found = staff.by_username(db, username)
            closed = tries.closed(db, username, found.id if found else None, now)
        if closed:
            return _again(username), 429
        right = is_password(found.password_hash if found else None, password)
        if found is None or not right or not found.active:
            with house.store.write() as db:
                tries.count(db, username, found.id if found else None, now)
            refused(house, found, "wrong password" if not right else "has left")
            return _again(username), 403
        with house.store.read() as db:
            more = bool(factors.of(db, found.id))
        if more:
            return second_step.ask_for(house.clock, found, onward)
        enter(house, found, PASSWORD)
        return redirect(onward)


def _again(username: str) -> str:
    problem = gettext(
        "User name and password do not belong together, or there were too many tries. Try again in a while."
    )
    return render_template("staff/sign_in.html", username=username, problem=problem)
