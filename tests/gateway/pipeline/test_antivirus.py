"""The scanner's protocol: what we say of it, and ClamAV's own daemon."""

import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.pipeline.antivirus import Clamd, ScannerUnavailable
from tests.services.clamav import BAD, LIMIT, NAME, running_clamd
from tests.services.dovecot import free_port


class _ByTheManual(socketserver.StreamRequestHandler):
    """https://docs.clamav.net/manual/Usage/Scanning.html, over TCP."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(length)
        answer = f"stream: {NAME} FOUND" if BAD in content else "stream: OK"
        self.wfile.write((b"INSTREAM size limit exceeded. ERROR" if len(content) > LIMIT else answer.encode()) + b"\0")


@pytest.fixture(scope="module", params=["ClamAV", "by the manual"])
def clamd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clamd]:
    if request.param == "ClamAV":
        with running_clamd(tmp_path_factory.mktemp("clamav")) as path:
            yield Clamd(path)
        return
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _ByTheManual) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Clamd(f"127.0.0.1:{server.server_address[1]}")
        server.shutdown()


def test_clean_and_not(clamd: Clamd) -> None:
    assert clamd(b"a picture") is None
    assert clamd(b"") is None
    assert clamd(bytes(200_000) + BAD + bytes(100_000)) == NAME


def test_what_is_too_large_is_not_called_clean(clamd: Clamd) -> None:
    with pytest.raises(ScannerUnavailable, match="size limit"):
        clamd(bytes(8 * LIMIT))


def test_nobody_there(tmp_path: Path) -> None:
    for address in (f"127.0.0.1:{free_port()}", str(tmp_path / "none.sock")):
        with pytest.raises(ScannerUnavailable):
            Clamd(address)(b"a picture")
