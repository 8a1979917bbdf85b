"""SIGTERM: what is in hand is finished, what waits is left for the others, and the process ends with 0."""

import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import Popen
from urllib.parse import urlencode

from redis import Redis
from sqlalchemy import select

from core.messages import Envelope
from core.store.pipeline import heartbeats
from core.store.pipeline.tables import EnvelopeRow, OutboxRow
from gateway.bootstrap import build
from gateway.config import load_settings
from gateway.pipeline.accept import accept
from gateway.pipeline.queue import RqQueue
from tests.journeys.installation import ROOT, Installation, prepared
from tests.services.processes import service
from tests.services.rasa import free_port
from tests.services.redis import running_redis
from tests.services.waiting import wait_until


class SlowRasa(ThreadingHTTPServer):
    """Says that it was asked, and answers (with a fault) when it is let go."""

    daemon_threads = True

    def __init__(self) -> None:
        self.asked, self.go_on = threading.Event(), threading.Event()
        super().__init__(("127.0.0.1", 0), SlowTurn)


class SlowTurn(BaseHTTPRequestHandler):
    server: SlowRasa

    def do_POST(self) -> None:
        self.server.asked.set()
        self.server.go_on.wait(60)
        self.send_error(500)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def slow_rasa() -> Iterator[SlowRasa]:
    with SlowRasa() as rasa:
        threading.Thread(target=rasa.serve_forever, daemon=True).start()
        yield rasa
        rasa.go_on.set()
        rasa.shutdown()


def written(house: Installation, *numbers: str) -> None:
    """These citizens wrote on WhatsApp."""
    here = build(load_settings(house.folder / "config.yaml", house.env))
    for number in numbers:
        fields = {"MessageSid": f"SM{number}", "From": f"whatsapp:+{number}", "Body": "bijli nahi hai", "NumMedia": "0"}
        accept(here, here.channel("whatsapp"), Envelope("whatsapp", number, urlencode(fields).encode(), now()))
    assert isinstance(here.queue, RqQueue)
    here.queue.flush()
    here.store.close()


def now() -> datetime:
    return datetime.now(UTC)


def test_a_worker_finishes_the_job_in_hand_and_takes_no_other(tmp_path: Path) -> None:
    with running_redis() as redis_url, slow_rasa() as rasa, ExitStack() as stack:
        url = f"http://127.0.0.1:{rasa.server_port}"
        house = prepared(tmp_path, redis_url, url, {"ARZI_RASA__TIMEOUT_S": "60"})
        command = [sys.executable, "-m", "gateway", "worker", "ingest"]
        worker = stack.enter_context(service(command, tmp_path / "worker.log", cwd=ROOT, env=dict(house.env)))
        written(house, "923001234501", "923001234502")
        assert rasa.asked.wait(60), house.logs()
        worker.terminate()
        threading.Timer(0.5, rasa.go_on.set).start()  # it is still waiting for Rasa when the signal is there
        assert worker.wait(60) == 0, house.logs()
        assert "Traceback" not in house.logs()
        with house.reading() as session:
            states = dict(session.execute(select(EnvelopeRow.person, EnvelopeRow.state)).all())
            answers = list(session.scalars(select(OutboxRow.person)))
        assert sorted(states.values()) == ["handled", "waiting"]
        assert [states[person] for person in answers] == ["handled"]


def test_listeners_and_cron_end_when_told(tmp_path: Path) -> None:
    with running_redis() as redis_url, ExitStack() as stack:
        house = prepared(tmp_path, redis_url, None, {"ARZI_CHANNELS__EMAIL__SMTP__PORT": str(free_port())})
        running: dict[str, Popen[bytes]] = {}
        for kind, command in {"smtp": ["listen", "smtp"], "folder": ["listen", "folder"], "cron": ["cron"]}.items():
            program = [sys.executable, "-m", "gateway", *command]
            running[kind] = stack.enter_context(
                service(program, tmp_path / f"{kind}.log", cwd=ROOT, env=dict(house.env))
            )

        def at_work() -> bool:
            with Redis.from_url(redis_url) as redis:
                swept = redis.exists("rq:queue:timed")
            logs = house.logs()
            return bool(swept) and "taking mail" in logs and "watching" in logs

        wait_until(lambda: at_work() or _ended(running), every=0.2, what="them all")
        for process in running.values():
            process.terminate()
        assert {kind: process.wait(60) for kind, process in running.items()} == dict.fromkeys(running, 0), house.logs()
        assert "Traceback" not in house.logs()
        with house.reading() as session:
            assert heartbeats.health(session, now()) == {}, "who stopped as it should is not missed"


def _ended(running: dict[str, Popen[bytes]]) -> bool:
    return any(process.poll() is not None for process in running.values())
