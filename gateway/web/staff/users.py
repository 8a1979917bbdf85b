"""Sessions: Flask-Login over the store. The cookie holds a key; what the session is, and whether it still is one,
stands in the database (core/store/staff/sessions.py)."""

from collections.abc import Callable, Collection
from datetime import timedelta

from flask import Flask, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.offices.staff import Staff
from core.store.staff import sessions
from core.store.staff.sessions import Kept
from gateway.house import House
from gateway.web.staff.navigation import doors_for

COOKIE_LASTS = timedelta(days=7)
"""Longer than any session: it is not the cookie that ends one."""
UNATTENDED = frozenset({"live", "stream", "hold", "draft", "leave"})
"""What pages ask by themselves: it is no sign that somebody is there."""


def is_unattended() -> bool:
    """Is this request one that a page makes by itself?"""
    return (request.endpoint or "").partition(".")[2] in UNATTENDED


class SignedIn(UserMixin):  # type: ignore[misc]  # flask-login has no types
    """Who is signed in, and by which session, for Flask-Login."""

    def __init__(self, person: Staff, kept: Kept) -> None:
        self.staff = person
        self.kept = kept

    def get_id(self) -> str:
        return self.kept.token


def set_up_sessions(app: Flask, house: House, without: Collection[str], keep: Callable[[object], str | None]) -> None:
    """The manager of sessions. Rooms ``without`` one get no cookie. ``keep`` keeps the form of a request whose session
    has ended, by what its cookie held."""
    app.permanent_session_lifetime = COOKIE_LASTS
    manager = LoginManager(app)
    manager.session_protection = "basic"

    @manager.user_loader  # type: ignore[untyped-decorator]
    def load(token: str) -> SignedIn | None:
        now = house.clock.now()
        with house.store.read() as db:
            found = sessions.find(db, token, now)
        if found is None:
            return None
        person, kept = found
        if sessions.stale(kept, now) and not is_unattended():
            with house.store.write() as db:
                sessions.still_there(db, kept, now)
        return SignedIn(person, kept)

    @manager.unauthorized_handler  # type: ignore[untyped-decorator]
    def to_sign_in() -> Response:
        if request.method == "GET":
            return redirect(url_for("signin.sign_in", next=request.full_path.rstrip("?")))
        kept = keep(session.get("_user_id"))
        return redirect(url_for("signin.sign_in", next=kept), 303)

    @app.context_processor
    def who() -> dict[str, object]:
        if not current_user.is_authenticated:
            return {}
        return {"me": me(), "doors": doors_for(me().role)}

    @app.before_request
    def keep_alive() -> None:
        if request.blueprint not in without:
            session.permanent = True


def keep_after_signing_in(app: Flask, keep: Callable[[object], str | None]) -> None:
    """A form of a page from before they signed in again has a token that holds no more: it is kept as well."""

    @app.errorhandler(CSRFError)
    def too_old(error: CSRFError) -> Response:
        kept = keep(session.get("_user_id")) if current_user.is_authenticated else None
        answer: Response = redirect(kept, 303) if kept else app.make_response(app.handle_user_exception(_plain(error)))
        return answer


def _plain(error: CSRFError) -> BadRequest:
    return BadRequest(str(error.description))


def me() -> Staff:
    """Who is signed in. Only behind the guard."""
    person: Staff = current_user.staff
    return person


def my_session() -> Kept:
    """Their session. Only behind the guard."""
    kept: Kept = current_user.kept
    return kept
