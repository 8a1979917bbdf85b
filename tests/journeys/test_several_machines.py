"""Two webs, two workers and two Rasas on one PostgreSQL and one Redis, each on a port of its own. While citizens write,
one of each is killed: nothing is lost, each person's messages stay in order, and nobody has two tickets."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from subprocess import Popen

from httpx import HTTPError
from sqlalchemy import func, select

from core.outbox import OutboxState
from core.store.casework import tickets
from core.store.casework.tables import TicketRow
from core.store.engine import Store
from core.store.pipeline import conversations
from core.store.pipeline.envelopes import HANDLED
from core.store.pipeline.tables import EnvelopeRow, MessageRow, OutboxRow
from gateway.bootstrap import build_store
from gateway.config import load_settings
from tests.journeys.installation import HTTP, ROOT, Installation, prepared
from tests.journeys.writers import Writer
from tests.services.processes import service
from tests.services.rasa import SECRET, RunningRasa, free_port, running_rasa
from tests.services.redis import running_redis
from tests.services.waiting import wait_until

PUBLIC = "http://arzi.example"
CITIZENS = 8
ARRIVED = {OutboxState.SENT, OutboxState.DELIVERED, OutboxState.READ}
PATIENCE_S = 180
ANSWERS = {
    "category": "electricity",
    "description": "There has been no electricity in our village for three days",
    "district": "Mardan",
    "address": "Katlang road, near the mosque",
    "complainant_name": "Gul Khan",
}


@contextmanager
def two_rasas(folder: Path, tracker_url: str, lock_url: str) -> Iterator[list[RunningRasa]]:
    """Started side by side; they keep their conversations in the same places."""

    def start(name: str) -> RunningRasa:
        (folder / name).mkdir()
        return stack.enter_context(running_rasa(folder / name, tracker_url=tracker_url, lock_url=lock_url))

    # A process ends with the thread that started it: the pool's threads stay until both are stopped.
    with ThreadPoolExecutor(2) as pool, ExitStack() as stack:
        yield list(pool.map(start, ("rasa-1", "rasa-2")))


@dataclass
class Citizen:
    """Greets, tells, and answers what is asked until there is a ticket."""

    house: Installation
    writer: Writer
    store: Store

    @property
    def person(self) -> str:
        return f"tel:+{self.writer.number}"

    def tell(self) -> None:
        self.greet()
        self.say(ANSWERS["description"])
        until = time.monotonic() + PATIENCE_S
        while not self.has_ticket() and time.monotonic() < until:
            if self.heard() and not self.has_ticket():  # in this order: what was heard may have made it
                self.say(ANSWERS.get(self.asked(), "yes"))
            time.sleep(0.05)

    def greet(self) -> None:
        """By the simulated phone: a provider sends answers only to those who wrote by it of late."""
        self.house.simulator("PUT", f"/phones/+{self.writer.number}", {"name": "Gul Khan"})
        self.house.write(f"+{self.writer.number}", "salam")
        self.writer.said.append("salam")
        wait_until(self.heard, PATIENCE_S, every=0.05, what="the greeting")

    def say(self, line: str) -> None:
        """As a provider does: until it is acknowledged."""
        while not self.writer.write(line):
            time.sleep(0.1)

    def heard(self) -> bool:
        mine = (EnvelopeRow.person == self.person) & (EnvelopeRow.state == HANDLED)
        with self.store.read() as session:
            return session.scalar(select(func.count()).where(mine)) == len(self.writer.said)

    def asked(self) -> str:
        with self.store.read() as session:
            open_now = conversations.latest(session, self.person)
        return (open_now.asking or "") if open_now else ""

    def has_ticket(self) -> bool:
        with self.store.read() as session:
            return bool(tickets.of_person(session, self.person))

    def kept(self) -> list[str]:
        """What the house has of theirs, in the order in which it was understood."""
        theirs = select(MessageRow.text).join(EnvelopeRow, EnvelopeRow.id == MessageRow.envelope_id)
        with self.store.read() as session:
            return list(session.scalars(theirs.where(EnvelopeRow.person == self.person).order_by(MessageRow.id)))


def webs(house: Installation, stack: ExitStack) -> tuple[list[int], list["Popen[bytes]"]]:
    """Two of them, when both answer. The second is also the one on which the simulated provider lives."""
    ports = [free_port(), int(house.env["ARZI_WEB__PORT"])]
    processes = [started(house, stack, f"web-{port}", "web", ARZI_WEB__PORT=str(port)) for port in ports]
    for port in ports:
        wait_until(lambda port=port: _answers(port), PATIENCE_S, every=0.1, what=f"web {port}")  # type: ignore[misc]
    return ports, processes


def started(house: Installation, stack: ExitStack, name: str, *command: str, **more: str) -> "Popen[bytes]":
    program = [sys.executable, "-m", "gateway", *command]
    return stack.enter_context(service(program, house.folder / f"{name}.log", cwd=ROOT, env={**house.env, **more}))


def _answers(port: int) -> bool:
    try:
        return HTTP.get(f"http://127.0.0.1:{port}/healthz").is_success
    except HTTPError:
        return False


def test_one_of_each_is_killed_under_load(tmp_path: Path, postgres_url: str) -> None:
    with running_redis() as redis_url, ExitStack() as stack:
        first, second = stack.enter_context(two_rasas(tmp_path, postgres_url, redis_url))
        more = {
            "ARZI_DATABASE__URL": postgres_url,
            "ARZI_RASA__SECRET": SECRET,
            "ARZI_RASA__MORE_URLS": f'["{second.url}"]',
            "ARZI_PUBLIC_URL": PUBLIC,
            "ARZI_WEB__PROCESSES": "1",
        }
        house = prepared(tmp_path, redis_url, first.url, more)
        workers = [started(house, stack, f"worker-{n}", "worker") for n in (1, 2)]
        started(house, stack, "cron", "cron")
        ports, (web, _) = webs(house, stack)
        store = build_store(load_settings(tmp_path / "config.yaml", house.env))
        stack.callback(store.close)
        turns = count()
        citizens = [
            Citizen(house, Writer(f"92300555{n:04d}", house.env, PUBLIC, lambda: ports[next(turns) % 2]), store)
            for n in range(CITIZENS)
        ]

        def acknowledged() -> int:
            return sum(len(citizen.writer.said) for citizen in citizens)

        threads = [threading.Thread(target=citizen.tell, daemon=True) for citizen in citizens]
        for thread in threads:
            thread.start()
        for share, kill in ((1, web.kill), (2, first.kill), (3, workers[0].kill)):
            wait_until(_at_least(acknowledged, share * CITIZENS), PATIENCE_S, what=f"share {share}")
            kill()
        for thread in threads:
            thread.join(PATIENCE_S)
        assert [citizen.writer.said for citizen in citizens] == [citizen.kept() for citizen in citizens], house.logs()
        wait_until(lambda: _all_sent(store), PATIENCE_S, every=0.2, what="all answers to arrive")
        with store.read() as session:
            whose = list(session.scalars(select(TicketRow.person)))
            states = set(session.scalars(select(EnvelopeRow.state)))
        assert sorted(whose) == sorted(citizen.person for citizen in citizens), house.logs()
        assert states == {HANDLED}
        refused = [status for citizen in citizens for status in citizen.writer.statuses if status != 200]
        assert refused, "the web that was killed was not written to any more"


def _at_least(found: Callable[[], int], wanted: int) -> Callable[[], bool]:
    return lambda: found() >= wanted


def _all_sent(store: Store) -> bool:
    with store.read() as session:
        return set(session.scalars(select(OutboxRow.state))) <= ARRIVED
