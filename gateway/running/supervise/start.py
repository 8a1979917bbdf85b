"""Starting supervisord when nothing stands in the way, passing on what it says, and stopping it."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from core.errors import ConfigInvalid
from gateway.config import Settings
from gateway.running.supervise.assistant import assistant_address
from gateway.running.supervise.conf import SOCKET, ending_with_us, write_conf
from gateway.running.supervise.control import running
from gateway.running.supervise.embedded_redis import write_redis_conf
from gateway.running.supervise.programs import Program, programs
from gateway.running.supervise.voices import Style

LONGEST_SOCKET_PATH = 90
"""A socket's path may have 107 bytes; supervisord needs some of them for a name beside it."""


def run(settings: Settings) -> int:
    """Run everything that the settings ask for, until a signal; the exit status. Raises ConfigInvalid."""
    for line in settings.gone:
        print(f"arzi: warning: {line}", file=sys.stderr)  # noqa: T201
    check_startable(settings)
    check_channels(settings)
    os.environ["ARZI_CONFIG"] = str(settings.config_file)
    shutil.rmtree(settings.metrics_dir, ignore_errors=True)  # what processes before these ones counted
    wanted = programs(settings)
    if not settings.redis_url:
        write_redis_conf(settings)
    return supervise(wanted, settings.var, _style(settings))


def _style(settings: Settings) -> Style:
    if settings.log.format == "json":
        return "json"
    return "colour" if sys.stdout.isatty() and "NO_COLOR" not in os.environ else "plain"


def supervise(wanted: Iterable[Program], var: Path, style: Style = "plain") -> int:
    """Run these programs until a signal comes; the exit status. Raises ConfigInvalid when ``var`` is in use."""
    wanted = list(wanted)
    environment = dict(os.environ)
    for program in wanted:
        environment.update(program.secrets)
    with _only_one(var):
        conf = write_conf(wanted, var, style)
        supervisord = subprocess.Popen(
            ending_with_us([sys.executable, "-m", "supervisor.supervisord", "-n", "-c", str(conf)]),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
        with _passing_signals_to(supervisord):
            _pass_on(supervisord)
        status = supervisord.wait()
    if status < 0:
        print("arzi: the supervisor was killed, and with it all that it had started", file=sys.stderr)  # noqa: T201
    return 1 if status else 0


def check_startable(settings: Settings) -> None:
    """Raises ConfigInvalid when a port is taken, a path is too long for a socket, or Rasa is not set up."""
    if len(str(settings.var / SOCKET).encode()) > LONGEST_SOCKET_PATH:
        raise ConfigInvalid(f"var_dir: {settings.var} is too long for a socket; name a shorter one (ARZI_VAR_DIR)")
    with _only_one(settings.var):
        _check_port("web.port", "ARZI_WEB__PORT", settings.web.host, settings.web.port)
        if settings.rasa.embedded:
            _check_port("rasa.url", "ARZI_RASA__URL", *assistant_address(settings))


def check_channels(settings: Settings) -> None:
    """Raises ConfigInvalid when a channel's section is wrong. Skipped while nothing has changed: it takes a second."""
    stamp = settings.var / "config.checked"
    told = sorted(f"{name}={value}" for name, value in os.environ.items() if name.startswith("ARZI_"))
    secrets = settings.home / "var/secrets.env"
    found = sha256("\n".join(told).encode())
    for file in (settings.config_file, secrets):
        found.update(file.read_bytes() if file.is_file() else b"")
    if stamp.is_file() and stamp.read_text(encoding="ascii") == found.hexdigest():
        return
    from gateway.bootstrap import build_channels

    build_channels(settings)
    stamp.write_text(found.hexdigest(), encoding="ascii")


@contextmanager
def _only_one(var: Path) -> Iterator[None]:
    """Hold the folder. Raises ConfigInvalid when another holds it, or its supervisor is still there."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "run.lock").open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise _running_already(lock.read().strip()) from None
        pid = running(var)
        if pid is not None:
            raise _running_already(str(pid))
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _running_already(pid: str) -> ConfigInvalid:
    return ConfigInvalid(f"Arzi is running here already (process {pid}); stop it first: Ctrl-C there, or kill {pid}")


@contextmanager
def _passing_signals_to(supervisord: subprocess.Popen[bytes]) -> Iterator[None]:
    def stop(_signal: int, _frame: object) -> None:
        supervisord.terminate()

    before = {sign: signal.signal(sign, stop) for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


def _pass_on(supervisord: subprocess.Popen[bytes]) -> None:
    """What is said goes to our standard output, as long as somebody reads it."""
    assert supervisord.stdout is not None
    read = supervisord.stdout.fileno()
    while said := os.read(read, 1 << 16):
        try:
            os.write(sys.stdout.fileno(), said)
        except BrokenPipeError:
            with suppress(OSError):
                supervisord.terminate()


def _check_port(key: str, env: str, host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ConfigInvalid(
                f"{key}: {host}:{port} cannot be listened on ({error.strerror}); stop what uses it, or set {env}"
            ) from None
