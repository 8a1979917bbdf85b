"""One's own page: the rooms one may open, and one's password."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import login_user
from werkzeug.wrappers import Response

from core.errors import Conflict
from core.store.people import staff
from gateway.house import House
from gateway.web.staff.passwords import SHORTEST, hash_password, is_password
from gateway.web.staff.users import SignedIn, me


def blueprint(house: House) -> Blueprint:
    """/staff and /staff/password."""
    pages = Blueprint("account", __name__, url_prefix="/staff")

    @pages.get("")
    def home() -> str:
        return render_template("staff/home.html")

    @pages.get("/password")
    def password() -> str:
        return render_template("staff/password.html", problem=None, shortest=SHORTEST)

    @pages.post("/password")
    def change() -> Response | tuple[str, int]:
        old, new = request.form.get("old", ""), request.form.get("new", "")
        problem = None
        if not is_password(me().password_hash, old):
            problem = gettext("The present password is not right.")
        elif len(new) < SHORTEST or new == old:
            problem = gettext(
                "The new password needs at least %(count)s characters, and must be another one.", count=SHORTEST
            )
        if problem:
            return render_template("staff/password.html", problem=problem, shortest=SHORTEST), 400
        with house.store.write() as db:
            staff.set_password(db, me().id, hash_password(new))
            changed = staff.get(db, me().id)
        if changed is None:
            raise Conflict("gone")
        login_user(SignedIn(changed))
        return redirect(url_for("account.home"))

    return pages
