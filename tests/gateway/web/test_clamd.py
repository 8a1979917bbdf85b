"""Evidence and a virus scanner: a server that speaks clamd's protocol as its manual has it."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from core.store.engine import Store
from gateway.antivirus import Clamd, Scan, ScannerUnavailable
from gateway.web import create_app
from gateway.web.url import PublicUrl
from tests.gateway.web.desk.room import Room, make_room, picture
from tests.services.dovecot import free_port

BAD = b"X5O!P%@AP[4"
"""Stands for what a scanner finds."""


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(length)
        answer = b"stream: Eicar-Test-Signature FOUND" if BAD in content else b"stream: OK"
        self.wfile.write((b"INSTREAM size limit exceeded. ERROR" if len(content) > 500_000 else answer) + b"\0")


@contextmanager
def scanner(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Handler)
    with scanner(server):
        yield Clamd(f"127.0.0.1:{server.server_address[1]}")


def test_clean_and_not(clamd: Clamd) -> None:
    assert clamd(picture()) is None
    assert clamd(b"") is None
    assert clamd(bytes(200_000) + BAD) == "Eicar-Test-Signature"
    with pytest.raises(ScannerUnavailable, match="size limit"):
        clamd(bytes(500_001))


def test_over_a_socket(tmp_path: Path) -> None:
    path = str(tmp_path / "clamd.sock")
    with scanner(socketserver.ThreadingUnixStreamServer(path, _Handler)):
        assert Clamd(path)(BAD) == "Eicar-Test-Signature"


def test_infected_evidence_is_not_handed_out_and_says_why(store: Store, clamd: Clamd) -> None:
    room = with_scanner(make_room(store), clamd)
    number = room.numbers[0]
    clean, bad = (
        room.add_file(number, picture(), "image/jpeg"),
        room.add_file(number, picture() + BAD, "image/jpeg", "b"),
    )
    client = room.sign_in()
    assert client.get(f"/evidence/{number}/{clean}").status_code == 200
    for _ in range(2):  # when it is found, and from then on
        answer = client.get(f"/evidence/{number}/{bad}", headers={"Accept": "text/html"})
        assert answer.status_code == 403
        assert "Eicar-Test-Signature" in answer.get_data(as_text=True)
        assert BAD not in answer.data
    page = client.get(f"/desk/{number}").get_data(as_text=True)
    assert "Eicar-Test-Signature" in page
    assert f"/evidence/{number}/{bad}" not in page


def test_while_the_scanner_is_away_nothing_is_handed_out(store: Store) -> None:
    room = with_scanner(make_room(store), Clamd(f"127.0.0.1:{free_port()}"))
    file = room.add_file(room.numbers[0], picture(), "image/jpeg")
    assert room.sign_in().get(f"/evidence/{room.numbers[0]}/{file}").status_code == 503


def with_scanner(room: Room, scan: Scan) -> Room:
    room.house.house = replace(room.house.house, scan=scan)
    room.app = create_app(room.house.house, PublicUrl(""), secret_key="x" * 32, max_body_bytes=5_000_000)
    return room
