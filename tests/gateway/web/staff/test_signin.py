"""Signing in: the right people, for a while; the wrong ones slowly and without a hint."""

import re
from ipaddress import ip_network

import pytest
from flask import Flask

from core.store.engine import Store
from core.store.staff import access_log, staff
from core.ticket import Role
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from gateway.web.staff import tries
from gateway.web.staff.entering import REFUSED, SIGNED_IN, SIGNED_OUT
from gateway.web.staff.passwords import Weak, hash_password, is_password, one_time_password, weakness
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


def test_wrong_passwords_close_a_name_where_they_come_from_for_a_while(
    app: Flask, store: Store, house: TestHouse
) -> None:
    add(store, Role.CLERK, "gul")
    assert not any(opens(app, "gul", "wrong") for _ in range(tries.MOST_OF_NAME))
    assert not opens(app, "gul")
    house.clock.pass_(minutes=31)
    assert opens(app, "gul")


def test_a_stranger_shuts_nobody_out(app: Flask, store: Store) -> None:
    """Neither where they signed in before, beside the stranger, nor anywhere else."""
    add(store, Role.CLERK, "gul")
    theirs = sign_in(app, "gul")
    theirs.post("/staff/sign-out", data={"csrf_token": token(theirs, "/staff")})
    stranger = app.test_client()
    for number in range(30):
        form = {"csrf_token": token(stranger), "username": "gul", "password": f"guess {number}"}
        status = stranger.post("/staff/sign-in", data=form).status_code
    assert status == 429
    assert not opens(app, "gul"), "a browser that nobody knows, beside the stranger"
    form = {"csrf_token": token(theirs), "username": "gul", "password": PASSWORD}
    assert theirs.post("/staff/sign-in", data=form).location == "/staff"
    elsewhere = app.test_client()
    form["csrf_token"] = token(elsewhere)
    answer = elsewhere.post("/staff/sign-in", data=form, environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
    assert answer.location == "/staff"


def test_a_known_browser_has_no_more_tries_than_others(app: Flask, store: Store) -> None:
    add(store, Role.CLERK, "gul")
    browser = sign_in(app, "gul")
    browser.post("/staff/sign-out", data={"csrf_token": token(browser, "/staff")})
    answers = []
    for number in range(tries.MOST_OF_DEVICE + tries.MOST_OF_NAME + 1):
        form = {"csrf_token": token(browser), "username": "gul", "password": f"guess {number}"}
        answers.append(browser.post("/staff/sign-in", data=form).status_code)
    assert answers == [403] * (tries.MOST_OF_DEVICE + tries.MOST_OF_NAME) + [429]


def test_an_office_of_sixty_signs_in_behind_one_address(app: Flask, store: Store) -> None:
    for number in range(60):
        add(store, Role.CLERK, f"clerk-{number}")
    assert all(opens(app, f"clerk-{number}") for number in range(60))


def test_who_sits_behind_a_proxy_is_known_apart(store: Store, house: TestHouse) -> None:
    url = PublicUrl("", (ip_network("127.0.0.0/8"),))
    app = create_app(house.house, url, secret_key="x" * 32, max_body_bytes=100_000)
    add(store, Role.CLERK, "gul")
    for address, password, status in (
        *(("198.51.100.7", "wrong", 403),) * tries.MOST_OF_NAME,
        ("198.51.100.7", PASSWORD, 429),
        ("10.9.9.9, 198.51.100.7", PASSWORD, 429),
        ("203.0.113.9", PASSWORD, 302),
    ):
        client = app.test_client()
        form = {"csrf_token": token(client), "username": "gul", "password": password}
        answer = client.post("/staff/sign-in", data=form, headers={"X-Forwarded-For": address})
        assert answer.status_code == status, address


def test_a_cookie_that_was_copied_opens_nothing_after_signing_out(app: Flask, store: Store) -> None:
    add(store, Role.CLERK, "gul")
    client, thief = sign_in(app, "gul"), app.test_client()
    copied = client.get_cookie("session")
    assert copied is not None
    thief.set_cookie("session", copied.value)
    assert thief.get("/staff").status_code == 200
    client.post("/staff/sign-out", data={"csrf_token": token(client, "/staff")})
    assert thief.get("/staff").status_code == 302


@pytest.mark.parametrize(
    ("waits", "opens_then"),
    [
        ([119], True),
        ([121], False),
        ([100] * 7, True),
        ([100] * 8, False),
    ],
)
def test_a_session_ends(app: Flask, store: Store, house: TestHouse, waits: list[int], opens_then: bool) -> None:
    """After two hours in which nothing was done, and after twelve whatever was done."""
    add(store, Role.CLERK, "gul")
    client = sign_in(app, "gul")
    for minutes in waits:
        house.clock.pass_(minutes=minutes)
        status = client.get("/staff").status_code
    assert (status == 200) is opens_then


def test_sessions_are_listed_and_ended_from_another_browser(app: Flask, store: Store) -> None:
    add(store, Role.CLERK, "gul")
    add(store, Role.CLERK, "saira")
    other, mine, hers = sign_in(app, "gul"), sign_in(app, "gul"), sign_in(app, "saira")
    page = mine.get("/staff/security").text
    assert page.count('name="session"') == 2
    ids = re.findall(r'name="session" value="(\d+)"', page)
    end = {"csrf_token": token(mine, "/staff/security"), "do": "end"}
    assert (
        hers.post("/staff/security", data={**end, "csrf_token": token(hers, "/staff"), "session": ids[1]}).status_code
        == 400
    )
    assert other.get("/staff").status_code == 200
    mine.post("/staff/security", data={**end, "session": ids[1]})
    assert other.get("/staff").status_code == 302
    assert mine.get("/staff").status_code == 200
    again = sign_in(app, "gul")
    mine.post("/staff/security", data={**end, "do": "end_others"})
    assert (again.get("/staff").status_code, mine.get("/staff").status_code) == (302, 200)


@pytest.mark.parametrize(
    ("password", "weak"),
    [
        ("short 1!", Weak.SHORT),
        ("x" * 129, Weak.LONG),
        ("password12345", Weak.EASY),
        ("Pakistan123!", Weak.EASY),
        ("Peshawar@123", Weak.EASY),
        ("qwertyuiop12", Weak.EASY),
        ("bibi.gul2026", Weak.EASY),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", Weak.EASY),
        ("1234567890987654321", Weak.EASY),
        ("four goats behind the mill", None),
        ("کھیت میں ہری گھاس", None),
        ("4@8({[<3691!|0$5+7%2" * 6, None),
    ],
)
def test_what_is_taken_for_a_password(password: str, weak: Weak | None) -> None:
    """The last takes zxcvbn minutes when it is given all of it."""
    assert weakness(password, ("bibi.gul", "Bibi Gul")) is weak


def test_who_came_in_and_who_did_not_is_in_the_audit(app: Flask, store: Store) -> None:
    add(store, Role.CLERK, "gul")
    opens(app, "gul", "wrong")
    opens(app, "my password by mistake", "x")
    client = sign_in(app, "gul")
    client.post("/staff/sign-out", data={"csrf_token": token(client, "/staff")})
    with store.read() as session:
        rows = [(row.staff > 0, row.what) for row in reversed(access_log.latest(session))]
        assert not [row for row in access_log.latest(session) if "mistake" in row.thing]
    assert rows == [(True, REFUSED), (False, REFUSED), (True, SIGNED_IN), (True, SIGNED_OUT)]


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


def test_the_present_password_cannot_be_guessed_from_an_open_session(app: Flask, store: Store) -> None:
    add(store, Role.CLERK, "gul")
    client = sign_in(app, "gul")
    form = {"csrf_token": token(client, "/staff/password"), "new": "my very own words"}
    answers = [client.post("/staff/password", data={**form, "old": f"guess {n}"}).status_code for n in range(11)]
    assert answers == [400] * 10 + [429]
    assert client.post("/staff/password", data={**form, "old": PASSWORD}).status_code == 429
