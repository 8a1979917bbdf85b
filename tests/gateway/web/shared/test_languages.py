"""The language of pages: chosen by a link, remembered, else what the browser wishes."""

import pytest
from flask.testing import FlaskClient

from core.store.engine import Store
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from tests.fakes.house import make_house


@pytest.fixture
def client(store: Store) -> FlaskClient:
    return create_app(make_house(store).house, PublicUrl(""), secret_key="x" * 32, max_body_bytes=9000).test_client()


def page(client: FlaskClient, path: str = "/staff/sign-in", wish: str = "") -> str:
    return client.get(path, headers={"Accept-Language": wish} if wish else {}).get_data(as_text=True)


@pytest.mark.parametrize(
    ("wish", "language", "direction"),
    [
        ("", "en", "ltr"),
        ("ur-PK,ur;q=0.9", "ur", "rtl"),
        ("ps", "ps", "rtl"),
        ("de,fr", "en", "ltr"),
        ("ps-AF,en-US;q=0.9", "ps", "rtl"),
        ("ps-PK,ur-PK;q=0.9,en;q=0.8", "ps", "rtl"),
        ("ur-PK,en-US;q=0.9,en;q=0.8", "ur", "rtl"),
        ("ur-Arab-PK", "ur", "rtl"),
        ("ur_PK", "ur", "rtl"),
        ("PBU-PK,en;q=0.5", "ps", "rtl"),
        ("pbt,en", "ps", "rtl"),
        ("pst", "ps", "rtl"),
        ("en-GB,ur;q=0.9", "en", "ltr"),
        ("en;q=0.1,ur-PK;q=0.9", "ur", "rtl"),
        ("pa-PK,ur;q=0.8,en;q=0.6", "ur", "rtl"),
        ("ur;q=0,en", "en", "ltr"),
        ("*", "en", "ltr"),
    ],
)
def test_the_browsers_wish(client: FlaskClient, wish: str, language: str, direction: str) -> None:
    assert f'<html lang="{language}" dir="{direction}">' in page(client, wish=wish)


@pytest.mark.parametrize("path", ["/", "/track", "/heads", "/nowhere", "/desk"])
@pytest.mark.parametrize(("wish", "language"), [("ps-AF,en-US;q=0.9", "ps"), ("ur-PK,en;q=0.5", "ur")])
def test_on_every_page(client: FlaskClient, path: str, wish: str, language: str) -> None:
    answer = client.get(path, headers={"Accept-Language": wish, "Accept": "text/html"}, follow_redirects=True)
    assert f'lang="{language}" dir="rtl"' in answer.get_data(as_text=True)


def test_a_choice_is_remembered_and_goes_before_the_wish(client: FlaskClient) -> None:
    assert "پاس ورڈ" in page(client, "/staff/sign-in?language=ur")
    assert 'lang="ur"' in page(client, wish="en")
    assert 'lang="ur"' in page(client, "/staff/sign-in?language=xx", wish="en"), "no language of ours"


def test_the_link_to_another_language_keeps_where_one_is(client: FlaskClient) -> None:
    shown = page(client, "/staff/sign-in?next=/desk?show%3Dopen&language=ps")
    assert 'href="?next=%2Fdesk%3Fshow%3Dopen&amp;language=ur"' in shown
