"""Somebody of each role, and signing in as them."""

import re
from datetime import datetime

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from core.store.engine import Store
from core.store.staff import sessions, staff
from core.ticket import Role
from tests.fakes.parts import START

PASSWORD = "a password for tests"
HASHED = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
"""A hash tells how dear it is: this one is checked in no time, where the real ones take a third of a second."""


def add(store: Store, role: Role, username: str | None = None, *, must_change: bool = False) -> str:
    """Somebody who may sign in; the user name."""
    username = username or role.value
    with store.write() as session:
        staff.add(session, username, username.title(), role, None, HASHED, START, must_change=must_change)
    return username


def token(client: FlaskClient, path: str = "/staff/sign-in") -> str:
    """The CSRF token of a page's form."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).get_data(as_text=True))
    assert found, path
    return found[1]


def sign_in(app: Flask, username: str, password: str = PASSWORD) -> FlaskClient:
    """A browser in which this person is signed in (or was refused)."""
    client = app.test_client()
    form = {"csrf_token": token(client), "username": username, "password": password}
    client.post("/staff/sign-in", data=form)
    return client


def signed_in(
    app: Flask, store: Store, username: str, now: datetime = START, *, factor: str | None = None
) -> FlaskClient:
    """A browser in which this person is signed in already: the way in is tested elsewhere, and slow on purpose."""
    with store.write() as session:
        found = staff.by_username(session, username)
        assert found is not None, username
        kept = sessions.begin(session, found, now, sessions.PASSWORD, factor=factor, agent="", address="127.0.0.1")
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = kept.token
        cookie["_fresh"] = True
    return client
