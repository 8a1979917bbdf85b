"""Every route with every role: nothing is open that the table of rooms does not open."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from pydantic import SecretStr

from channels.ivr import Settings, build
from core.offices.staff import STAFF_ROLES
from core.ports import Surroundings
from core.store.engine import Store
from core.ticket import Role
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from gateway.web.staff.permissions import PUBLIC, ROOMS
from tests.fakes.house import make_house
from tests.gateway.web.staff.people import add, sign_in


@pytest.fixture
def app(store: Store) -> Flask:
    settings = {"account_sid": "AC0", "auth_token": SecretStr("secret"), "number": "+92911334433"}
    house = make_house(store).house
    helpline = build(Settings.model_validate(settings), Surroundings("https://arzi.example.org"))
    house = replace(house, channels={**house.channels, "ivr": helpline})
    for role in STAFF_ROLES:
        add(store, role)
    return create_app(house, PublicUrl(""), secret_key="x" * 32, max_body_bytes=100_000)


def rooms(app: Flask) -> Iterator[tuple[str, str, str]]:
    """(room, method, path) of every route, with something in place of each variable."""
    for rule in app.url_map.iter_rules():
        room = rule.endpoint.partition(".")[0] if "." in rule.endpoint else ""
        path = rule.rule
        for argument in rule.arguments:
            kind = "1" if f"int:{argument}" in rule.rule else "x"
            path = path.replace(f"<int:{argument}>", kind).replace(f"<{argument}>", kind)
            path = path.replace(f"<path:{argument}>", kind)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield room, method, path


def test_every_room_is_in_one_of_the_lists(app: Flask) -> None:
    known = {*PUBLIC, *ROOMS}
    assert {room for room, _, _ in rooms(app) if room} <= known
    assert not PUBLIC & set(ROOMS)


@pytest.mark.parametrize("role", [None, *STAFF_ROLES])
def test_every_route_with_every_role(app: Flask, role: Role | None) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = sign_in_without_token(app, role) if role else app.test_client()
    for room, method, path in rooms(app):
        if not room or room in PUBLIC or path.endswith("sign-out"):
            continue
        answer = client.open(path, method=method)
        if role is None:
            assert answer.status_code in (302, 303), (method, path)
            assert "/staff/sign-in" in str(answer.location)
        elif role in ROOMS[room]:
            assert answer.status_code not in (401, 403, 500), (method, path, answer.status_code)
        else:
            assert answer.status_code == 403, (method, path)


def sign_in_without_token(app: Flask, role: Role):  # type: ignore[no-untyped-def]
    app.config["WTF_CSRF_ENABLED"] = True
    client = sign_in(app, role.value)
    app.config["WTF_CSRF_ENABLED"] = False
    return client
