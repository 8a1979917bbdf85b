"""accept → job → outbox as a machine that hypothesis drives: it hears, works, dies at bad moments, forgets its queue
and meets a provider with faults, in any order; what we promise must hold after each step, and all be done in the end.
"""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from core.errors import DeliveryDelayed, DeliveryUnknown, DialogueUnavailable
from core.messages import OutboundMessage
from core.outbox import Backoff, OutboxState
from core.store.casework import audit
from core.store.casework.tables import TicketRow
from core.store.engine import Store, open_store
from core.store.evidence.blobs import FileBlobs
from core.store.pipeline.envelopes import HANDLED
from core.store.pipeline.tables import EnvelopeRow, MessageRow, OutboxRow
from core.store.sealing.vault import Vault
from tests.fakes.house import TestHouse, make_house
from tests.fakes.parts import StandingClock, StringChannel

PEOPLE = ("+923000000001", "+923000000002")
WORDS = ("no light", "no light", "done", "thanks", "again")
"""The same words often: two answers of the same words are two answers."""
FAULTS = ("busy", "no answer, sent", "no answer, not sent", "killed before", "killed after")
BLIND = {"no answer, sent", "killed after"}
"""After these the provider has it, and we do not know."""


class Killed(BaseException):
    """kill -9."""


@dataclass
class Outside(StringChannel):
    """A provider that knows what it took: id, recipient, words, time, and the outbox's own id of it."""

    taken: list[tuple[str, OutboundMessage, datetime]] = field(default_factory=list)
    weather: list[str] = field(default_factory=list)
    clock: StandingClock = field(default_factory=StandingClock)

    def send(self, message: OutboundMessage) -> str:
        fault = self.weather.pop(0) if self.weather else ""
        if fault == "busy":
            raise DeliveryDelayed("429")
        if fault == "killed before":
            raise Killed
        if fault == "no answer, not sent":
            raise DeliveryUnknown("nothing came back")
        self.taken.append((f"P{len(self.taken)}", message, self.clock.now()))
        if fault == "killed after":
            raise Killed
        if fault == "no answer, sent":
            raise DeliveryUnknown("nothing came back")
        return self.taken[-1][0]


@dataclass
class Asked(Outside):
    """One that can be asked, as Twilio can: by recipient and words, the latest first."""

    def find_sent(self, message: OutboundMessage, since: datetime) -> str | None:
        known = [id for id, one, at in self.taken if (one.to, one.text) == (message.to, message.text) and at >= since]
        return known[-1] if known else None


