"""Asking clamd whether a file carries something, over a TCP port or a Unix socket, by its INSTREAM command.

The protocol: ``zINSTREAM\\0``, then pieces, each with its length before it (4 bytes, big-endian), then a length of 0.
The answer is ``stream: OK``, ``stream: NAME FOUND`` or ``… ERROR`` (clamd(8),
https://docs.clamav.net/manual/Usage/Scanning.html).
"""

import re
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from core.errors import Unavailable

Scan = Callable[[bytes], str | None]
"""The name of what was found in these bytes, or None. Raises ScannerUnavailable."""

_PIECE = 1 << 16
_LONGEST_ANSWER = 4096
_FOUND = re.compile(r"^stream: (.+) FOUND$")


class ScannerUnavailable(Unavailable):
    """Nobody can say now whether a file is clean: it is not handed out until somebody can."""

    kind = "scanner-unavailable"
    tell = "This file cannot be checked for viruses at the moment. Please try again later."


@dataclass(frozen=True, slots=True)
class Clamd:
    """``address``: HOST:PORT, or the path of a socket. ``timeout`` in seconds, for each step."""

    address: str
    timeout: float = 20.0

    def __call__(self, content: bytes) -> str | None:
        """As Scan."""
        try:
            with self._connect() as server:
                with suppress(BrokenPipeError, ConnectionResetError):  # it answers what is too large before its end
                    server.sendall(b"zINSTREAM\0")
                    for start in range(0, len(content), _PIECE):
                        piece = content[start : start + _PIECE]
                        server.sendall(len(piece).to_bytes(4, "big") + piece)
                    server.sendall(bytes(4))
                answer = _read(server)
        except OSError as error:
            raise ScannerUnavailable(f"clamd: {type(error).__name__}") from error
        if answer == "stream: OK":
            return None
        found = _FOUND.match(answer)
        if found is None:
            raise ScannerUnavailable(f"clamd: {answer[:100] or 'no answer'}")
        return found[1]

    def _connect(self) -> socket.socket:
        if self.address.startswith("/"):
            local = socket.socket(socket.AF_UNIX)
            local.settimeout(self.timeout)
            try:
                local.connect(self.address)
            except OSError:
                local.close()
                raise
            return local
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=self.timeout)


def _read(server: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        more = server.recv(_LONGEST_ANSWER)
        if not more:
            break
        answer += more
    return answer.rstrip(b"\0").decode("utf-8", "replace")
