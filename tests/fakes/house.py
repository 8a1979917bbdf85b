"""A house on fakes around a real store."""

import json
from dataclasses import dataclass
from datetime import timedelta

from core.messages import Envelope
from core.outbox import Backoff
from core.store.engine import Store
from gateway.house import House
from gateway.limits import Limits
from gateway.pipeline.accept import Accepted, accept
from gateway.pipeline.deliver import deliver
from gateway.pipeline.ingest import ingest
from gateway.pipeline.sweep import sweep
from tests.fakes.parts import RememberedQueue, ScriptedEngine, StandingClock, StringChannel


@dataclass
class TestHouse:
    """The house and handles on its fakes."""

    __test__ = False

    house: House
    clock: StandingClock
    queue: RememberedQueue
    channel: StringChannel
    engine: ScriptedEngine

    def hear(self, text: str, *, id: str, sender: str = "+923001234567", **more: str) -> Accepted:
        """A message comes in."""
        body = json.dumps({"from": sender, "text": text, **more}).encode()
        return accept(self.house, self.channel, Envelope("string", id, body, self.clock.now()))

    def work(self) -> None:
        """Do every queued job, and those that they queue."""
        while self.queue.jobs:
            self.work_one()

    def work_one(self) -> None:
        """Do the job that stands first."""
        name, argument = self.queue.jobs.pop(0)
        {"ingest": ingest, "deliver": deliver, "fetch": lambda *_: None}[name](self.house, argument)  # type: ignore[operator,arg-type,unused-ignore]

    def sweep(self) -> int:
        return sweep(self.house)

    @property
    def said(self) -> list[str]:
        return [message.text for message in self.channel.sent]


def make_house(store: Store) -> TestHouse:
    clock, queue, channel, engine = StandingClock(), RememberedQueue(), StringChannel(), ScriptedEngine()
    house = House(
        store=store,
        queue=queue,
        engine=engine,
        channels={"string": channel},
        clock=clock,
        limits=Limits(queue_depth=50, lease=timedelta(seconds=30), idle=timedelta(hours=72), attempts=3),
        backoff=Backoff(first=timedelta(seconds=2), longest=timedelta(minutes=5), lasting=timedelta(hours=12)),
        public_url="https://arzi.example.org",
    )
    return TestHouse(house, clock, queue, channel, engine)
