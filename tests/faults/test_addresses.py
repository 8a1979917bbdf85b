"""A media address, or a redirect of one, that leads into our own network."""

import socket

import httpx
import pytest

from channels.providers.twilio import media
from core.errors import MediaRefused
from tests.channels.providers.test_twilio_media import PATH, account

HOME = "https://api.twilio.com"
KNOWN = {"api.twilio.com": "54.0.0.1", "cdn.example.com": "8.8.8.8", "inside.example.com": "10.0.0.5"}


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(host: str, *_: object) -> list[object]:
        return [(None, None, None, None, (KNOWN.get(host, host), 0))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:8080/admin",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://0.0.0.0/",
        "https://inside.example.com/",
        "file:///etc/passwd",
        "gopher://cdn.example.com/",
    ],
)
def test_a_redirect_into_our_own_network_is_not_followed(monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    asked = _answering(monkeypatch, target)
    with pytest.raises(MediaRefused):
        media.fetch(account(HOME), HOME + PATH)
    assert asked == [HOME + PATH]


def test_a_redirect_to_the_providers_store_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _answering(monkeypatch, "https://cdn.example.com/file")
    assert media.fetch(account(HOME), HOME + PATH)[0] == b"the file"
    assert asked == [HOME + PATH, "https://cdn.example.com/file"]


def _answering(monkeypatch: pytest.MonkeyPatch, target: str) -> list[str]:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        if request.url.host == "api.twilio.com":
            return httpx.Response(307, headers={"Location": target})
        return httpx.Response(200, content=b"the file")

    real = httpx.Client

    def client(**options: object) -> httpx.Client:
        return real(transport=httpx.MockTransport(answer), **options)  # type: ignore[arg-type]

    monkeypatch.setattr("channels.providers.twilio.media.httpx.Client", client)
    return asked
