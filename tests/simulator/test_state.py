"""Several web processes, one state."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from simulator import work
from simulator.database import Database
from tests.simulator.standin import GUL, HTTP, Gateway, eventually

SERVER = """
import sys
from pathlib import Path
from werkzeug.serving import make_server
from tests.simulator.standin import Gateway
gateway = Gateway(url=sys.argv[1])
app = gateway.app(Path(sys.argv[2]))
app.route("/received")(lambda: gateway.received)
make_server("127.0.0.1", int(sys.argv[3]), app, threaded=True).serve_forever()
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[list[Gateway]]:
    """Two processes with the simulator on one state; the webhooks of both go to the first."""
    ports = [free_port(), free_port()]
    first = f"http://127.0.0.1:{ports[0]}"
    started = [
        subprocess.Popen([sys.executable, "-c", SERVER, first, str(tmp_path), str(port)], stderr=subprocess.DEVNULL)
        for port in ports
    ]
    try:
        gateways = [Gateway(url=f"http://127.0.0.1:{port}") for port in ports]
        for gateway in gateways:
            eventually(lambda gateway=gateway: answers(gateway))
        yield gateways
    finally:
        for process in started:
            process.kill()
            process.wait()


def answers(gateway: Gateway) -> bool:
    try:
        return HTTP.get(f"{gateway.url}/simulator/api/changes").is_success
    except httpx.HTTPError:
        return False


def test_what_one_process_hears_the_other_shows(processes: list[Gateway]) -> None:
    one, other = processes
    sent = [(one, other)[n % 2].write(GUL, f"message {n}")["sid"] for n in range(12)]
    other.settled(sent[-1], "received")
    assert [message["sid"] for message in one.shown(GUL)] == sent
    received = HTTP.get(f"{one.url}/received").json()
    assert [form["MessageSid"] for form in received] == sent, "each webhook once, in order, whichever process posts it"


def test_work_of_a_process_that_died_is_done_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(tmp_path)
    with database.write() as tx:
        work.put(tx, "lane", "webhook", "SM1")
        assert work.claim(tx) is not None
        assert work.claim(tx) is None
        later = time.time() + work.LEASE + 1
        monkeypatch.setattr("time.time", lambda: later)
        again = work.claim(tx)
    assert again is not None
    assert again.tries == 2


def test_a_broken_transaction_leaves_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path)

    def broken() -> None:
        with database.write() as tx:
            work.put(tx, "lane", "webhook", "SM1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    with database.read() as tx:
        assert work.idle(tx)
