"""Fetching files: from X's stores only, signed where they are nobody else's."""

import pytest

from channels.x import files
from core.errors import MediaNotReady, MediaRefused
from tests.channels.x.given import TOKEN, account
from tests.fakes.http import Answer, scripted_server

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU\0\0\0\0IEND\xaeB`\x82"


def test_a_file_is_what_its_content_says() -> None:
    with scripted_server(Answer(200, PNG)) as server:
        assert account(server.url()).fetch(f"{server.url()}/1.jpg", "image/jpeg") == (PNG, "image/png")
    [(_, _, shown, _)] = server.requests
    assert shown["host"] == f"127.0.0.1:{server.port}"
    assert f'oauth_token="{TOKEN}"' in shown["authorization"]


@pytest.mark.parametrize(
    "url",
    [
        "http://pbs.twimg.com/media/1.jpg",
        "https://pbs.twimg.com.example.org/1.jpg",
        "https://pbs.twimg.com:8443/1.jpg",
        "https://me@pbs.twimg.com/1.jpg",
        "https://example.org/1.jpg",
        "https://169.254.169.254/latest",
        "file:///etc/passwd",
        "",
    ],
)
def test_only_xs_own_stores_are_asked(url: str) -> None:
    with pytest.raises(MediaRefused):
        account().fetch(url, "image/jpeg")


@pytest.mark.parametrize(("host", "signed"), [("pbs.twimg.com", False), ("ton.twitter.com", True)])
def test_our_signature_goes_only_where_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, host: str, signed: bool
) -> None:
    asked: list[bool] = []

    def look(_client: object, _url: str, _addresses: object, auth: object) -> object:
        asked.append(auth is not None)
        raise MediaNotReady("seen")

    monkeypatch.setattr(files, "addresses_of", lambda _: ["192.0.0.9"])
    monkeypatch.setattr(files, "outer", lambda found: found)
    monkeypatch.setattr(files, "asking", look)
    with pytest.raises(MediaNotReady):
        account().fetch(f"https://{host}/1.jpg", "image/jpeg")
    assert asked == [signed]


def test_a_store_in_our_own_network_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "addresses_of", lambda _: ["10.0.0.7"])
    with pytest.raises(MediaRefused):
        account().fetch("https://pbs.twimg.com/media/1.jpg", "image/jpeg")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(404), MediaRefused),
        (Answer(403), MediaRefused),
        (Answer(302, headers={"Location": "http://127.0.0.1/"}), MediaRefused),
        (Answer(200, b"x" * 101), MediaRefused),
        (Answer(401), MediaNotReady),
        (Answer(429), MediaNotReady),
        (Answer(503), MediaNotReady),
        (Answer(hang_up=True), MediaNotReady),
    ],
)
def test_what_cannot_be_had_now_is_tried_again(answer: Answer, error: type[Exception]) -> None:
    with scripted_server(answer) as server, pytest.raises(error):
        account(server.url(), max_media_bytes=100).fetch(f"{server.url()}/1.jpg", "image/jpeg")
