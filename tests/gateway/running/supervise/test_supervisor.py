"""A real supervisord with small programs: deaths, Ctrl-C, a second start, and who speaks."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from gateway.running.supervise.control import control, running
from tests.services.waiting import wait_until

PATIENCE_S = 180
until = partial(wait_until, deadline=PATIENCE_S)

TALKER = "import os,time\nprint('سلام from', os.getpid(), flush=True)\ntime.sleep(600)"
FORKER = "import subprocess,time\nsubprocess.Popen(['sleep', '600'])\ntime.sleep(600)"
STUBBORN = (
    "import signal,time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('deaf', flush=True)\ntime.sleep(600)"
)

START = """
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from gateway.running.supervise.programs import Program
from gateway.running.supervise.start import supervise
var = Path(sys.argv[1])
def python(name, code, **more):
    (var / f"{name}.py").write_text(code, encoding="utf-8")
    return Program(name, (sys.executable, f"{name}.py"), var, **more)
sys.exit(supervise([%s], var))
"""


class Supervisor:
    def __init__(self, programs: str, var: Path) -> None:
        self.var = var
        self.output = (var / "output").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-c", START % programs, str(var)],
            stdout=self.output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": str(Path.cwd())},
            cwd=var,
        )

    @property
    def said(self) -> str:
        return (self.var / "output").read_text(encoding="utf-8")

    def pids(self, name: str) -> list[int]:
        return [int(pid) for pid in re.findall(rf"^{name} +\| سلام from (\d+)$", self.said, re.MULTILINE)]

    def state(self, name: str) -> object:
        return control(self.var).supervisor.getProcessInfo(f"all:{name}")["statename"]

    def left_behind(self) -> list[int]:
        """The processes that work in our folder."""
        found = []
        for proc in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if (proc / "cwd").readlink() == self.var:
                    found.append(int(proc.name))
        return found

    def kill_all(self) -> None:
        for pid in self.left_behind():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@pytest.fixture
def supervise() -> Iterator[Callable[..., Supervisor]]:
    started: list[Supervisor] = []
    folder = Path(tempfile.mkdtemp(prefix="arzi-"))  # pytest's own folders are too deep for a socket

    def start(programs: str, var: Path = folder) -> Supervisor:
        started.append(Supervisor(programs, var))
        return started[-1]

    yield start
    for supervisor in started:
        supervisor.process.kill()
        supervisor.process.wait()
        supervisor.output.close()
        supervisor.kill_all()
    shutil.rmtree(folder)


def test_a_process_that_dies_is_started_again_each_time(supervise: Callable[..., Supervisor]) -> None:
    supervisor = supervise(f"python('web', {TALKER!r})")
    for death in range(1, 6):
        until(lambda death=death: len(supervisor.pids("web")) == death)
        if death > 1:  # the first time it dies before it counts as started
            until(lambda: supervisor.state("web") == "RUNNING")
        os.kill(supervisor.pids("web")[-1], signal.SIGKILL)
    until(lambda: len(supervisor.pids("web")) == 6)
    assert len(set(supervisor.pids("web"))) == 6
    assert "startretries = 1000000" in (supervisor.var / "supervisord.conf").read_text(encoding="utf-8")
    assert supervisor.said.count("| [ended") == 5


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_stopping_leaves_nothing_behind(supervise: Callable[..., Supervisor], sign: signal.Signals) -> None:
    supervisor = supervise(
        f"python('redis', {TALKER!r}, first=True), python('fork', {FORKER!r}), python('web', {TALKER!r}, count=2), "
        f"python('deaf', {STUBBORN!r}, stop_within_s=1)"
    )
    until(lambda: supervisor.pids("web-1") and supervisor.pids("web-2") and supervisor.pids("redis"))
    until(lambda: "deaf" in supervisor.said and len(supervisor.left_behind()) >= 6)
    supervisor.process.send_signal(sign)
    assert supervisor.process.wait(timeout=PATIENCE_S) == 0
    wait_until(lambda: not supervisor.left_behind())


@pytest.mark.parametrize("victim", ["arzi run", "supervisord"])
def test_what_runs_ends_when_its_keeper_is_killed(supervise: Callable[..., Supervisor], victim: str) -> None:
    supervisor = supervise(f"python('web', {TALKER!r})")
    until(lambda: supervisor.pids("web"))
    os.kill(supervisor.process.pid if victim == "arzi run" else int(running(supervisor.var) or 0), signal.SIGKILL)
    if victim == "supervisord":
        assert supervisor.process.wait(timeout=PATIENCE_S) == 1
        assert "the supervisor was killed" in supervisor.said
    supervisor.process.wait(timeout=PATIENCE_S)
    until(lambda: not supervisor.left_behind())


def test_it_starts_although_killed_ones_left_their_socket_and_lock(supervise: Callable[..., Supervisor]) -> None:
    supervisor = supervise(f"python('web', {TALKER!r})")
    until(lambda: supervisor.pids("web"))
    supervisor.kill_all()
    supervisor.process.kill()
    assert (supervisor.var / "supervisor.sock").exists()
    assert running(supervisor.var) is None
    again = supervise(f"python('web', {TALKER!r})", supervisor.var)
    until(lambda: len(supervisor.pids("web")) == 2)
    assert running(supervisor.var) is not None
    again.process.terminate()
    assert again.process.wait(timeout=PATIENCE_S) == 0


def test_a_second_start_says_that_it_runs_and_disturbs_nothing(supervise: Callable[..., Supervisor]) -> None:
    supervisor = supervise(f"python('web', {TALKER!r})")
    until(lambda: supervisor.pids("web"))
    again = supervise(f"python('web', {TALKER!r})", supervisor.var)
    assert again.process.wait(timeout=PATIENCE_S) == 1
    assert f"running here already (process {supervisor.process.pid})" in supervisor.said
    assert running(supervisor.var) is not None
    assert len(supervisor.pids("web")) == 1


def test_a_program_that_ends_by_itself_is_left_alone(supervise: Callable[..., Supervisor]) -> None:
    supervisor = supervise(f"python('arzi', 'print(\"open this\")', once=True), python('web', {TALKER!r})")
    until(lambda: supervisor.pids("web") and "open this" in supervisor.said)
    os.kill(supervisor.pids("web")[-1], signal.SIGKILL)
    until(lambda: len(supervisor.pids("web")) == 2)
    assert supervisor.said.count("open this") == 1


def test_what_waits_is_started_when_it_is_told_to(supervise: Callable[..., Supervisor]) -> None:
    supervisor = supervise(f"python('web', {TALKER!r}), python('rasa', {TALKER!r}, waits=True)")
    until(lambda: supervisor.pids("web"))
    assert supervisor.state("rasa") == "STOPPED"
    control(supervisor.var).supervisor.startProcessGroup("all", False)
    until(lambda: supervisor.pids("rasa"))
    assert len(supervisor.pids("web")) == 1


def test_what_a_program_may_know_reaches_it_and_no_file(supervise: Callable[..., Supervisor]) -> None:
    code = "import os,time\nprint(os.environ['OPEN'], os.environ['HIDDEN'], flush=True)\ntime.sleep(600)"
    supervisor = supervise(f"python('web', {code!r}, environment={{'OPEN': '100%, a'}}, secrets={{'HIDDEN': 'hush'}})")
    until(lambda: "100%, a hush" in supervisor.said)
    assert "hush" not in (supervisor.var / "supervisord.conf").read_text(encoding="utf-8")
    assert (supervisor.var / "supervisord.conf").stat().st_mode & 0o077 == 0
