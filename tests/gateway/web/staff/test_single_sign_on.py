"""Signing in through an identity provider: it says who, we say whether."""

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey

from core.store.engine import Store
from core.ticket import Role
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from gateway.web.staff.identity import Provider
from tests.fakes.house import make_house
from tests.gateway.web.staff.people import add
from tests.services.identity_provider import CLIENT, SECRET, IdentityProvider, running_provider

HTTP = httpx.Client(trust_env=False)


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    with running_provider() as provider:
        yield provider


def make(
    store: Store, provider: IdentityProvider, claim: str = "preferred_username", acr: tuple[str, ...] = ()
) -> Flask:
    house = replace(make_house(store).house, public_url="http://localhost")
    known = Provider(provider.url, CLIENT, SECRET, claim, acr)
    return create_app(
        house, PublicUrl(""), secret_key="x" * 32, max_body_bytes=9000, provider=known, second_factor=True
    )


def come_back(client: FlaskClient, path: str = "/staff/single-sign-on") -> tuple[int, str]:
    """To the provider and back; the status, and where it leads or what it says."""
    away = client.get(path)
    assert away.status_code == 302
    back = HTTP.get(str(away.location)).headers["location"]
    answer = client.get(back.removeprefix("http://localhost"))
    return answer.status_code, str(answer.location or answer.get_data(as_text=True))


def test_who_was_added_gets_in_and_goes_where_they_wanted(store: Store, provider: IdentityProvider) -> None:
    add(store, Role.CLERK, "gul", must_change=True)
    client = make(store, provider).test_client()
    assert "/staff/single-sign-on?next=/mailroom" in client.get("/staff/sign-in?next=/mailroom").get_data(as_text=True)
    provider.claims = {"preferred_username": "Gul"}
    assert come_back(client, "/staff/single-sign-on?next=/mailroom") == (302, "/mailroom")
    assert client.get("/mailroom").status_code == 200, "no password of ours is asked to be changed"


@pytest.mark.parametrize(
    ("claim", "claims"),
    [
        ("preferred_username", {"preferred_username": "stranger"}),
        ("preferred_username", {}),
        ("preferred_username", {"preferred_username": "gul", "nonce": "another"}),
        ("email", {"email": "gul@example.org"}),
        ("email", {"email": "gul@example.org", "email_verified": False}),
    ],
)
def test_others_do_not(store: Store, provider: IdentityProvider, claim: str, claims: dict[str, object]) -> None:
    add(store, Role.CLERK, "gul")
    add(store, Role.CLERK, "gul@example.org")
    client = make(store, provider, claim).test_client()
    provider.claims = claims
    status, page = come_back(client)
    assert (status, "Ask your administrator" in page) == (403, True)
    assert client.get("/staff").status_code == 302


def test_a_verified_address_may_be_the_user_name(store: Store, provider: IdentityProvider) -> None:
    add(store, Role.CLERK, "gul@example.org")
    provider.claims = {"email": "gul@example.org", "email_verified": True}
    assert come_back(make(store, provider, "email").test_client())[0] == 302


def test_from_then_on_it_is_the_sub_and_not_the_name(store: Store, provider: IdentityProvider) -> None:
    add(store, Role.CLERK, "gul")
    add(store, Role.CLERK, "saira")
    app = make(store, provider)
    provider.claims = {"preferred_username": "gul", "sub": "7"}
    assert come_back(app.test_client())[0] == 302
    provider.claims = {"preferred_username": "gul.khan", "sub": "7"}
    client = app.test_client()
    assert come_back(client)[0] == 302, "their name there was changed"
    assert ">Gul</a>" in client.get("/staff").get_data(as_text=True)
    provider.claims = {"preferred_username": "gul", "sub": "8"}
    assert come_back(app.test_client())[0] == 403, "the name was given to another"
    provider.claims = {"preferred_username": "saira", "sub": "7"}
    client = app.test_client()
    assert come_back(client)[0] == 302
    assert ">Gul</a>" in client.get("/staff").get_data(as_text=True), "a name that is another's here changes nothing"


@pytest.mark.parametrize(("acr", "status"), [("mfa", 302), ("better", 302), ("pwd", 403), (None, 403)])
def test_how_they_proved_themselves_there_is_demanded(
    store: Store, provider: IdentityProvider, acr: str | None, status: int
) -> None:
    add(store, Role.AUDITOR, "gul")
    client = make(store, provider, acr=("better", "mfa")).test_client()
    assert "acr_values=better+mfa" in str(client.get("/staff/single-sign-on").location)
    provider.claims = {"preferred_username": "gul", "acr": acr}
    assert come_back(client)[0] == status
    if status == 302:
        assert client.get("/audit").status_code == 200, "it is a second factor"


def test_without_one_there_it_is_asked_here(store: Store, provider: IdentityProvider) -> None:
    add(store, Role.AUDITOR, "gul")
    client = make(store, provider).test_client()
    provider.claims = {"preferred_username": "gul", "acr": "mfa"}
    come_back(client)
    assert "/staff/security" in str(client.get("/audit").location)


def test_a_token_for_another_or_by_another_is_refused(store: Store, provider: IdentityProvider) -> None:
    add(store, Role.CLERK, "gul")
    provider.claims = {"preferred_username": "gul"}
    provider.audience = "somebody else"
    assert come_back(make(store, provider).test_client())[0] == 403
    provider.audience, provider.published = CLIENT, RSAKey.generate_key(2048, {"kid": "1"})
    assert come_back(make(store, provider).test_client())[0] == 403


def test_what_we_did_not_begin_is_refused(store: Store, provider: IdentityProvider) -> None:
    client = make(store, provider).test_client()
    assert client.get("/staff/single-sign-on/back?code=x&state=y").status_code == 403


def test_nobody_is_led_elsewhere(store: Store, provider: IdentityProvider) -> None:
    add(store, Role.CLERK, "gul")
    provider.claims = {"preferred_username": "gul"}
    client = make(store, provider).test_client()
    assert come_back(client, "/staff/single-sign-on?next=//evil.example.org") == (302, "/staff")


def test_a_provider_that_is_away_is_said_so(store: Store, provider: IdentityProvider) -> None:
    away = replace(provider, url="http://127.0.0.1:9")
    assert make(store, away).test_client().get("/staff/single-sign-on").status_code == 503
