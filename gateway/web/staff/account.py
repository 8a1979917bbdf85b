"""One's own page: the rooms one may open, and one's password."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_login import login_user
from werkzeug.wrappers import Response

from core.errors import Conflict
from core.store import staff
from gateway.house import House
from gateway.web.staff.passwords import SHORTEST, hash_password, is_password
from gateway.web.staff.permissions import ROOMS
from gateway.web.staff.users import SignedIn, me

DOORS = {
    "mailroom": ("/mailroom", "Mailroom", "Letters to be looked at."),
    "helpline": ("/helpline", "Helpline", "Calls to be heard."),
}


def blueprint(house: House) -> Blueprint:
    """/staff and /staff/password."""
    pages = Blueprint("account", __name__, url_prefix="/staff")

    @pages.get("")
    def home() -> str:
        open_rooms = [
            door for room, door in DOORS.items() if room in current_app.blueprints and me().role in ROOMS[room]
        ]
        return render_template("staff/home.html", me=me(), doors=open_rooms)

    @pages.get("/password")
    def password() -> str:
        return render_template("staff/password.html", me=me(), problem=None, shortest=SHORTEST)

    @pages.post("/password")
    def change() -> Response | tuple[str, int]:
        old, new = request.form.get("old", ""), request.form.get("new", "")
        problem = None
        if not is_password(me().password_hash, old):
            problem = "The present password is not right."
        elif len(new) < SHORTEST or new == old:
            problem = f"The new password needs at least {SHORTEST} characters, and must be another one."
        if problem:
            return render_template("staff/password.html", me=me(), problem=problem, shortest=SHORTEST), 400
        with house.store.write() as db:
            staff.set_password(db, me().id, hash_password(new))
            changed = staff.get(db, me().id)
        if changed is None:
            raise Conflict("gone")
        login_user(SignedIn(changed))
        return redirect(url_for("account.home"))

    return pages
