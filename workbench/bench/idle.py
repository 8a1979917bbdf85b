"""What a process takes while it does nothing, and how soon the house is ready when it is started a second time."""

import functools
import sys
import time
from pathlib import Path

from redis import Redis
from rq import Worker

from gateway.pipeline.queue import QUEUES
from gateway.running.supervise.pages import answers
from workbench.bench.place import START_S, BenchFailed, Place, running, temporary_place
from workbench.bench.results import Measure, Tell

MOST_MB, PAGES_S, RASA_S = 150, 5, 15
_LONGEST_START_S = 300
_SETTLED_S = 5
_ARZI = (sys.executable, "-m", "gateway")


def measure(config: Path, quick: bool, tell: Tell) -> list[Measure]:
    """The memory of each kind of process, then two starts of everything."""
    measures = _memory(config, quick, tell)
    with temporary_place(config) as place:
        tell("idle: the first start makes what is missing")
        _start(place)
        tell("idle: the second start")
        pages, rasa = _start(place)
    return [
        *measures,
        Measure("second start until pages answer", pages, PAGES_S, "s", "the goal", "≤ 1"),
        Measure("second start until Rasa is ready", rasa, RASA_S, "s", "the goal", "≤ 1"),
    ]


def _memory(config: Path, quick: bool, tell: Tell) -> list[Measure]:
    with temporary_place(config) as place:
        place.start_redis()
        place.migrate()
        base = f"http://{place.settings.web.host}:{place.settings.web.port}"
        web = place.start([*_ARZI, "web"], lambda: answers(f"{base}/healthz", well=True))
        workers = {f"worker {queue}": place.start_worker(queue).pid for queue in QUEUES}
        _wait_for_workers(place, len(workers))
        tell("idle: waiting until the processes have settled")
        time.sleep(1 if quick else _SETTLED_S)  # memory is what is measured: there is no event to wait for
        pids = {"web": _children(web.pid)[0], **workers}
        return [
            Measure(f"idle memory: {name}", _mb(pid), MOST_MB, "MB", "the goal", "≤ 1") for name, pid in pids.items()
        ]


def _wait_for_workers(place: Place, number: int) -> None:
    with Redis.from_url(place.settings.redis) as redis:
        until = time.monotonic() + START_S
        while Worker.count(connection=redis) < number:
            if time.monotonic() > until:
                raise BenchFailed("the workers did not start")
            time.sleep(0.1)


def _start(place: Place) -> tuple[float, float]:
    """Start everything and stop it; seconds until the pages answered, and until Rasa was ready."""
    web, rasa = place.settings.web, place.settings.rasa
    began = time.monotonic()
    pages = functools.partial(answers, f"http://{web.host}:{web.port}/healthz", well=True)
    with running([*_ARZI, "run"], place.folder / "run.log", pages, environment=place.environment, cwd=place.folder):
        first = time.monotonic() - began
        while not answers(f"{rasa.url}/webhooks/arzi/ready", well=True):
            if time.monotonic() - began > _LONGEST_START_S:
                raise BenchFailed("Rasa did not become ready")
            time.sleep(0.05)
        return first, time.monotonic() - began


def _mb(pid: int) -> float:
    """Its own memory and its share of what it shares (PSS), in millions of bytes."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    [line] = [line for line in rollup.splitlines() if line.startswith("Pss:")]
    return int(line.split()[1]) * 1024 / 1e6


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
