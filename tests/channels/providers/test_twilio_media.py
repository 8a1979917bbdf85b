"""Fetching media: by content, within limits, and never with our credentials to another host."""

import pytest
from pydantic import SecretStr

from channels.providers.twilio.account import Account
from channels.providers.twilio.media import fetch, media_type
from core.errors import MediaNotReady, MediaRefused
from tests.fakes.http import Answer, scripted_server

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + bytes(64)
PATH = "/2010-04-01/Accounts/AC0/Messages/MM0/Media/ME0"


def account(url: str, **changes: object) -> Account:
    values = {"account_sid": "AC0", "auth_token": SecretStr("secret"), "api_base_url": url, "timeout_seconds": 2}
    return Account.model_validate({**values, **changes})


def test_the_type_is_decided_by_the_content() -> None:
    with scripted_server(Answer(body=JPEG, headers={"Content-Type": "text/html"})) as server:
        content, kind = fetch(account(server.url()), server.url() + PATH, "text/html")
    assert (content, kind) == (JPEG, "image/jpeg")
    assert server.requests[0][2]["authorization"].startswith("Basic ")


def test_credentials_do_not_cross_a_redirect_to_another_host() -> None:
    with scripted_server(Answer(body=JPEG)) as store:
        away = Answer(307, headers={"Location": store.url("localhost") + "/kept"})
        with scripted_server(away) as server:
            content, _ = fetch(account(server.url()), server.url() + PATH)
    assert content == JPEG
    assert "authorization" not in store.requests[0][2]


def test_credentials_are_kept_within_the_host() -> None:
    with scripted_server(Answer(302, headers={"Location": "/elsewhere"}), Answer(body=JPEG)) as server:
        fetch(account(server.url()), server.url() + PATH)
    assert all("authorization" in headers for _, _, headers, _ in server.requests)


@pytest.mark.parametrize("status", [401, 403, 404, 408, 429, 500, 502, 503])
def test_what_is_not_there_yet_is_tried_again(status: int) -> None:
    with scripted_server(Answer(status)) as server, pytest.raises(MediaNotReady):
        fetch(account(server.url()), server.url() + PATH)


@pytest.mark.parametrize("status", [400, 410])
def test_what_is_refused_is_not(status: int) -> None:
    with scripted_server(Answer(status)) as server, pytest.raises(MediaRefused):
        fetch(account(server.url()), server.url() + PATH)


def test_a_provider_that_hangs_up_is_tried_again() -> None:
    with scripted_server(Answer(hang_up=True)) as server, pytest.raises(MediaNotReady):
        fetch(account(server.url()), server.url() + PATH)


@pytest.mark.parametrize("declared", [True, False])
def test_too_large(declared: bool) -> None:
    headers = {} if declared else {"Content-Length": "0", "Transfer-Encoding": "identity"}
    with scripted_server(Answer(body=bytes(5000), headers=headers if declared else {})) as server:
        with pytest.raises(MediaRefused, match="limit"):
            fetch(account(server.url(), max_media_bytes=4999), server.url() + PATH)
        assert fetch(account(server.url(), max_media_bytes=5000), server.url() + PATH)[0] == bytes(5000)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/x",
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data",
        "",
        "http://[::1",
        "/x",
    ],
)
def test_an_address_that_is_not_the_providers_is_never_asked(url: str) -> None:
    with pytest.raises((MediaRefused, ValueError)):
        fetch(account("https://api.twilio.com"), url)


def test_redirects_end() -> None:
    with scripted_server(Answer(302, headers={"Location": "/again"})) as server:
        with pytest.raises(MediaRefused, match="redirects"):
            fetch(account(server.url()), server.url() + PATH)
        assert len(server.requests) == 4


@pytest.mark.parametrize(
    ("content", "claimed", "expected"),
    [
        (JPEG, "image/png", "image/jpeg"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "image/jpeg", "application/pdf"),
        (b"BEGIN:VCARD\nVERSION:3.0\nEND:VCARD", "text/vcard", "text/vcard"),
        (b"plain words", "text/plain", "text/plain"),
        (b"plain words", "text/html", "application/octet-stream"),
        (b"", "image/jpeg", "application/octet-stream"),
        (b"OggS\x00\x02" + bytes(22), "audio/ogg; codecs=opus", "audio/ogg"),
    ],
)
def test_types(content: bytes, claimed: str, expected: str) -> None:
    assert media_type(content, claimed) == expected
