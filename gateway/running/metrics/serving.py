"""/metrics and /healthz of processes that serve no pages, for machines that run none that do.

The counts of a machine's processes lie in files that they share, so one of them tells for all: whoever has the port.
The others go on asking for it, so that another tells when that one ends. How things stand is read from the database by
the web's /metrics, once for the whole house.
"""

import logging
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Network, IPv6Network, ip_address
from pathlib import Path

from gateway.config import Settings
from gateway.running.metrics.prometheus import shared_text

_TEXT = "text/plain; version=0.0.4; charset=utf-8"
_ASK_AGAIN_S = 15
_log = logging.getLogger(__name__)


def serve_metrics(settings: Settings, *, again_s: float = _ASK_AGAIN_S) -> threading.Event:
    """Tell at ``metrics.listen``, where that is set, from a thread of its own. Setting the event ends it."""
    stop = threading.Event()
    listen = settings.metrics.listen
    if not settings.metrics.enabled or listen is None:
        return stop
    host, _, port = listen.rpartition(":")
    answering = _answering(settings.metrics_dir, settings.metrics.networks)
    told = (host.strip("[]"), int(port), answering, stop, again_s)
    threading.Thread(target=_serve, args=told, name="metrics", daemon=True).start()
    return stop


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    allow_reuse_port = False


def _serve(
    host: str, port: int, answering: type[BaseHTTPRequestHandler], stop: threading.Event, again_s: float
) -> None:
    while not stop.is_set():
        try:
            server = _Server((host, port), answering)
        except OSError as error:
            _log.debug("metrics.listen is not ours: %s", error.strerror)
            stop.wait(again_s)
            continue
        with server:
            threading.Thread(target=server.serve_forever, name="metrics-answers", daemon=True).start()
            stop.wait()
            server.shutdown()


def _answering(folder: Path, networks: Sequence[IPv4Network | IPv6Network]) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            asks = ip_address(self.client_address[0])
            if self.path == "/healthz":
                self._say(200, b"ok\n", "text/plain")
            elif self.path == "/metrics" and any(asks in network for network in networks):
                self._say(200, shared_text(folder), _TEXT)
            else:
                self._say(404, b"", "text/plain")

        def _say(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads who asked."""

    return Answering
