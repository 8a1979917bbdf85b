"""Who may open which room: the one place. What is not listed here is public."""

from collections.abc import Mapping

from flask import Flask, current_app, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from core.errors import NotAllowed
from core.staff import STAFF_ROLES
from core.ticket import Role
from gateway.web.staff.identity import BY_PROVIDER

EVERYBODY = frozenset(STAFF_ROLES)
_RUNS_IT = frozenset({Role.ADMINISTRATOR})

ROOMS: Mapping[str, frozenset[Role]] = {
    "account": EVERYBODY,
    "mailroom": frozenset({Role.CLERK, Role.SUPERVISOR}) | _RUNS_IT,
    "helpline": frozenset({Role.AGENT, Role.SUPERVISOR}) | _RUNS_IT,
    "evidence": EVERYBODY,
    "desk": frozenset({Role.OFFICER, Role.SUPERVISOR, Role.DEPARTMENT_HEAD, Role.AUDITOR}) | _RUNS_IT,
    "dashboards": frozenset({Role.OFFICER, Role.SUPERVISOR, Role.DEPARTMENT_HEAD, Role.AUDITOR}) | _RUNS_IT,
    "administration": _RUNS_IT,
}
"""Blueprint → roles."""

PUBLIC = frozenset({"webhooks", "calls", "tracking", "health", "home", "signin", "simulator", "citizen", "metrics"})
"""Rooms that anybody may open. A blueprint that is in neither list is refused to everybody."""


def guard(app: Flask) -> None:
    """Ask before every request."""

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
        if current_user.staff.must_change and room != "account" and not session.get(BY_PROVIDER):
            return redirect(url_for("account.password"))
        return None
