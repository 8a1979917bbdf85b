"""Sessions: Flask-Login over the store. A session ends with the password it began with."""

from collections.abc import Collection
from datetime import timedelta

from flask import Flask, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.wrappers import Response

from core.staff import Staff
from core.store.people import staff
from gateway.house import House
from gateway.web.staff.doors import doors_for

LASTS = timedelta(hours=8)


class SignedIn(UserMixin):  # type: ignore[misc]  # flask-login has no types
    """Who is signed in, for Flask-Login."""

    def __init__(self, person: Staff) -> None:
        self.staff = person

    def get_id(self) -> str:
        return f"{self.staff.id}:{self.staff.stamp}"


def set_up_sessions(app: Flask, house: House, without: Collection[str]) -> None:
    """The manager of sessions. They last a working day, and end when nothing is done. Rooms ``without`` one get no
    cookie."""
    app.permanent_session_lifetime = LASTS
    manager = LoginManager(app)
    manager.session_protection = "basic"

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(kept: str) -> SignedIn | None:
        number, _, stamp = kept.partition(":")
        if not number.isdigit():
            return None
        with house.store.read() as db:
            found = staff.get(db, int(number))
        return SignedIn(found) if found is not None and found.active and found.stamp == stamp else None

    @manager.unauthorized_handler  # type: ignore[untyped-decorator]
    def to_sign_in() -> Response:
        return redirect(url_for("signin.sign_in", next=request.full_path.rstrip("?")))

    @app.context_processor
    def who() -> dict[str, object]:
        if not current_user.is_authenticated:
            return {}
        return {"me": me(), "doors": doors_for(me().role)}

    @app.before_request
    def keep_alive() -> None:
        if request.blueprint not in without:
            session.permanent = True


def me() -> Staff:
    """Who is signed in. Only behind the guard."""
    person: Staff = current_user.staff
    return person
