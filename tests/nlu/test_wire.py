"""The wire to Rasa over real sockets: connections are kept, and each fault has its kind."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from nlu.wire import Answer, Pooled, Unheard, WireFault
from tests.services.rasa import free_port


class Echo(BaseHTTPRequestHandler):
    """Says what was asked, from which connection, with which secret."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._say(307 if self.path == "/away" else 200, body + f" {self.client_address[1]}".encode())

    def do_GET(self) -> None:
        self._say(503, (self.headers["Authorization"] or "").encode())

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def serving() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_one_connection_serves_many_calls_and_a_status_is_an_answer() -> None:
    with serving() as url, closing(Pooled(5)) as wire:
        answers = [wire.send("POST", f"{url}/turn", b"salam", {}) for _ in range(3)]
        assert {answer.status for answer in answers} == {200}
        assert len({answer.body for answer in answers}) == 1
        assert wire.send("GET", f"{url}/ready", None, {"Authorization": "Bearer s"}) == Answer(503, b"Bearer s")


def test_a_redirect_is_not_followed() -> None:
    with serving() as url, closing(Pooled(5)) as wire:
        assert wire.send("POST", f"{url}/away", b"x", {}).status == 307


def test_nobody_listens() -> None:
    with closing(Pooled(5)) as wire, pytest.raises(Unheard):
        wire.send("POST", f"http://127.0.0.1:{free_port()}/turn", b"", {})


def test_who_listens_and_does_not_answer_was_heard() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute, closing(Pooled(0.2)) as wire:
        with pytest.raises(WireFault) as fault:
            wire.send("POST", f"http://127.0.0.1:{mute.getsockname()[1]}/turn", b"", {})
        assert not isinstance(fault.value, Unheard)


def test_a_connection_that_the_other_side_closed_is_made_anew() -> None:
    with closing(Pooled(5)) as wire:
        port = free_port()
        for _ in range(2):
            with socket.create_server(("127.0.0.1", port)) as listening:
                thread = threading.Thread(target=_answer_once, args=(listening,))
                thread.start()
                assert wire.send("POST", f"http://127.0.0.1:{port}/turn", b"x", {}).body == b"ok"
                thread.join()


def _answer_once(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    with connection:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
