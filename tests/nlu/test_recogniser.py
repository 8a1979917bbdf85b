"""The recogniser's adapter against a stand-in server that reads the form as the real ones do."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from core.errors import RecogniserUnavailable, Unsupported
from core.ports import RecognisedWord
from nlu.recogniser import OpenAiTranscriptions

SEGMENTS = {
    "text": " no water here",
    "language": "urdu",
    "segments": [{"text": " no water", "avg_logprob": -0.1}, {"text": " here", "avg_logprob": -1.6}],
}
WORDS = {"text": "no water", "words": [{"word": "no", "probability": 0.9}, {"word": "water", "probability": 0.2}]}


@dataclass
class Server:
    """A stand-in. ``form`` is what was sent last, by the part's name; ``answer`` what it says."""

    status: int = 200
    answer: bytes = json.dumps(SEGMENTS).encode()
    form: dict[str, bytes] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    filename: str = ""
    url: str = ""


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
            parts: list[Any] = BytesParser().parsebytes(head + body).get_payload()  # type: ignore[assignment]
            made.form = {p.get_param("name", header="content-disposition"): p.get_payload(decode=True) for p in parts}
            made.filename = next(p.get_filename() for p in parts if p.get_filename())
            made.headers = dict(self.headers)
            self.send_response(made.status if self.path == "/v1/audio/transcriptions" else 404)
            self.end_headers()
            self.wfile.write(made.answer)

        def log_message(self, *_: object) -> None:
            """Silent."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    yield made
    http.shutdown()
    thread.join()
    http.server_close()


def test_the_recording_is_sent_and_its_words_come_back(server: Server) -> None:
    heard = OpenAiTranscriptions(server.url + "/", "whisper-ur", "secret").recognise(b"OggS", "audio/ogg", "roman_ur")
    assert heard.text == "no water here"
    assert [(one.text, round(one.sure, 1)) for one in heard.words] == [("no", 0.9), ("water", 0.9), ("here", 0.2)]
    assert server.form["file"] == b"OggS"
    assert (server.form["model"], server.form["language"]) == (b"whisper-ur", b"ur")
    assert server.form["response_format"] == b"verbose_json"
    assert server.filename == "recording.ogg"
    assert server.headers["Authorization"] == "Bearer secret"


def test_words_with_their_own_probability(server: Server) -> None:
    server.answer = json.dumps(WORDS).encode()
    heard = OpenAiTranscriptions(server.url, "m").recognise(b"x", "audio/mpeg", "und")
    assert heard.words == (RecognisedWord("no", 0.9), RecognisedWord("water", 0.2))
    assert "language" not in server.form
    assert "Authorization" not in server.headers
    assert server.filename == "recording.mp3"


def test_what_is_not_told_is_not_sure(server: Server) -> None:
    server.answer = b'{"text": "no water"}'
    heard = OpenAiTranscriptions(server.url, "m").recognise(b"x", "audio/ogg", "ur")
    assert [one.sure for one in heard.words] == [0.0, 0.0]


@pytest.mark.parametrize(
    ("status", "answer", "error"),
    [
        (500, b"", RecogniserUnavailable),
        (401, b"", RecogniserUnavailable),
        (200, b"<html>", RecogniserUnavailable),
        (200, b"[]", RecogniserUnavailable),
        (200, b'{"text": "a", "segments": [{"text": "a", "avg_logprob": "?"}]}', RecogniserUnavailable),
        (415, b"", Unsupported),
    ],
)
def test_whatever_is_wrong_is_one_of_our_errors(
    server: Server, status: int, answer: bytes, error: type[Exception]
) -> None:
    server.status, server.answer = status, answer
    with pytest.raises(error):
        OpenAiTranscriptions(server.url, "m").recognise(b"x", "audio/ogg", "ur")


def test_nobody_there() -> None:
    with pytest.raises(RecogniserUnavailable):
        OpenAiTranscriptions("http://127.0.0.1:9", "m", timeout=2).recognise(b"x", "audio/ogg", "ur")
