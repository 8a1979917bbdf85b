"""A real Rasa with the trained model, started once. Tests that ask for it run one after the other, in one process."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.services.processes import service, tail
from tests.services.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]
ASSISTANT = ROOT / "nlu/assistant"
MODEL = ASSISTANT / "models/current.tar.gz"
SECRET = "the secret of the tests' own Rasa"
START_S = 300
HTTP = httpx.Client(trust_env=False, timeout=60)
"""One for all that ask Rasa: each reads the certificates that it trusts, which takes longer than an answer."""


@dataclass(frozen=True)
class RunningRasa:
    """Where Rasa answers, and the process that does."""

    url: str
    secret: str
    process: "subprocess.Popen[bytes]"
    log: Path

    def ready(self) -> bool:
        """Is the model loaded, and are its stores there?"""
        headers = {"Authorization": f"Bearer {self.secret}"}
        try:
            return HTTP.get(f"{self.url}/webhooks/arzi/ready", headers=headers, timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def kill(self) -> None:
        """As if the machine had done it."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)


@contextmanager
def running_rasa(
    folder: Path,
    *,
    port: int | None = None,
    tracker_url: str | None = None,
    lock_url: str | None = None,
    keep: bool = False,
) -> Iterator[RunningRasa]:
    """A Rasa of one's own, for tests that kill it. It keeps its conversations in ``folder`` when nothing else is said,
    so that another one there goes on with them. ``keep``: it is started with the whole environment of this process."""
    python = ASSISTANT / ".venv/bin/python"
    assert python.exists(), "Rasa is not set up: make setup"
    assert MODEL.exists(), "there is no trained model: make setup"
    port = port or free_port()
    log = folder / "rasa.log"
    env = {
        **{name: value for name, value in os.environ.items() if keep or not name.startswith(("ARZI_", "PYTHON"))},
        "ARZI_RASA__SECRET": SECRET,
        "ARZI_RASA__TRACKER_URL": tracker_url or f"sqlite:///{folder}/rasa.db",
        **({"ARZI_RASA__LOCK_URL": lock_url} if lock_url else {}),
    }
    command = [str(python), str(ASSISTANT / "serve"), "--host", "127.0.0.1", "--port", str(port), "--model", str(MODEL)]
    with service(command, log, cwd=folder, env=env) as process:
        rasa = RunningRasa(f"http://127.0.0.1:{port}", SECRET, process, log)
        try:
            wait_until(lambda: process.poll() is not None or rasa.ready(), START_S, every=0.2, what="Rasa")
        except AssertionError as error:
            raise AssertionError(f"{error}; it says:\n{tail(log)}") from None
        assert process.poll() is None, tail(log)
        yield rasa


@pytest.fixture(scope="session")
def rasa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningRasa]:
    """The Rasa of all tests: use a conversation id of your own, and do not kill it."""
    with running_rasa(tmp_path_factory.mktemp("rasa")) as running:
        yield running


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for Rasa is marked so, and is kept together by pytest-xdist, so that one Rasa is enough."""
    for item in items:
        if "rasa" in getattr(item, "fixturenames", ()):
            item.add_marker("rasa")
            if item.get_closest_marker("xdist_group") is None:
                item.add_marker(pytest.mark.xdist_group("rasa"))
