"""A whole installation in a folder of its own: web, workers and cron as real processes, as ``arzi run`` starts them."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy.orm import Session

from gateway.bootstrap import build_store
from gateway.config import load_settings
from tests.services.processes import service, tail
from tests.services.rasa import RunningRasa, free_port
from tests.services.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]
HTTP = httpx.Client(trust_env=False, timeout=15)


@dataclass(frozen=True)
class Installation:
    """Where it answers; ``folder`` holds its database and its logs."""

    url: str
    folder: Path
    env: Mapping[str, str]
    processes: list[tuple[str, "subprocess.Popen[bytes]"]] = field(default_factory=list)

    def process(self, name: str) -> "subprocess.Popen[bytes]":
        """The first process of that command."""
        return next(process for command, process in self.processes if command == name)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A look into its store, with its keys."""
        store = build_store(load_settings(self.folder / "config.yaml", self.env))
        with store.read() as session:
            yield session
        store.close()

    @contextmanager
    def another_worker(self) -> Iterator[None]:
        """One more worker, as the supervisor starts one when another died."""
        command = [sys.executable, "-m", "gateway", "worker"]
        with service(command, self.folder / "another-worker.log", cwd=ROOT, env=dict(self.env)):
            yield

    def simulator(self, method: str, path: str, json: object = None) -> Any:
        """One call of the simulator's API; its JSON."""
        answer = HTTP.request(method, f"{self.url}/simulator/api{path}", json=json)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def write(self, number: str, text: str, **more: object) -> None:
        """A citizen writes on WhatsApp."""
        self.simulator("POST", f"/phones/{number}/messages", {"text": text, **more})

    def answers(self, number: str) -> list[dict[str, Any]]:
        """What came to a citizen's phone."""
        shown = self.simulator("GET", "/changes")["messages"]
        return [message for message in shown if message["phone"] == number and not message["outgoing"]]

    def arzi(self, *arguments: str) -> str:
        """What ``arzi`` says."""
        done = subprocess.run(
            [sys.executable, "-m", "gateway", *arguments],
            cwd=ROOT,
            env=dict(self.env),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def logs(self) -> str:
        """The end of what the processes said, for a failure's message."""
        return "\n".join(f"{log.name}:\n{tail(log)}" for log in sorted(self.folder.glob("*.log")))


def prepared(folder: Path, redis_url: str, rasa_url: str | None, more: Mapping[str, str] | None = None) -> Installation:
    """An installation with its tables and no process. Without a Rasa its address leads nowhere; ``more`` is further
    environment."""
    config = folder / "config.yaml"
    if not config.exists():
        config.write_text((ROOT / "config.yaml").read_text())
    port = free_port()
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("ARZI_", "PROMETHEUS_"))},
        "ARZI_CONFIG": str(config),
        "ARZI_WEB__PORT": str(port),
        **_secrets(),
        "ARZI_REDIS_URL": redis_url,
        "ARZI_LIMITS__LEASE_S": "6",
        "ARZI_LIMITS__SWEEP_EVERY_S": "2",
        "ARZI_RASA__EMBEDDED": "false",
        "ARZI_RASA__URL": rasa_url or f"http://127.0.0.1:{free_port()}",
        **(more or {}),
    }
    made = Installation(f"http://127.0.0.1:{port}", folder, env)
    made.arzi("migrate")
    return made


@contextmanager
def installed(
    folder: Path, redis_url: str, rasa: RunningRasa | None, workers: int = 1, config: str | None = None
) -> Iterator[Installation]:
    """The installation, once it answers."""
    if config:
        (folder / "config.yaml").write_text(config)
    more = {"ARZI_RASA__SECRET": rasa.secret} if rasa else None
    made = prepared(folder, redis_url, rasa.url if rasa else None, more)
    with ExitStack() as stack:
        commands = [["web"], *(["worker"] for _ in range(workers)), ["cron"]]
        for number, command in enumerate(commands):
            log = folder / f"{number}-{command[0]}.log"
            running = service([sys.executable, "-m", "gateway", *command], log, cwd=ROOT, env=dict(made.env))
            made.processes.append((command[0], stack.enter_context(running)))
        wait_until(lambda: not _alive(made) or _answers(made), 90, every=0.1, what=f"the web process ({folder})")
        assert _alive(made), made.logs()
        yield made


def _secrets() -> dict[str, str]:
    """The secrets that ``make setup`` makes, made anew."""
    made: dict[str, str] = {}
    for line in (ROOT / "scripts/secrets.txt").read_text().splitlines():
        name, _, same = (part.strip() for part in line.partition("#")[0].partition("="))
        if name:
            made[name] = made[same] if same else secrets.token_hex(32)
    return made


def _alive(made: Installation) -> bool:
    return all(process.poll() is None for _, process in made.processes)


def _answers(made: Installation) -> bool:
    try:
        return HTTP.get(f"{made.url}/simulator/api/changes").is_success
    except httpx.HTTPError:
        return False
