"""The other side of Twilio's REST API: takes messages, can be asked what it has, keeps media, and has its weather.

What it took is what arrived on a phone: the account is made with it. https://www.twilio.com/docs/messaging/api
"""

import json
import re
import struct
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

from simulator.contents import Content, render
from tests.chaos.weather import Weather

SLOW_S = 3.0
"""Longer than the gateway waits here."""
PICTURE = (
    b"\x89PNG\r\n\x1a\n"
    + b"\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\2\0\1H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82"
)
_HEAD = struct.pack("<4sI8sIHHIIHH4sI", b"RIFF", 2084, b"WAVEfmt ", 16, 1, 1, 8000, 8000, 1, 8, b"data", 2048)
VOICE = _HEAD + b"\x80" * 2048


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that went out to a phone."""

    sid: str
    sender: str
    to: str
    body: str
    at: float


@dataclass
class Provider:
    """``url`` is where its API is."""

    weather: Weather
    url: str = ""
    taken: list[Taken] = field(default_factory=list)
    struck: int = 0
    _by_phone: defaultdict[str, list[Taken]] = field(default_factory=lambda: defaultdict(list))
    _contents: dict[str, Content] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def phone(self, number: str) -> list[Taken]:
        """What arrived there, in order."""
        with self._lock:
            return list(self._by_phone[number])

    def take(self, form: dict[str, str]) -> dict[str, Any]:
        """A message is sent."""
        body = form.get("Body", "")
        if sid := form.get("ContentSid"):
            with self._lock:
                content = self._contents.get(sid)
            body = render(content, json.loads(form.get("ContentVariables") or "{}")).body if content else ""
        with self._lock:
            made = Taken(f"SM{next(self._numbers):032x}", form["From"], form["To"], body, time.time())
            self.taken.append(made)
            self._by_phone[re.sub(r"^whatsapp:", "", made.to)].append(made)
        return _resource(made)

    def listed(self, query: dict[str, str]) -> dict[str, Any]:
        """Messages as the list resource gives them, the latest first."""
        since = (
            datetime.fromisoformat(query["DateSent>"]).replace(tzinfo=UTC).timestamp() if "DateSent>" in query else 0
        )
        found = [
            _resource(one)
            for one in reversed(self.phone(query.get("To", "").removeprefix("whatsapp:")))
            if one.to == query.get("To") and one.sender == query.get("From") and one.at >= int(since)
        ]
        return {"messages": found[:50], "page": 0, "page_size": 50, "next_page_uri": None}

    def add_content(self, resource: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            sid = f"HX{next(self._numbers):032x}"
            self._contents[sid] = Content(sid, resource, True)
        return {"sid": sid, "friendly_name": resource.get("friendly_name"), "types": resource.get("types")}

    def all_contents(self) -> dict[str, Any]:
        with self._lock:
            found = [
                {"sid": one.sid, "friendly_name": one.resource.get("friendly_name")} for one in self._contents.values()
            ]
        return {"contents": found, "meta": {"key": "contents", "next_page_url": None}}


@contextmanager
def running_provider(weather: Weather) -> Iterator[Provider]:
    """One that runs in the block."""
    known = Provider(weather)

    class Api(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
            strikes = weather.strikes()
            if strikes:
                known.struck += 1
            if strikes in ("429", "500"):
                return self._answer({"code": 20429 if strikes == "429" else 20500, "message": "no"}, int(strikes))
            if strikes == "lost":
                self.connection.close()
                return None
            if self.path.startswith("/v1/Content"):
                made = known.add_content(json.loads(sent))
            else:
                made = known.take({name: values[0] for name, values in parse_qs(sent, keep_blank_values=True).items()})
            if strikes == "timeout":
                time.sleep(SLOW_S)
            return self._answer(made, 201, half=strikes == "half")

        def do_GET(self) -> None:
            if weather.strikes() in ("429", "500"):
                return self._answer({"code": 20500, "message": "no"}, 500)
            parts = urlsplit(self.path)
            if "/Messages.json" in parts.path:
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                return self._answer(known.listed(query))
            if parts.path.startswith("/v1/Content"):
                return self._answer(known.all_contents())
            if "/Calls.json" in parts.path:
                return self._answer({"calls": [], "next_page_uri": None})
            voice = "/Recordings/" in parts.path
            return self._send(
                VOICE if voice else PICTURE + parts.path.encode(), "audio/x-wav" if voice else "image/png"
            )

        def _answer(self, content: dict[str, Any], status: int = 200, *, half: bool = False) -> None:
            self._send(json.dumps(content).encode(), "application/json", status, half=half)

        def _send(self, body: bytes, kind: str, status: int = 200, *, half: bool = False) -> None:
            try:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[: len(body) // 2] if half else body)
                if half:
                    self.close_connection = True
            except OSError:
                self.close_connection = True  # who asked is dead

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 200

        def handle_error(self, *_: object) -> None:
            pass

    with Server(("127.0.0.1", 0), Api) as server:
        known.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield known
        server.shutdown()


def _resource(one: Taken) -> dict[str, Any]:
    at = format_datetime(datetime.fromtimestamp(one.at, UTC))
    return {"sid": one.sid, "from": one.sender, "to": one.to, "body": one.body, "status": "queued",
            "date_created": at, "date_sent": at, "num_media": "0", "direction": "outbound-api"}  # fmt: skip
