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
from gateway.web.staff.identity import Provider
from gateway.web.url import PublicUrl
from tests.fakes.house import make_house
from tests.gateway.web.staff.people import add
from tests.services.identity_provider import CLIENT, SECRET, IdentityProvider, running_provider

HTTP = httpx.Client(trust_env=False)


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    with running_provider() as provider:
        yield provider


def make(store: Store, provider: IdentityProvider, claim: str = "preferred_username") -> Flask:
    house = replace(make_house(store).house, public_url="http://localhost")
    known = Provider(provider.url, CLIENT, SECRET, claim)
    return create_app(house, PublicUrl(""), secret_key="x" * 32, max_body_bytes=9000, provider=known)


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
