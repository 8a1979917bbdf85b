"""The side for staff: signing in, and who may do what. The desks are the packages beside this one.

permissions.py is the one place that says which role may open which room; a test walks every route with every role.
"""

from flask import Flask
from flask_wtf import CSRFProtect

from gateway.house import House
from gateway.web.staff import account, permissions, signin, users

UNGUARDED = ("webhooks", "calls", "simulator", "tracking", "health")
"""Rooms whose requests prove themselves (a signature) or need no session: no CSRF token is asked there."""


def add_staff_side(app: Flask, house: House) -> None:
    """Sign-in, sessions, CSRF protection and the guard."""
    app.register_blueprint(signin.blueprint(house))
    app.register_blueprint(account.blueprint(house))
    users.set_up_sessions(app, house, without=UNGUARDED)
    permissions.guard(app)
    csrf = CSRFProtect(app)
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    for name in UNGUARDED:
        if name in app.blueprints:
            csrf.exempt(app.blueprints[name])
