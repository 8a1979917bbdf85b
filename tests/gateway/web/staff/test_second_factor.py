"""Second factors: apps that show codes, codes on paper, passkeys in a browser; of whom they are demanded."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import CDPSession, Page, expect
from werkzeug.serving import make_server

from core.store.engine import Store
from core.store.staff import access_log, factors, sessions, staff
from core.ticket import Role
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from gateway.web.staff import tries
from tests.fakes.house import TestHouse, make_house
from tests.fakes.parts import START
from tests.gateway.web.staff.people import PASSWORD, add, sign_in, signed_in, token
from tests.services.axe import expect_accessible


@pytest.fixture
def house(store: Store) -> TestHouse:
    return make_house(store)


def make(house: TestHouse, *, demanded: bool = True) -> Flask:
    return create_app(house.house, PublicUrl(""), secret_key="x" * 32, max_body_bytes=100_000, second_factor=demanded)


@pytest.fixture
def app(house: TestHouse) -> Flask:
    return make(house)


def post(client: FlaskClient, do: str, **form: str) -> str:
    sent = {"csrf_token": token(client, "/staff"), "do": do, **form}
    return client.post("/staff/security", data=sent, follow_redirects=True).text


def add_app(client: FlaskClient, house: TestHouse) -> tuple[pyotp.TOTP, list[str]]:
    """What the person's phone has then, and the codes that they write down."""
    page = post(client, "app")
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found
    totp = pyotp.TOTP(found[1].replace(" ", ""))
    assert "is not the code" in post(client, "confirm", code="000000")
    page = post(client, "confirm", code=totp.at(house.clock.now()), name="my phone")
    return totp, re.findall(r"<code>(\d{5}-\d{5})</code>", page)


def step(app: Flask, username: str, code: str, address: str = "127.0.0.1") -> FlaskClient:
    """Signing in with both: the browser then."""
    client = sign_in(app, username)
    assert client.get("/staff").status_code == 302, "the password alone opens nothing"
    form = {"csrf_token": token(client, "/staff/second-step"), "code": code}
    client.post("/staff/second-step", data=form, environ_overrides={"REMOTE_ADDR": address})
    return client


def is_open(client: FlaskClient) -> bool:
    return client.get("/staff").status_code == 200


def test_with_an_app_the_password_alone_opens_nothing(app: Flask, store: Store, house: TestHouse) -> None:
    add(store, Role.CLERK, "gul")
    totp, paper = add_app(sign_in(app, "gul"), house)
    assert len(set(paper)) == factors.PAPER_CODES
    house.clock.pass_(minutes=1)
    code = totp.at(house.clock.now())
    assert is_open(step(app, "gul", f"{code[:3]} {code[3:]}"))
    assert not is_open(step(app, "gul", code)), "a code is good once"
    assert not is_open(step(app, "gul", totp.at(house.clock.now() - timedelta(minutes=2))))
    house.clock.pass_(minutes=1)
    arabic = totp.at(house.clock.now() - timedelta(seconds=30)).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert is_open(step(app, "gul", arabic)), "a phone's clock may be half a minute late"
    assert is_open(step(app, "gul", paper[3]))
    assert not is_open(step(app, "gul", paper[3])), "a code on paper is good once"


def test_codes_cannot_be_tried_through(app: Flask, store: Store, house: TestHouse) -> None:
    add(store, Role.CLERK, "gul")
    totp, _ = add_app(sign_in(app, "gul"), house)
    house.clock.pass_(minutes=1)
    for number in range(tries.MOST_CODES):
        assert not is_open(step(app, "gul", f"{number:06d}", f"203.0.113.{number}"))
    assert not is_open(step(app, "gul", totp.at(house.clock.now())))
    house.clock.pass_(minutes=31)
    assert is_open(step(app, "gul", totp.at(house.clock.now())))


