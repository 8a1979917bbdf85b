"""A gateway of the bench's own: a temporary folder, ports and secrets of its own, the production code unchanged."""

import functools
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from redis import Redis, RedisError

from core.errors import ArziError
from core.store.engine import open_engine
from core.store.migrate import migrate
from gateway.config import Settings, load_settings
from gateway.running.supervise.assistant import assistant_command, assistant_secrets
from gateway.running.supervise.conf import ending_with_us
from gateway.running.supervise.embedded_redis import redis_command, write_redis_conf
from gateway.running.supervise.pages import answers

PUBLIC_URL = "https://bench.example.org"
START_S = 120
_ARZI = (sys.executable, "-m", "gateway")


class BenchFailed(ArziError):
    """What is to be measured did not start or did not answer."""

    kind = "bench-failed"


@dataclass
class Place:
    """An installation to measure, and the processes started in it."""

    folder: Path
    settings: Settings
    environment: Mapping[str, str]
    _ends: ExitStack = field(default_factory=ExitStack)

    def start(
        self,
        command: Sequence[str],
        ready: Callable[[], bool] = lambda: True,
        *,
        more: Mapping[str, str] | None = None,
    ) -> "subprocess.Popen[bytes]":
        """A process that lives as long as the place; returns when it is ready. Raises BenchFailed."""
        log = self.folder / f"{Path(command[-1]).name or 'log'}.log"
        environment = {**self.environment, **(more or {})}
        return self._ends.enter_context(running(command, log, ready, environment=environment, cwd=self.folder))

    def migrate(self) -> None:
        """The tables of the store."""
        engine = open_engine(self.settings.database_url)
        migrate(engine)
        engine.dispose()

    def start_redis(self) -> None:
        """The embedded Redis."""
        write_redis_conf(self.settings)
        self.start(redis_command(self.settings), self._redis_answers)

    def start_web(self) -> str:
        """The gateway's own web process; its address."""
        base = f"http://{self.settings.web.host}:{self.settings.web.port}"
        self.start([*_ARZI, "web"], lambda: answers(base))
        return base

    def start_worker(self, *queues: str) -> "subprocess.Popen[bytes]":
        """A worker for these queues. It is at work a moment later."""
        return self.start([*_ARZI, "worker", *queues])

    def start_rasa(self) -> "list[subprocess.Popen[bytes]]":
        """Rasa with the present model: a process for each of its addresses."""
        made, more = [], assistant_secrets(self.settings)
        *command, _ = assistant_command(self.settings)
        for url in self.settings.rasa.urls:
            ready = functools.partial(answers, f"{url}/webhooks/arzi/ready", well=True)
            made.append(self.start([*command, url.rpartition(":")[2]], ready, more=more))
        return made

    def _redis_answers(self) -> bool:
        try:
            with Redis.from_url(self.settings.redis) as client:
                return bool(client.ping())
        except RedisError:
            return False


@contextmanager
def temporary_place(config: Path, **overrides: str) -> Iterator[Place]:
    """An installation like the one of ``config``, elsewhere; ``overrides`` are environment names and values.

    Secrets that only the channels need are those that the set-up made.
    """
    with tempfile.TemporaryDirectory(prefix="arzi-bench-") as name:
        folder = Path(name)
        given = {
            "ARZI_CONFIG": str(config),
            "ARZI_VAR_DIR": name,
            "ARZI_BLOBS__DIR": f"{name}/blobs",
            "ARZI_DATABASE__URL": f"sqlite:///{name}/arzi.db",
            "ARZI_RASA__TRACKER_URL": f"sqlite:///{name}/rasa.db",
            "ARZI_RASA__URL": f"http://127.0.0.1:{free_port()}",
            "ARZI_RASA__SECRET": secrets.token_hex(16),
            "ARZI_WEB__SECRET_KEY": secrets.token_hex(16),
            "ARZI_WEB__PORT": str(free_port()),
            "ARZI_CHANNELS__WHATSAPP__AUTH_TOKEN": secrets.token_hex(16),
            "ARZI_PUBLIC_URL": PUBLIC_URL,
            "ARZI_SIMULATOR__ENABLED": "false",
            "ARZI_LIMITS__QUEUE_DEPTH": "100000000",
            "ARZI_DIALOGUE__PAUSE_S": "0",  # what is measured is work, not waiting for who may write on
            "ARZI_LOG__LEVEL": "WARNING",
            **overrides,
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ARZI_")}
        with ExitStack() as ends:
            yield Place(folder, load_settings(config, given), {**kept, **given}, ends)


@contextmanager
def running(
    command: Sequence[str],
    log: Path,
    ready: Callable[[], bool],
    *,
    environment: Mapping[str, str] | None = None,
    cwd: Path = Path("/"),
    user: str | None = None,
) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that runs in the block, from when it is ready. Raises BenchFailed."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            ending_with_us(command),
            env=environment,
            cwd=cwd,
            user=user,
            group=user,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        until = time.monotonic() + START_S
        while not ready():
            if process.poll() is not None or time.monotonic() > until:
                raise BenchFailed(f"{' '.join(command)} did not start: {log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)
        yield process
    finally:
        _end(process)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
