"""Logging in to a mailbox with OAuth2, against a real Dovecot that asks a token server of the tests' own."""

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.gateway.listeners.imap_reader import Memory, mail, reading, settings, until
from tests.gateway.listeners.running import Kept
from tests.services.dovecot import USER, running_dovecot


def test_oauth2(tmp_path: Path) -> None:
    """A token server gives an access token; Dovecot asks the same server whether it is good (XOAUTH2)."""
    with token_server() as (port, asked):
        introspection = tmp_path / "oauth2.conf"
        introspection.write_text(
            f"introspection_url = http://127.0.0.1:{port}/introspect?token=\nintrospection_mode = get\n"
            "active_attribute = active\nactive_value = true\nusername_attribute = user\n"
        )
        more = f"passdb {{\n  driver = oauth2\n  mechanisms = xoauth2\n  args = {introspection}\n}}"
        with running_dovecot(more=more, mechanisms="xoauth2") as server:
            server.deliver(mail(1))
            kept = Kept()
            mailbox = settings(
                server,
                password=None,
                oauth2_token_url=f"http://127.0.0.1:{port}/token",
                oauth2_client_id="arzi",
                oauth2_refresh_token="refresh",
            )
            with reading(mailbox, Memory(), kept):
                until(lambda: len(kept.mails) == 1)
    assert asked[0].startswith("grant_type=refresh_token")


@contextmanager
def token_server() -> Iterator[tuple[int, list[str]]]:
    asked: list[str] = []

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self._say({"access_token": "good", "expires_in": 3600})

        def do_GET(self) -> None:
            self._say({"active": "true" if "token=good&" in self.path else "false", "user": USER})

        def _say(self, words: dict[str, object]) -> None:
            body = json.dumps(words).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1], asked
    finally:
        server.shutdown()
        server.server_close()
