"""A stand-in for the gateway: it proves the simulator's signatures and remembers what came."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from flask import Flask, Response, request
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from werkzeug.serving import make_server

from simulator import create_blueprint
from simulator.mailbox.office import Office

SID = "AC" + "0" * 32
TOKEN = "a-token-of-the-simulator"
NUMBER = "+923330000001"
HELPLINE = "+92915000000"
GUL = "+923001234567"
SAIRA = "+447700900123"

HTTP = httpx.Client(trust_env=False)
"""One for all: making a client reads all certificates each time."""


class LocalHttpClient(TwilioHttpClient):
    """Twilio's own client, with its hosts replaced."""

    def __init__(self, base: str, timeout: float | None = None) -> None:
        super().__init__(timeout=timeout)
        self.base = base

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        for host in ("api", "content"):
            url = url.replace(f"https://{host}.twilio.com", self.base)
        return super().request(method, url, *args, **kwargs)


@dataclass
class Gateway:
    """``answers`` are given to webhooks in turn, the last one for ever: an HTTP status, or a function.
    ``twiml`` is what each step of a call answers."""

    url: str = ""
    public_url: str = "https://arzi.example.gov.pk"
    answers: list[int | Callable[[], Response]] = field(default_factory=lambda: [200])
    received: list[dict[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    statuses: list[dict[str, str]] = field(default_factory=list)
    forged: int = 0
    twiml: dict[str, str] = field(default_factory=dict)
    voice: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    sms: list[dict[str, str]] = field(default_factory=list)
    office: Office | None = None

    def twilio(self, timeout: float | None = None, token: str = TOKEN) -> Client:
        """Twilio's Python client, talking to the simulator."""
        return Client(SID, token, http_client=LocalHttpClient(f"{self.url}/simulator/twilio", timeout))

    def call(self, method: str, path: str, json: object = None, **more: Any) -> Any:
        """One call of the simulator's API; its JSON."""
        answer = HTTP.request(method, f"{self.url}/simulator/api{path}", json=json, timeout=60, **more)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def write(self, number: str, text: str = "", **more: object) -> dict[str, Any]:
        """What a phone sends."""
        written: dict[str, Any] = self.call("POST", f"/phones/{number}/messages", {"text": text, **more})
        return written

    def shown(self, number: str) -> list[dict[str, Any]]:
        """What a phone shows."""
        found: list[dict[str, Any]] = self.call("GET", f"/phones/{number}/messages")["messages"]
        return found

    def message(self, sid: str) -> dict[str, Any]:
        """One message as the phones show it now."""
        found: list[dict[str, Any]] = self.call("GET", "/changes")["messages"]
        return next(message for message in found if message["sid"] == sid)

    def settled(self, sid: str, status: str) -> dict[str, Any]:
        """The message, once it has this status."""
        return eventually(lambda: (m := self.message(sid))["status"] == status and m)

    def app(self, state: Path) -> Flask:
        """The stand-in with the simulator mounted."""
        app = Flask(__name__)
        app.register_blueprint(
            create_blueprint(
                account_sid=SID,
                auth_token=TOKEN,
                number=NUMBER,
                helpline=HELPLINE,
                public_url=self.public_url,
                local_url=self.url,
                state_dir=state,
                office=self.office,
            )
        )

        def proven() -> bool:
            url = self.public_url + request.full_path.rstrip("?")
            good = RequestValidator(TOKEN).validate(url, request.form, request.headers.get("X-Twilio-Signature", ""))
            self.forged += not good
            return bool(good)

        @app.post("/in/whatsapp")
        def incoming() -> Response:
            if not proven():
                return Response(status=403)
            self.received.append(request.form.to_dict())
            self.headers.append(dict(request.headers))
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
            return answer() if callable(answer) else Response("<Response/>", answer, mimetype="text/xml")

        @app.post("/in/sms")
        def sms() -> Response:
            if not proven():
                return Response(status=403)
            self.sms.append(request.form.to_dict())
            return Response("<Response/>", mimetype="text/xml")

        @app.get("/audio/<name>")
        def audio(name: str) -> Response:
            return Response(b"RIFF", mimetype={"good.wav": "audio/wav"}.get(name, "text/plain"))

        @app.post("/in/whatsapp/status")
        def status() -> Response:
            if not proven():
                return Response(status=403)
            self.statuses.append(request.form.to_dict())
            return Response(status=204)

        @app.post("/in/ivr")
        @app.post("/in/ivr/<step>")
        def voice(step: str = "") -> Response:
            if not proven():
                return Response(status=403)
            self.voice.append((step, request.form.to_dict()))
            if step == "status":
                return Response(status=204)
            return Response(f"<Response>{self.twiml[step]}</Response>", mimetype="text/xml")

        return app


def eventually(look: Callable[[], Any], seconds: float = 180) -> Any:
    """What ``look`` gives once it is true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.03)
    raise AssertionError("it did not happen in time")


@contextmanager
def running(state: Path, gateway: Gateway | None = None) -> Iterator[Gateway]:
    """The stand-in and the simulator on a free port of loopback."""
    gateway = gateway or Gateway()
    later: list[Flask] = []
    server = make_server("127.0.0.1", 0, lambda env, start: later[0](env, start), threaded=True)
    gateway.url = f"http://127.0.0.1:{server.server_port}"
    app = gateway.app(state)
    later.append(app)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        app.extensions["simulator"].stop()
