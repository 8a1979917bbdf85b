"""A media address, or a redirect of one, that leads into our own network."""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from channels.providers import addresses
from channels.providers.twilio import media
from core.errors import MediaNotReady, MediaRefused
from tests.channels.providers.test_twilio_media import PATH, account
from tests.gateway.listeners.running import certificate

HOME = "https://api.twilio.com"
KNOWN = {
    "api.twilio.com": "54.0.0.1",
    "cdn.example.com": "8.8.8.8",
    "inside.example.com": "10.0.0.5",
    "2130706433": "127.0.0.1",  # the C library reads these as numbers
    "127.1": "127.0.0.1",
}


class Names:
    """A resolver of strangers' names. ``later``: what it says of a name from the second time on."""

    def __init__(self) -> None:
        self.known, self.later = dict(KNOWN), dict[str, str]()
        self.asked: list[str] = []
        self._real = socket.getaddrinfo

    def resolve(self, host: str, *args: object, **more: object) -> list[object]:
        if not _is_address(host):
            known = self.later if host in self.asked and host in self.later else self.known
            self.asked.append(host)
            host = known.get(host, host)
        return list(self._real(host, *args, **more))  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    made = Names()
    monkeypatch.setattr(socket, "getaddrinfo", made.resolve)
    return made


@pytest.mark.parametrize(
    "target",
    [
        "http://cdn.example.com/without-tls",
        "https://169.254.169.254/latest/meta-data",
        "https://127.0.0.1:8080/admin",
        "https://2130706433/",
        "https://127.1/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::10.0.0.1]/",
        "https://[2002:7f00:1::]/",
        "https://[::]/",
        "https://[",
        "https://inside.example.com/",
        "file:///etc/passwd",
        "gopher://cdn.example.com/",
    ],
)
def test_a_redirect_into_our_own_network_is_not_followed(monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    asked = _answering(monkeypatch, {"api.twilio.com": target})
    with pytest.raises(MediaRefused):
        media.fetch(account(HOME), HOME + PATH)
    assert asked == [HOME + PATH]


def test_a_redirect_to_the_providers_store_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _answering(monkeypatch, {"api.twilio.com": "https://cdn.example.com/file"})
    assert media.fetch(account(HOME), HOME + PATH)[0] == b"the file"
    assert asked == [HOME + PATH, "https://cdn.example.com/file"]


def test_each_hop_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    hops = {"api.twilio.com": "https://cdn.example.com/file", "cdn.example.com": "https://inside.example.com/"}
    asked = _answering(monkeypatch, hops)
    with pytest.raises(MediaRefused):
        media.fetch(account(HOME), HOME + PATH)
    assert asked == [HOME + PATH, "https://cdn.example.com/file"]


def test_one_inner_address_among_others_is_enough() -> None:
    with pytest.raises(MediaRefused):
        addresses.outer(["8.8.8.8", "10.0.0.5"])


class Store(BaseHTTPRequestHandler):
    """Twilio's API and its store, on one address."""

    def do_GET(self) -> None:
        api = self.headers["Host"].startswith("api.twilio.com:")
        assert api or "Authorization" not in self.headers
        self.send_response(307 if api else 200)
        if api:
            self.send_header("Location", f"https://cdn.example.com:{self.headers['Host'].partition(':')[2]}/file")
        self.send_header("Content-Length", "0" if api else "8")
        self.end_headers()
        self.wfile.write(b"" if api else b"the file")

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def store(tmp_path: Path, names: Names, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Its API's URL. 127.0.0.2 plays an address of the outside, everything else one of ours."""
    ours, theirs = ssl.create_default_context(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificates = {}
    for name in ("api.twilio.com", "cdn.example.com"):
        (tmp_path / name).mkdir()
        chain, key = certificate(tmp_path / name, name)
        ours.load_verify_locations(chain)
        certificates[name] = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        certificates[name].load_cert_chain(chain, key)
        theirs.load_cert_chain(chain, key)

    def by_name(connection: ssl.SSLObject, name: str, _context: ssl.SSLContext) -> None:
        connection.context = certificates.get(name, certificates["cdn.example.com"])

    theirs.sni_callback = by_name
    real = httpx.Client
    monkeypatch.setattr(
        "channels.providers.twilio.media.httpx.Client", lambda **options: real(**options | {"verify": ours})
    )
    monkeypatch.setattr(addresses, "inner", lambda address: address != "127.0.0.2")
    monkeypatch.setattr(media, "inner", lambda address: address != "127.0.0.2")
    names.known = dict.fromkeys(("api.twilio.com", "cdn.example.com"), "127.0.0.2")
    with ThreadingHTTPServer(("127.0.0.2", 0), Store) as server:
        server.socket = theirs.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield f"https://api.twilio.com:{server.server_address[1]}"
        server.shutdown()


def test_a_name_that_changes_its_address_is_asked_where_it_was_looked_at(store: str, names: Names) -> None:
    names.later = {"cdn.example.com": "127.0.0.1", "api.twilio.com": "127.0.0.1"}
    assert media.fetch(account(store), store + PATH)[0] == b"the file"
    assert names.asked == ["api.twilio.com", "cdn.example.com"]


def test_the_certificate_must_be_of_the_name(store: str, names: Names) -> None:
    names.known["other.example.com"] = "127.0.0.2"
    other = store.replace("api.twilio.com", "other.example.com")
    with pytest.raises(MediaNotReady, match="ConnectError"):
        media.fetch(account(other), other + PATH)


def _answering(monkeypatch: pytest.MonkeyPatch, hops: dict[str, str]) -> list[str]:
    """Where each host sends us on; the URLs that were asked for."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        host = request.headers["Host"]
        assert request.extensions["sni_hostname"] == host
        assert request.url.host == KNOWN[host]
        asked.append(f"https://{host}{request.url.raw_path.decode()}")
        if host in hops:
            return httpx.Response(307, headers={"Location": hops[host]})
        return httpx.Response(200, content=b"the file")

    real = httpx.Client

    def client(**options: object) -> httpx.Client:
        return real(transport=httpx.MockTransport(answer), **options)  # type: ignore[arg-type]

    monkeypatch.setattr("channels.providers.twilio.media.httpx.Client", client)
    return asked


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
