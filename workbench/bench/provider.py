"""A stand-in for Twilio's API: takes every message at once and tells whoever waits for it."""

import json
import re
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import parse_qs

from workbench.bench.place import BenchFailed

PATIENCE_S = 60


class Provider:
    """``url`` is where its API is; ``answer_to`` gives what the house sent to a phone."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._sent: defaultdict[str, SimpleQueue[str]] = defaultdict(SimpleQueue)
        self._lock = threading.Lock()

    def took(self, phone: str, text: str) -> None:
        with self._lock:
            box = self._sent[phone]
        box.put(text)

    def answer_to(self, phone: str) -> str:
        """The next message to this phone. Raises BenchFailed when there is none for a minute."""
        with self._lock:
            box = self._sent[phone]
        try:
            return box.get(timeout=PATIENCE_S)
        except Empty:
            raise BenchFailed("a citizen had no answer for a minute") from None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 100
    provider: Provider


def _handler() -> type[BaseHTTPRequestHandler]:
    """The API, with message numbers of its own."""
    numbers = count(1)

    class Api(BaseHTTPRequestHandler):
        server: _Server
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            number = next(numbers)
            if "/Messages" in self.path:
                form = parse_qs(body)
                self.server.provider.took(
                    re.sub(r"\D", "", form["To"][0]), form.get("Body", form.get("ContentVariables", [""]))[0]
                )
            self._answer({"sid": f"{'SM' if '/Messages' in self.path else 'HX'}{number:032x}", "status": "queued"})

        def do_GET(self) -> None:
            self._answer({"contents": [], "messages": [], "meta": {"key": "contents"}})

        def _answer(self, content: dict[str, Any]) -> None:
            answer = json.dumps(content).encode()
            self.send_response(201 if self.command == "POST" else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    return Api


@contextmanager
def provider() -> Iterator[Provider]:
    """One that runs in the block."""
    with _Server(("127.0.0.1", 0), _handler()) as server:
        server.provider = known = Provider(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield known
        server.shutdown()
        thread.join()