class Protocol(RuleBasedStateMachine):
    """``stores`` gives an empty store for each run; ``outside`` is the kind of provider."""

    stores: Iterator[Store]
    outside: type[Outside]

    @initialize()
    def begin(self) -> None:
        self.store = next(self.stores)
        self.made: TestHouse = make_house(self.store)
        self.channel = self.outside(clock=self.made.clock)
        self.made.channel = self.channel
        self.made.house = replace(
            self.made.house,
            channels={"string": self.channel},
            limits=replace(self.made.house.limits, queue_depth=10_000),
            backoff=Backoff(first=timedelta(seconds=1), longest=timedelta(seconds=4), lasting=timedelta(days=999)),
        )
        self.heard: dict[str, list[tuple[str, str]]] = {person: [] for person in PEOPLE}
        self.ids = count(1)

    @rule(person=st.sampled_from(PEOPLE), words=st.sampled_from(WORDS))
    def hear(self, person: str, words: str) -> None:
        id = f"M{next(self.ids)}"
        assert self.made.hear(words, id=id, sender=person).new
        self.heard[person].append((id, words))

    @rule(person=st.sampled_from(PEOPLE), which=st.integers(0, 100))
    def hear_again(self, person: str, which: int) -> None:
        if self.heard[person]:
            id, words = self.heard[person][which % len(self.heard[person])]
            assert not self.made.hear(words, id=id, sender=person).new

    @rule(which=st.integers(0, 100))
    def work(self, which: int) -> None:
        """Any job, not the first one: several workers take them."""
        jobs = self.made.queue.jobs
        if jobs:
            jobs.insert(0, jobs.pop(which % len(jobs)))
            rest, jobs[1:] = jobs[1:], []
            with suppress(Killed):
                self.made.work()
            jobs += rest

    @rule()
    def die_in_a_turn(self) -> None:
        self._before_turn(Killed())

    @rule()
    def dialogue_goes_away(self) -> None:
        self._before_turn(DialogueUnavailable("down"))

    def _before_turn(self, fault: BaseException) -> None:
        def strike(_turn: object) -> None:
            self.made.engine.before = lambda turn: None
            raise fault

        self.made.engine.before = strike

    @rule(fault=st.sampled_from(FAULTS))
    def provider_has(self, fault: str) -> None:
        self.channel.weather.append(fault)

    @rule()
    def wipe_queue(self) -> None:
        self.made.queue.jobs.clear()

    @rule(seconds=st.sampled_from((1, 40, 400)))
    def time_passes_and_sweep(self, seconds: int) -> None:
        self.made.clock.pass_(seconds=seconds)
        self.made.sweep()

    @invariant()
    def kept_once_and_in_order(self) -> None:
        with self.store.read() as session:
            rows = session.execute(select(EnvelopeRow.person, EnvelopeRow.provider_id).order_by(EnvelopeRow.id)).all()
            handled = session.execute(
                select(EnvelopeRow.person, MessageRow.provider_id)
                .join(MessageRow, MessageRow.envelope_id == EnvelopeRow.id)
                .order_by(MessageRow.id)
            ).all()
        for person, heard in self.heard.items():
            ids = [id for id, _ in heard]
            assert [id for who, id in rows if who == f"tel:{person}"] == ids
            done = [id for who, id in handled if who == f"tel:{person}"]
            assert done == ids[: len(done)]  # once each, in order, none left out

    @invariant()
    def sent_is_sent_and_twice_is_told(self) -> None:
        took = [message.id for _, message, _ in self.channel.taken]
        with self.store.read() as session:
            rows = session.scalars(select(OutboxRow).order_by(OutboxRow.id)).all()
        for row in rows:
            if row.state == OutboxState.SENT:
                assert row.message_id in took
            assert took.count(row.message_id) <= 1 or row.maybe_twice
        for person in PEOPLE:
            ours = [row.message_id for row in rows if row.person == f"tel:{person}"]
            first = list(dict.fromkeys(id for id in took if id in ours))
            assert first == ours[: len(first)]

    def teardown(self) -> None:
        if not hasattr(self, "made"):
            return
        try:
            self._end()
        finally:
            self.store.close()

    def _end(self) -> None:
        self.channel.weather.clear()
        self.made.engine.before = lambda turn: None
        for _ in range(12):
            self.made.clock.pass_(minutes=11)
            self.made.sweep()
            self.made.work()
        self.kept_once_and_in_order()
        self.sent_is_sent_and_twice_is_told()
        with self.store.read() as session:
            assert {state for (state,) in session.execute(select(EnvelopeRow.state))} <= {HANDLED}
            assert {state for (state,) in session.execute(select(OutboxRow.state))} <= {OutboxState.SENT}
            tickets = [person for (person,) in session.execute(select(TicketRow.person))]
        for person, heard in self.heard.items():
            assert tickets.count(f"tel:{person}") == sum(words == "done" for _, words in heard)
        assert all(broken is None for _, broken in audit.verify(self.store))


@pytest.mark.parametrize("outside", [Asked, Outside])
def test_whatever_happens_in_whatever_order(outside: type[Outside], migrated_sqlite: str, tmp_path: Path) -> None:
    empty = Path(migrated_sqlite.removeprefix("sqlite:///"))

    def stores() -> Iterator[Store]:
        for number in count():
            file = tmp_path / f"{number}.db"
            shutil.copy(empty, file)
            yield open_store(f"sqlite:///{file}", FileBlobs(tmp_path / "blobs"), vault=Vault(["of the tests"]))

    machine = type("Protocol", (Protocol,), {"stores": stores(), "outside": outside})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
