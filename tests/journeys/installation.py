"""A whole installation in a folder of its own: web, workers and cron as real processes, as ``arzi run`` starts them."""

import functools
import os
import secrets
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.outbox import OutboxState
from core.store.casework import offices
from core.store.engine import open_engine, open_store
from core.store.evidence.blobs import FileBlobs
from core.store.migrate import migrate
from core.store.pipeline.envelopes import WAITING
from core.store.pipeline.tables import EnvelopeRow, OutboxRow
from core.store.sealing.reseal import check_key
from gateway.bootstrap import build_store
from gateway.config import load_settings
from tests.services.processes import service, tail
from tests.services.rasa import START_S, RunningRasa, free_port
from tests.services.waiting import wait_until

ROOT = Path(__file__).resolve().parents[2]
HTTP = httpx.Client(trust_env=False, timeout=60)


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

    def has_answered(self, number: str) -> bool:
        """All that this phone wrote is handled, and all answers have left: one message may have two."""
        person = f"tel:{number}"
        waiting = select(EnvelopeRow.id).where(EnvelopeRow.person == person, EnvelopeRow.state == WAITING)
        leaving = select(OutboxRow.id).where(
            OutboxRow.person == person, OutboxRow.state.in_((OutboxState.STAGED, OutboxState.SENDING))
        )
        with self.reading() as session:
            return session.scalar(waiting.limit(1)) is None and session.scalar(leaving.limit(1)) is None

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
        "ARZI_DIALOGUE__PAUSE_S": "0",
        "ARZI_LIMITS__SWEEP_EVERY_S": "2",
        "ARZI_RASA__EMBEDDED": "false",
        "ARZI_RASA__URL": rasa_url or f"http://127.0.0.1:{free_port()}",
        **(more or {}),
    }
    made = Installation(f"http://127.0.0.1:{port}", folder, env)
    if "ARZI_DATABASE__URL" in env:
        made.arzi("migrate")
    else:
        _as_migrated(made)
    return made


def _as_migrated(made: Installation) -> None:
    """What ``arzi migrate`` leaves, of which the dear part is made once: tables and fifteen thousand offices."""
    settings = load_settings(made.folder / "config.yaml", made.env)
    file = settings.var / "arzi.db"
    if file.exists():
        return
    settings.var.mkdir(parents=True, exist_ok=True)
    file.write_bytes(_template())
    store = build_store(settings)
    with store.write() as session:
        check_key(session)
    store.close()


@functools.cache
def _template() -> bytes:
    with tempfile.TemporaryDirectory() as name:
        file = Path(name, "arzi.db")
        engine = open_engine(f"sqlite:///{file}")
        migrate(engine)
        engine.dispose()
        store = open_store(f"sqlite:///{file}", FileBlobs(Path(name)))
        with store.write() as session:
            offices.fill_if_empty(session, datetime.now(UTC))
        store.close()
        with closing(sqlite3.connect(file)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return file.read_bytes()


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
        wait_until(lambda: not _alive(made) or _answers(made), START_S, every=0.1, what=f"the web process ({folder})")
        assert _alive(made), made.logs()
        yield made


def _secrets() -> dict[str, str]:
    """The secrets that ``make setup`` makes, made anew."""
    made: dict[str, str] = {}
    files = [ROOT / "scripts/secrets.txt", *ROOT.glob("channels/*/secrets.txt")]
    lines = [line.partition("#")[0].split("=") for file in files for line in file.read_text().splitlines()]
    for name, *same in sorted(lines, key=len):  # those that are the same as another come after it
        if name.strip():
            made[name.strip()] = made[same[0].strip()] if same else secrets.token_hex(32)
    return made


def _alive(made: Installation) -> bool:
    return all(process.poll() is None for _, process in made.processes)


def _answers(made: Installation) -> bool:
    try:
        return HTTP.get(f"{made.url}/simulator/api/changes").is_success
    except httpx.HTTPError:
        return False
