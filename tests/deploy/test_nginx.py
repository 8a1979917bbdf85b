"""deploy/nginx.conf in Debian's nginx: it is well formed, and does what is written in it."""

import shutil
import socket
import ssl
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.deploy.names import DEPLOY
from tests.fakes.http import Answer, ScriptedServer, scripted_server
from tests.gateway.listeners.running import certificate
from tests.services.processes import service, tail
from tests.services.rasa import free_port
from tests.services.waiting import wait_until

HOST = "arzi.example.org"
SITE = (DEPLOY / "nginx.conf").read_text()
MANY = 100
MAIN = """
user root;
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Proxy:
    """A running nginx, the web behind it, and its ports."""

    web: ScriptedServer
    plain: int
    tls: int

    def get(self, path: str, times: int = 1) -> list[httpx.Response]:
        """Asked of it, one after the other."""
        headers = {"Host": HOST, "X-Forwarded-For": "203.0.113.9"}
        inside = ssl.create_default_context()
        inside.check_hostname, inside.verify_mode = False, ssl.CERT_NONE
        with httpx.Client(verify=inside, headers=headers, trust_env=False) as client:
            url = f"https://127.0.0.1:{self.tls}{path}"
            return [client.get(url, extensions={"sni_hostname": HOST}) for _ in range(times)]


def nginx() -> str:
    found = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin")
    assert found, "nginx is not installed: make test says what is missing"
    return found


def written(folder: Path, *changes: tuple[str, str]) -> list[str]:
    """The site with a certificate of the test's own, in a folder; nginx's command for it."""
    cert, key = certificate(folder, HOST)
    site = SITE.replace("/etc/ssl/arzi/fullchain.pem", str(cert)).replace("/etc/ssl/arzi/key.pem", str(key))
    site = site.replace("/var/log/nginx/arzi.log", str(folder / "access.log"))
    for before, after in changes:
        assert before in site
        site = site.replace(before, after)
    (folder / "site.conf").write_text(site)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder))
    return [nginx(), "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(folder / "nginx.conf")]


def test_it_is_well_formed(tmp_path: Path) -> None:
    told = subprocess.run([*written(tmp_path), "-t"], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert "[warn]" not in told.stderr.replace('[warn] the "user" directive', "")


@contextmanager
def running(folder: Path, *changes: tuple[str, str]) -> Iterator[Proxy]:
    plain, tls = free_port(), free_port()
    with scripted_server(Answer(body=b"the web")) as web:
        command = written(
            folder,
            ("listen 80;", f"listen 127.0.0.1:{plain};"),
            ("listen 443 ssl", f"listen 127.0.0.1:{tls} ssl"),
            ("    server 10.0.0.11:8080;\n    server 10.0.0.12:8080;", f"    server 127.0.0.1:{web.port};"),
            *changes,
        )
        with service(command, folder / "log", cwd=folder) as process:
            wait_until(lambda: process.poll() is not None or _listens(tls), what="nginx")
            assert process.poll() is None, tail(folder / "log") + tail(folder / "error.log")
            yield Proxy(web, plain, tls)


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with running(tmp_path_factory.mktemp("nginx")) as made:
        yield made


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def test_https_is_demanded_and_stays(proxy: Proxy) -> None:
    plain = httpx.get(f"http://127.0.0.1:{proxy.plain}/track?x=1", headers={"Host": HOST}, trust_env=False)
    assert (plain.status_code, plain.headers["location"]) == (301, f"https://{HOST}/track?x=1")
    [told] = proxy.get("/track")
    assert told.text == "the web"
    assert told.headers["strict-transport-security"] == "max-age=63072000"
    assert told.headers["server"] == "nginx", "no version"


def test_who_asks_by_another_name_gets_no_answer(proxy: Proxy) -> None:
    inside = ssl.create_default_context()
    inside.check_hostname, inside.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", proxy.tls)) as raw, pytest.raises(ssl.SSLError):
        inside.wrap_socket(raw, server_hostname="elsewhere.example")


def test_the_sender_is_who_nginx_saw(proxy: Proxy) -> None:
    proxy.get("/track")
    _, _, headers, _ = proxy.web.requests[-1]
    assert (headers["x-forwarded-for"], headers["x-forwarded-proto"], headers["host"]) == ("127.0.0.1", "https", HOST)


def test_metrics_are_not_shown(proxy: Proxy) -> None:
    [told] = proxy.get("/metrics")
    assert told.status_code == 404
    assert told.headers["strict-transport-security"]


def test_who_asks_too_often_is_told_so_but_providers_never(tmp_path: Path) -> None:
    """The allowance comes back once a minute here, so that what passes is the burst, however slow this machine is."""
    rates = (("rate=10r/s", "rate=1r/m"), ("rate=30r/m", "rate=1r/m"))
    with running(tmp_path, *rates) as proxy:
        for path, burst in (("/in/whatsapp", None), ("/staff/sign-in", 30), ("/desk", 60)):
            codes = Counter(told.status_code for told in proxy.get(path, MANY))
            assert codes.keys() <= {200, 429}
            if burst is None:
                assert codes[200] == MANY
            else:
                assert burst < codes[200] < burst + 5


def test_what_is_searched_for_is_in_no_log(tmp_path: Path) -> None:
    with running(tmp_path) as made:
        made.get("/desk/search?q=Gul+Khan")
        kept = wait_until(lambda: (tmp_path / "access.log").read_text(), what="the log")
    assert "/desk/search" in kept
    assert "Gul" not in kept
