"""Signing in and out. A wrong password is slow, counted, and says nothing about the user name."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

from core.store.people import staff
from gateway.house import House
from gateway.web.staff.next_page import own_path
from gateway.web.staff.passwords import is_password
from gateway.web.staff.users import SignedIn
from gateway.web.throttle import Throttle

_TRIES, _WINDOW_S = 30, 600


def blueprint(house: House) -> Blueprint:
    """/staff/sign-in and /staff/sign-out."""
    pages = Blueprint("signin", __name__, url_prefix="/staff")
    throttle = Throttle(_TRIES, _WINDOW_S)

    @pages.get("/sign-in")
    def sign_in() -> str:
        return render_template("staff/sign_in.html", username="", problem=None)

    @pages.post("/sign-in")
    def check() -> Response | tuple[str, int]:
        username, password = request.form.get("username", ""), request.form.get("password", "")
        if not throttle.allow(request.remote_addr or ""):
            return _again(username), 429
        now = house.clock.now()
        with house.store.read() as db:
            found = staff.by_username(db, username)
        right = is_password(found.password_hash if found else None, password)
        if found is None or not right or not found.active or found.locked(now):
            if found is not None and not right:
                with house.store.write() as db:
                    staff.wrong_password(db, found.id, now)
            return _again(username), 403
        with house.store.write() as db:
            staff.right_password(db, found.id)
        login_user(SignedIn(found))
        return redirect(own_path(request.args.get("next", "")))

    @pages.post("/sign-out")
    def sign_out() -> Response:
        logout_user()
        return redirect(url_for("signin.sign_in"))

    return pages


def _again(username: str) -> str:
    problem = gettext(
        "User name and password do not belong together, or there were too many tries. Try again in a while."
    )
    return render_template("staff/sign_in.html", username=username, problem=problem)
