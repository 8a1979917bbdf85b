"""Somebody of each role, and signing in as them."""

import re

from flask import Flask
from flask.testing import FlaskClient

from core.store.engine import Store
from core.store.people import staff
from core.ticket import Role
from gateway.web.staff.passwords import hash_password
from tests.fakes.parts import START

PASSWORD = "a password for tests"
_HASHED = hash_password(PASSWORD)


def add(store: Store, role: Role, username: str | None = None, *, must_change: bool = False) -> str:
    """Somebody who may sign in; the user name."""
    username = username or role.value
    with store.write() as session:
        staff.add(session, username, username.title(), role, None, _HASHED, START, must_change=must_change)
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