def test_between_the_steps_lie_ten_minutes_at_most(app: Flask, store: Store, house: TestHouse) -> None:
    add(store, Role.CLERK, "gul")
    totp, _ = add_app(sign_in(app, "gul"), house)
    client = sign_in(app, "gul")
    csrf = token(client, "/staff/second-step")
    house.clock.pass_(minutes=11)
    answer = client.post("/staff/second-step", data={"csrf_token": csrf, "code": totp.at(house.clock.now())})
    assert "/staff/sign-in" in answer.location
    assert not is_open(client)


@pytest.mark.parametrize(
    ("role", "path", "demanded"),
    [
        (Role.ADMINISTRATOR, "/admin/people", True),
        (Role.AUDITOR, "/audit", True),
        (Role.AUDITOR, "/desk", True),
        (Role.OFFICER, "/desk", False),
        (Role.CLERK, "/mailroom", False),
    ],
)
def test_of_whom_it_is_demanded(
    app: Flask, store: Store, house: TestHouse, role: Role, path: str, demanded: bool
) -> None:
    add(store, role, "gul")
    client = signed_in(app, store, "gul")
    answer = client.get(path)
    assert (answer.status_code == 302) is demanded
    if demanded:
        assert "Of your role a second factor is demanded" in client.get(answer.location).text
        add_app(client, house)
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/desk/KP-2026-000001-5/reveal", 404),
        ("/mailroom/1/reveal", 404),
        ("/helpline/1/reveal", 404),
        ("/desk/search", 400),
    ],
)
def test_whoever_sees_what_is_masked_must_have_one(app: Flask, store: Store, path: str, status: int) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    add(store, Role.SUPERVISOR, "gul")
    answer = signed_in(app, store, "gul").post(path, data={"reason": "x", "field": "phone"})
    assert answer.status_code == 302
    assert "needed=unmask" in answer.location
    proven = signed_in(app, store, "gul", factor=factors.APP)
    assert proven.post(path, data={"reason": "x", "field": "phone"}).status_code == status


def test_in_development_none_is_demanded_and_the_page_says_so(store: Store, house: TestHouse) -> None:
    add(store, Role.ADMINISTRATOR, "gul")
    client = sign_in(make(house, demanded=False), "gul")
    assert client.get("/admin/people").status_code == 200
    assert "no second factor is demanded here" in client.get("/staff/security").text


def test_factors_are_changed_only_soon_after_signing_in(app: Flask, store: Store, house: TestHouse) -> None:
    add(store, Role.CLERK, "gul")
    client = sign_in(app, "gul")
    house.clock.pass_(minutes=16)
    assert "sign out and in again" in post(client, "app")
    with store.read() as session:
        found = staff.by_username(session, "gul")
        assert found is not None
        assert factors.begun(session, found.id) is None


def test_the_last_one_is_kept_where_it_is_demanded(app: Flask, store: Store, house: TestHouse) -> None:
    for role, page in ((Role.ADMINISTRATOR, "Add another one first"), (Role.CLERK, "None yet.")):
        add(store, role, role.value)
        client = signed_in(app, store, role.value, house.clock.now())
        add_app(client, house)
        found = re.search(r'name="factor" value="(\d+)"', client.get("/staff/security").text)
        assert found
        assert page in post(client, "remove", factor=found[1])
    with store.read() as session:
        written = {row.what for row in access_log.latest(session)}
    assert {"second factor added", "second factor removed"} <= written


def test_an_old_session_from_a_provider_is_proven_by_the_same_page(app: Flask, store: Store, house: TestHouse) -> None:
    add(store, Role.AUDITOR, "gul")
    totp, _ = add_app(signed_in(app, store, "gul", house.clock.now()), house)
    house.clock.pass_(minutes=1)
    client = signed_in(app, store, "gul", house.clock.now())
    answer = client.get(client.get("/audit").location)
    assert answer.location.startswith("/staff/second-step")
    form = {"csrf_token": token(client, answer.location), "code": totp.at(house.clock.now())}
    assert client.post(answer.location, data=form).location == "/audit"
    assert client.get("/audit").status_code == 200


