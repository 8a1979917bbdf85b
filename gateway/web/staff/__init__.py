"""The side for staff: signing in, and who may do what. The desks are the packages beside this one.

permissions.py is the one place that says which role may open which room, scope.py the one that says which case,
letter or call somebody may see, and authorization.py asks it of every address; tests walk every route with every role
of every office.
"""

from flask import Flask
from flask_wtf import CSRFProtect

from gateway.house import House
from gateway.web.staff import account, authorization, drafts, kept_forms, permissions, signin, users
from gateway.web.staff.identity import Provider

UNGUARDED = ("simulator", "tracking", "health", "complain", "open")
"""Rooms whose requests need no session: no CSRF token is asked there. The web app knows its forms in a way of its own
(complain/visitor.py)."""


def add_staff_side(app: Flask, house: House, provider: Provider | None) -> None:
    """Sign-in, sessions, CSRF protection and the guard."""
    doors = signin.blueprint(house)
    if provider is not None:
        from gateway.web.staff.single_sign_on import add_single_sign_on  # few installations have it

        add_single_sign_on(app, doors, house, provider)
    app.register_blueprint(doors)
    app.register_blueprint(account.blueprint(house))

    def keep(token: object) -> str | None:
        return None if users.is_unattended() else kept_forms.keep_form(house, token)

    users.set_up_sessions(app, house, without=UNGUARDED, keep=keep)
    users.keep_after_signing_in(app, keep)
    permissions.guard(app, keep)
    authorization.guard_targets(app, house)
    drafts.forget_when_taken(app, house)
    csrf = CSRFProtect(app)
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    for name in UNGUARDED:
        if name in app.blueprints:
            csrf.exempt(app.blueprints[name])
