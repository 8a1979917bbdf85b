"""Who may open which room: the one place. What is not listed here is public."""

from collections.abc import Callable, Mapping

from flask import Flask, current_app, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from core.errors import NotAllowed
from core.offices.staff import STAFF_ROLES
from core.store.staff.sessions import PROVIDER
from core.ticket import Role

EVERYBODY = frozenset(STAFF_ROLES)
_RUNS_IT = frozenset({Role.ADMINISTRATOR})
_AT_CASES = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.DEPARTMENT_HEAD, Role.AUDITOR}) | _RUNS_IT

ROOMS: Mapping[str, frozenset[Role]] = {
    "account": EVERYBODY,
    "mailroom": frozenset({Role.CLERK, Role.SUPERVISOR}) | _RUNS_IT,
    "helpline": frozenset({Role.AGENT, Role.SUPERVISOR}) | _RUNS_IT,
    "evidence": _AT_CASES,
    "desk": _AT_CASES,
    "dashboards": _AT_CASES,
    "audit": frozenset({Role.AUDITOR}) | _RUNS_IT,
    "administration": _RUNS_IT,
}
"""Blueprint → roles."""

PUBLIC = frozenset(
    {"tracking", "health", "heads", "home", "signin", "simulator", "citizen", "complain", "metrics", "open"}
)
"""Rooms that anybody may open. A blueprint that is in neither list is refused to everybody."""

SECOND_FACTOR = "SECOND_FACTOR"
"""The application's setting: is one demanded?"""
PROVEN = frozenset({Role.AUDITOR}) | _RUNS_IT
"""Of whom it is demanded before they open anything."""
UNMASKING = frozenset(
    {"desk.unmask", "desk.by_person", "mailroom.unmask", "mailroom.addresses_shown", "helpline.reveal"}
)
"""And of everybody before this: it says who a case's citizen is."""


def guard(app: Flask, keep: Callable[[object], str | None]) -> None:
    """Ask before every request. ``keep`` keeps the form of one that has to wait, by what the session's cookie holds."""

    @app.before_request
    def ask() -> Response | None:
        room = request.blueprint
        if request.endpoint in (None, "static") or room in PUBLIC:
            return None
        if not current_user.is_authenticated:
            response: Response = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
            return response
        if current_user.staff.role not in ROOMS.get(room or "", frozenset()):
            raise NotAllowed(f"{room} by {current_user.staff.role}")
        kept = current_user.kept
        if room == "account":
            return None
        if current_user.staff.must_change and kept.how != PROVIDER:
            return redirect(url_for("account.password", next=_onward(keep)))
        if current_app.config.get(SECOND_FACTOR) and kept.factor is None:
            if request.endpoint in UNMASKING:
                return redirect(url_for("account.security", needed="unmask", next=request.path.rpartition("/")[0]))
            if current_user.staff.role in PROVEN:
                return redirect(url_for("account.security", needed="role", next=_onward(keep)))
        return None


def _onward(keep: Callable[[object], str | None]) -> str | None:
    """Where a request goes on that has to wait: the page, or where its form is shown again."""
    return request.full_path.rstrip("?") if request.method == "GET" else keep(session.get("_user_id"))