def test_whoever_has_a_factor_shows_it_before_another_is_added(app: Flask, store: Store, house: TestHouse) -> None:
    """A session of the identity provider begins without."""
    add(store, Role.AUDITOR, "gul")
    totp, _ = add_app(signed_in(app, store, "gul", house.clock.now()), house)
    client = signed_in(app, store, "gul", house.clock.now())
    for do in ("app", "paper", "remove"):
        answer = client.post("/staff/security", data={"csrf_token": token(client, "/staff"), "do": do})
        assert answer.location.startswith("/staff/second-step"), do
    house.clock.pass_(minutes=1)
    form = {"csrf_token": token(client, "/staff/second-step"), "code": totp.at(house.clock.now())}
    client.post("/staff/second-step", data=form)
    assert len(re.findall(r"<code>(\d{5}-\d{5})</code>", post(client, "paper"))) == factors.PAPER_CODES


@dataclass
class Served:
    base: str
    page: Page
    store: Store
    devtools: CDPSession

    def enter(self, username: str) -> None:
        self.page.goto(f"{self.base}/staff/sign-in")
        self.page.get_by_label("User name").fill(username)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.fixture
def served(migrated_sqlite: str, tmp_path: object, page: Page) -> Iterator[Served]:
    from tests.fakes.sqlite import sqlite_store

    with sqlite_store(migrated_sqlite, tmp_path) as store:  # type: ignore[arg-type]
        house = make_house(store)
        house.house = replace(house.house, public_url="http://localhost")
        app = make(house)
        server = make_server("localhost", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        yield Served(f"http://localhost:{server.server_port}", page, store, devtools)
        server.shutdown()
        thread.join()


def test_a_passkey_is_a_second_step_and_a_way_in_by_itself(served: Served) -> None:
    page = served.page
    add(served.store, Role.AUDITOR, "gul")
    served.enter("gul")
    page.goto(f"{served.base}/audit")
    expect(page.get_by_text("Of your role a second factor is demanded")).to_be_visible()
    expect_accessible(page)
    page.get_by_label("What you call it").fill("this laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Codes for when your second factor is lost")).to_be_visible()
    expect(page.get_by_text("this laptop")).to_be_visible()
    page.goto(f"{served.base}/audit")
    expect(page.get_by_role("heading", name="Who opened what")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    served.enter("gul")
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    expect_accessible(page)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("heading", name="Gul")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Gul")).to_be_visible()
    page.goto(f"{served.base}/audit")
    expect(page.get_by_text("passkey, passkey")).to_be_visible()


def test_a_passkey_that_signed_is_not_taken_twice_nor_one_that_nobody_knows(served: Served) -> None:
    page = served.page
    add(served.store, Role.CLERK, "gul")
    served.enter("gul")
    page.goto(f"{served.base}/staff/security")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Codes for when your second factor is lost")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.post_data or "") if one.url.endswith("/passkey?next=") else None)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Gul")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    fresh = page.locator("[name=csrf_token]").first.input_value()
    again = page.request.post(
        f"{served.base}/staff/passkey",
        data=re.sub(r"csrf_token=[^&]*", f"csrf_token={fresh}", sent[0]),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert again.status == 403
    with served.store.write() as session:
        found = staff.by_username(session, "gul")
        assert found is not None
        factors.remove_all(session, found.id)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("This passkey is not known here.")).to_be_visible()


def test_a_session_that_began_before_the_new_password_is_none(store: Store) -> None:
    add(store, Role.CLERK, "gul")
    with store.write() as session:
        person = staff.by_username(session, "gul")
        assert person is not None
        kept = sessions.begin(session, person, START, sessions.PASSWORD, factor=None, agent="", address="")
        staff.set_password(session, person.id, "another hash")
        assert sessions.find(session, kept.token, START) is None
        assert sessions.open_ones(session, staff.get(session, person.id) or person, START) == []
