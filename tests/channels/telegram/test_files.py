"""Files are asked for by their id, and downloaded once."""

import json

import pytest

from core.errors import ArziError, MediaNotReady, MediaRefused
from tests.channels.telegram.given import TOKEN, bot
from tests.channels.telegram.test_send import answer, refused
from tests.fakes.http import Answer, scripted_server

URL = "telegram-file:AwACvoice"
FILE = answer({"file_id": "AwACvoice", "file_unique_id": "AgAD", "file_size": 40, "file_path": "voice/file_7.oga"})
SOUND = Answer(200, b"OggS" + bytes(60), {"Content-Type": "application/octet-stream"})


def test_its_content_says_what_it_is() -> None:
    with scripted_server(FILE, SOUND) as server:
        content, kind = bot(server.url()).fetch(URL, "audio/ogg")
    assert (content, kind) == (SOUND.body, "audio/ogg")
    (_, asked, _, body), (method, got, _, _) = server.requests
    assert (asked, json.loads(body)) == (f"/bot{TOKEN}/getFile", {"file_id": "AwACvoice"})
    assert (method, got) == ("GET", f"/file/bot{TOKEN}/voice/file_7.oga")


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((refused(400, "Bad Request: file is too big"),), MediaRefused),
        ((refused(400, "Bad Request: invalid file_id"),), MediaRefused),
        ((refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable"),), MediaNotReady),
        ((refused(401, "Unauthorized"),), MediaNotReady),
        ((refused(429, "Too Many Requests: retry after 3", retry_after=3),), MediaNotReady),
        ((refused(500, "Internal Server Error"),), MediaNotReady),
        ((Answer(hang_up=True),), MediaNotReady),
        ((answer({"file_id": "x"}),), MediaNotReady),
        ((answer({"file_path": "../../etc/passwd"}),), MediaNotReady),
        ((answer({"file_path": "voice/a?b=c"}),), MediaNotReady),
        ((answer({"file_path": "a", "file_size": 5_001}),), MediaRefused),
        ((FILE, Answer(404, b"")), MediaNotReady),
        ((FILE, Answer(302, b"", {"Location": "http://127.0.0.1/"})), MediaNotReady),
        ((FILE, Answer(200, bytes(5_001))), MediaRefused),
        ((FILE, Answer(hang_up=True)), MediaNotReady),
    ],
)
def test_what_a_fault_means(answers: tuple[Answer, ...], expected: type[ArziError]) -> None:
    with scripted_server(*answers) as server, pytest.raises(expected) as caught:
        bot(server.url(), max_media_bytes=5_000).fetch(URL, "audio/ogg")
    assert type(caught.value) is expected
    assert TOKEN not in f"{caught.value!r} {caught.value.detail} {caught.value.__cause__!r}"


@pytest.mark.parametrize(
    "url", ["https://example.org/x", "telegram-file:", "telegram-file:../x", "telegram-file:a b", ""]
)
def test_what_is_no_file_of_telegrams_is_not_asked_for(url: str) -> None:
    with pytest.raises(MediaRefused):
        bot().fetch(url, "")
