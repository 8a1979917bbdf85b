"""Signing in: the right people, for a while; the wrong ones slowly and without a hint."""

import pytest
from flask import Flask

from core.store.engine import Store
from core.store.people import staff
from core.ticket import Role
from gateway.web import create_app
from gateway.web.staff.passwords import hash_password, is_password, one_time_password
from gateway.web.url import PublicUrl
from tests.fakes.house import TestHouse, make_house
from tests.gateway.web.staff.people import PASSWORD, add, sign_in, token


@pytest.fixture
def house(store: Store) -> TestHouse:
    return make_house(store)


@pytest.fixture
def app(house: TestHouse) -> Flask:
    return create_app(house.house, PublicUrl(""), secret_key="x" * 32, max_body_bytes=100_000)


def opens(app: Flask, username: str, password: str = PASSWORD) -> bool:
    return sign_in(app, username, password).get("/staff").status_code == 200


def test_the_right_password_opens(app: Flask, store: Store) -> None:
    add(store, Role.CLERK, "gul")
    assert opens(app, "gul")
    assert opens(app, " GUL ")


@pytest.mark.parametrize(("username", "password"), [("gul", "wrong"), ("nobody", PASSWORD), ("", ""), ("gul", "")])
def test_anything_else_does_not(app: Flask, store: Store, username: str, password: str) -> None:
    add(store, Role.CLERK, "gul")
    assert not opens(app, username, password)


def test_without_a_session_one_is_sent_to_sign_in(app: Flask) -> None:
    answer = app.test_client().get("/staff")
    assert (answer.status_code, answer.location) == (302, "/staff/sign-in?next=/staff")


def test_five_wrong_passwords_close_the_door_for_a_while(app: Flask, store: Store, house: TestHouse) -> None:
    add(store, Role.CLERK, "gul")
    assert not any(opens(app, "gul", "wrong") for _ in range(5))
    assert not opens(app, "gul")
    house.clock.pass_(minutes=16)
    assert opens(app, "gul")


def test_a_new_password_ends_the_old_sessions(app: Flask, store: Store) -> None:
    add(store, Role.CLERK, "gul")
    client = sign_in(app, "gul")
    with store.write() as session:
        found = staff.by_username(session, "gul")
        assert found is not None
        staff.set_password(session, found.id, hash_password("another password"))
    assert client.get("/staff").status_code == 302


def test_who_left_is_out_at_once(app: Flask, store: Store) -> None:
    add(store, Role.CLERK, "gul")
    client = sign_in(app, "gul")
    with store.write() as session:
        found = staff.by_username(session, "gul")
        assert found is not None
        staff.set_active(session, found.id, active=False)
    assert client.get("/staff").status_code == 302
    assert not opens(app, "gul")


def test_a_one_time_password_must_be_changed(app: Flask, store: Store) -> None:
    add(store, Role.CLERK, "gul", must_change=True)
    client = sign_in(app, "gul")
    form = {"csrf_token": token(client, "/staff/password"), "old": PASSWORD, "new": "my very own words"}
    assert client.post("/staff/password", data={**form, "new": "short"}).status_code == 400
    assert client.post("/staff/password", data={**form, "old": "wrong"}).status_code == 400
    assert client.post("/staff/password", data=form).status_code == 302
    assert opens(app, "gul", "my very own words")
    assert not opens(app, "gul", PASSWORD)


def test_a_form_without_its_token_is_refused(app: Flask, store: Store) -> None:
    add(store, Role.CLERK, "gul")
    client = app.test_client()
    assert client.post("/staff/sign-in", data={"username": "gul", "password": PASSWORD}).status_code == 400


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        " //evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "desk",
    ],
)
def test_signing_in_leads_to_no_other_site(app: Flask, store: Store, wanted: str) -> None:
    add(store, Role.CLERK, "gul")
    client = app.test_client()
    form = {"csrf_token": token(client), "username": "gul", "password": PASSWORD}
    answer = client.post("/staff/sign-in", query_string={"next": wanted}, data=form)
    assert answer.location == "/staff"


def test_signing_out_ends_it(app: Flask, store: Store) -> None:
    add(store, Role.CLERK, "gul")
    client = sign_in(app, "gul")
    client.post("/staff/sign-out", data={"csrf_token": token(client, "/staff")})
    assert client.get("/staff").status_code == 302


def test_passwords() -> None:
    first, second = one_time_password(), one_time_password()
    assert first != second
    assert is_password(hash_password(first), first)
    assert not is_password(hash_password(first), second)
    assert not is_password(None, first)
    assert not is_password("not a hash", first)
