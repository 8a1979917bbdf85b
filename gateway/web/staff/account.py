"""One's own page: the rooms one may open, one's password, second factors and sessions."""

from flask import Blueprint, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from core.errors import Conflict
from core.store.staff import access_log, staff
from gateway.house import House
from gateway.web.staff import drafts, kept_forms, security_page, tries
from gateway.web.staff.entering import enter
from gateway.web.staff.next_page import own_path
from gateway.web.staff.passwords import LONGEST, SHORTEST, Weak, hash_password, is_password, weakness
from gateway.web.staff.users import me, my_session


def blueprint(house: House) -> Blueprint:
    """/staff, /staff/password and /staff/security."""
    pages = Blueprint("account", __name__, url_prefix="/staff")

    @pages.get("")
    def home() -> str:
        return render_template("staff/home.html")

    @pages.get("/password")
    def password() -> str:
        return _page(None)

    @pages.post("/password")
    def change() -> Response | tuple[str, int]:
        old, new = request.form.get("old", ""), request.form.get("new", "")
        with house.store.read() as db:
            if tries.codes_closed(db, me().id, house.clock.now()):  # whoever sits at an open session may not try on
                return _page(str(gettext("The present password is not right."))), 429
        problem = _problem(old, new)
        if problem:
            if not is_password(me().password_hash, old):
                with house.store.write() as db:
                    tries.count_code(db, me().id, house.clock.now())
            return _page(problem), 400
        with house.store.write() as db:
            staff.set_password(db, me().id, hash_password(new))
            access_log.write_down(db, me().id, PASSWORD_CHANGED, "", house.clock.now())
            changed = staff.get(db, me().id)
        if changed is None:
            raise Conflict("gone")
        enter(house, changed, my_session().how, factor=my_session().factor)
        return redirect(own_path(request.args.get("next", "")))

    security_page.add(pages, house)
    kept_forms.add(pages, house)
    drafts.add(pages, house)
    return pages


def _problem(old: str, new: str) -> str | None:
    if not is_password(me().password_hash, old):
        return str(gettext("The present password is not right."))
    if new == old:
        return str(gettext("The new password must be another one."))
    match weakness(new, (me().username, me().name, me().office or "")):
        case Weak.SHORT:
            return str(gettext("The new password needs at least %(count)s characters.", count=SHORTEST))
        case Weak.LONG:
            return str(gettext("The new password may have at most %(count)s characters.", count=LONGEST))
        case Weak.EASY:
            return str(
                gettext(
                    "This password is easily guessed. Take several words that do not belong together, or a longer one."
                )
            )
    return None


def _page(problem: str | None) -> str:
    return render_template("staff/password.html", problem=problem, shortest=SHORTEST, longest=LONGEST)


PASSWORD_CHANGED = "password changed"  # noqa: S105 - what the audit has of it
