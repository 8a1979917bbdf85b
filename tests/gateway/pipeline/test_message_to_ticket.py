"""accept → ingest → outbox → deliver on a real store: once, in order, whatever fails in between."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from core.conversation import FINISHED
from core.errors import (
    DeliveryDelayed,
    DeliveryFailed,
    DeliveryUnknown,
    DialogueUnavailable,
    Malformed,
    Overloaded,
    RecipientStopped,
)
from core.messages import Envelope
from core.store.casework import tickets
from core.store.casework.tables import TicketRow
from core.store.engine import Store
from core.store.evidence import media
from core.store.pipeline import conversations, envelopes, outbox
from core.store.pipeline.tables import ConversationRow, EnvelopeRow, OutboxRow
from gateway.pipeline.accept import accept
from gateway.pipeline.ingest import ingest
from tests.fakes.house import TestHouse, make_house

CITIZEN = "tel:+923001234567"


@pytest.fixture
def house(store: Store) -> TestHouse:
    return make_house(store)


def count(house: TestHouse, table: type) -> int:
    with house.house.store.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_message_is_answered(house: TestHouse) -> None:
    house.hear("no light", id="M1")
    house.work()
    assert house.said == ["you said no light"]


def test_the_same_provider_id_makes_one_message(house: TestHouse) -> None:
    assert house.hear("no light", id="M1").new
    assert not house.hear("no light", id="M1").new
    house.work()
    house.clock.pass_(minutes=20)
    assert not house.hear("no light", id="M1").new
    house.work()
    assert house.said == ["you said no light"]


def test_messages_of_one_citizen_are_handled_in_order(house: TestHouse) -> None:
    for n in range(20):
        house.hear(f"word {n}", id=f"M{n}")
    house.work()
    assert house.said == [f"you said word {n}" for n in range(20)]
    assert len({turn.conversation for turn in house.engine.turns}) == 1


def test_a_complete_record_becomes_one_ticket(house: TestHouse) -> None:
    house.hear("done", id="M1")
    house.work()
    assert count(house, TicketRow) == 1
    with house.house.store.read() as session:
        [ticket] = tickets.of_person(session, CITIZEN)
        assert tickets.events(session, ticket.number)[0].kind == "registered"
    assert ticket.number in house.said[-1]


def test_after_a_ticket_the_next_message_is_a_new_complaint(house: TestHouse) -> None:
    for n, text in enumerate(["done", "and another thing", "done"]):
        house.hear(text, id=f"M{n}")
        house.work()
    assert count(house, TicketRow) == 2
    first, second, third = (turn.conversation for turn in house.engine.turns)
    assert first != second == third


def test_start_again_forgets_what_was_said_and_keeps_the_phone(house: TestHouse) -> None:
    for n, text in enumerate(["no light", "again", "hello"]):
        house.hear(text, id=f"M{n}")
        house.work()
    assert house.engine.turns[2].conversation != house.engine.turns[1].conversation
    assert house.engine.turns[2].known == {"phone": "+923001234567"}


def test_a_confirmation_of_an_incomplete_record_asks_on(house: TestHouse) -> None:
    """The engine says "confirmed" of a record that lacks everything: our record is the authority."""
    house.hear("hasty", id="M1")
    house.work()
    assert count(house, TicketRow) == 0
    assert house.said == ["please tell: description, category, district"]


def test_a_poisonous_message_is_set_aside_and_the_next_goes_on(house: TestHouse) -> None:
    house.hear("poison", id="M1")
    house.hear("hello", id="M2")
    for _ in range(house.house.limits.attempts):
        house.work()
        house.clock.pass_(minutes=30)
        house.sweep()
    house.work()
    assert house.said == ["you said hello"]
    with house.house.store.read() as session:
        [row] = envelopes.set_aside_rows(session)
    assert "ZeroDivisionError" in (row.reason or "")


def test_what_was_set_aside_can_be_replayed(house: TestHouse) -> None:
    house.hear("malformed", id="M1")
    house.work()
    with house.house.store.write() as session:
        assert envelopes.replay(session) == [CITIZEN]
    with house.house.store.read() as session:
        assert envelopes.depth(session) == 1


def test_an_engine_that_is_away_loses_nothing(house: TestHouse) -> None:
    away = [DialogueUnavailable("down")] * 3

    def fail(_turn: object) -> None:
        if away:
            raise away.pop()

    house.engine.before = fail
    house.hear("no light", id="M1")
    house.hear("for days", id="M2")
    for _ in range(4):
        house.work()
        house.clock.pass_(minutes=30)
        house.sweep()
    house.work()
    assert house.said == ["you said no light", "you said for days"]


def test_redis_wiped(house: TestHouse) -> None:
    house.hear("no light", id="M1")
    house.queue.jobs.clear()
    assert house.sweep() == 1
    house.work()
    assert house.said == ["you said no light"]


def test_a_worker_that_died_loses_its_lease_and_nothing_else(house: TestHouse) -> None:
    class Killed(BaseException):
        pass

    def die(_turn: object) -> None:
        house.engine.before = lambda turn: None
        raise Killed

    house.engine.before = die
    house.hear("no light", id="M1")
    with pytest.raises(Killed):
        house.work()
    house.clock.pass_(minutes=1)
    house.sweep()
    house.work()
    assert house.said == ["you said no light"]


def test_a_lease_that_was_lost_writes_nothing(house: TestHouse) -> None:
    """A worker that was stopped for longer than its lease wakes up after another has done its work."""
    slow, done = threading.Event(), threading.Event()

    def first_is_slow(_turn: object) -> None:
        house.engine.before = lambda turn: None
        slow.set()
        assert done.wait(60)

    house.engine.before = first_is_slow
    house.hear("no light", id="M1")
    [job] = [argument for name, argument in house.queue.jobs if name == "ingest"]
    house.queue.jobs.clear()
    thread = threading.Thread(target=ingest, args=(house.house, job))
    thread.start()
    assert slow.wait(60)
    house.clock.pass_(minutes=5)
    ingest(house.house, str(job))
    done.set()
    thread.join(60)
    assert count(house, OutboxRow) == 1
    house.work()
    assert house.said == ["you said no light"]


def test_four_workers_keep_the_order(house: TestHouse) -> None:
    people = [f"+92300000000{n}" for n in range(4)]
    for n in range(8):
        for person in people:
            house.hear(f"{person} {n}", id=f"{person}-{n}", sender=person)
    jobs = [str(argument) for _, argument in house.queue.jobs]
    house.queue.jobs.clear()

    def work(own: list[str]) -> None:
        for person in own:
            ingest(house.house, person)

    with ThreadPoolExecutor(4) as workers:
        for done in [workers.submit(work, jobs[n::4]) for n in range(4)]:
            done.result(60)
    house.sweep()
    house.work()
    for person in people:
        assert [m.text for m in house.channel.sent if m.to == person] == [f"you said {person} {n}" for n in range(8)]


def test_overload_is_said_before_anything_is_kept(house: TestHouse) -> None:
    for n in range(51):
        house.hear("x", id=f"M{n}")
    with pytest.raises(Overloaded):
        house.hear("x", id="one too many")
    assert count(house, EnvelopeRow) == 51


def test_bad_bytes_are_refused_and_not_kept(house: TestHouse) -> None:
    with pytest.raises(Malformed):
        accept(house.house, house.channel, Envelope("string", "M1", b"\xff", house.clock.now()))
    assert count(house, EnvelopeRow) == 0


@pytest.mark.parametrize(
    ("fault", "state", "sent"),
    [
        (DeliveryDelayed("429", after=60), "sent", 1),
        (DeliveryFailed("no such number", code="21211"), "failed", 0),
        (RecipientStopped("stop", code="21610"), "failed", 0),
        (DeliveryUnknown("no answer"), "sent", 1),
    ],
)
def test_a_fault_of_the_provider(house: TestHouse, fault: Exception, state: str, sent: int) -> None:
    house.channel.faults.append(fault)
    house.hear("no light", id="M1")
    house.work()
    assert house.said == []
    house.clock.pass_(hours=1)
    house.sweep()
    house.work()
    with house.house.store.read() as session:
        [row] = session.scalars(select(OutboxRow)).all()
    assert (row.state, len(house.said)) == (state, sent)
    assert row.maybe_twice is isinstance(fault, DeliveryUnknown)


def test_who_said_stop_hears_nothing_until_they_write_again(house: TestHouse) -> None:
    house.channel.faults.append(RecipientStopped("stop", code="21610"))
    house.hear("one", id="M1")
    house.work()
    with house.house.store.write() as session:
        assert outbox.stopped(session, "string", "+923001234567")
    house.hear("two", id="M2")
    house.work()
    assert house.said == ["you said two"]


def test_a_crash_after_the_claim_is_not_silent(house: TestHouse) -> None:
    """Killed between "sending" and the provider's answer: sent again after the lease, and recorded as perhaps twice."""

    class Killed(BaseException):
        pass

    house.hear("no light", id="M1")
    house.channel.faults.append(Killed())
    with pytest.raises(Killed):
        house.work()
    assert house.said == []
    house.clock.pass_(minutes=2)
    house.sweep()
    house.work()
    assert house.said == ["you said no light"]
    with house.house.store.read() as session:
        assert session.scalars(select(OutboxRow)).one().maybe_twice


def test_what_waits_holds_back_what_is_behind_it(house: TestHouse) -> None:
    house.channel.faults.append(DeliveryDelayed("busy"))
    house.hear("one", id="M1")
    house.work()
    house.hear("two", id="M2")
    house.work()
    assert house.said == []
    house.clock.pass_(minutes=10)
    house.sweep()
    house.work()
    assert house.said == ["you said one", "you said two"]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("status", "KP-2026-000001-"),
        ("status {own}", "no light for three days"),
        ("status {others}", "do not find"),
        ("status {slip}", "one digit"),
    ],
)
def test_status_is_told_to_its_complainant_only(house: TestHouse, asked: str, answer: str) -> None:
    house.hear("done", id="M1")
    house.work()
    house.hear("done", id="M2", sender="+923009999999")
    house.work()
    with house.house.store.read() as session:
        [own] = tickets.of_person(session, CITIZEN)
        [others] = tickets.of_person(session, "tel:+923009999999")
    slip = own.number[:-1] + str((int(own.number[-1]) + 1) % 10)
    before = len(house.said)
    house.hear(asked.format(own=own.number, others=others.number, slip=slip), id="M3")
    house.work()
    [told] = house.said[before:]
    assert answer in told, "and nothing is asked behind it"


def test_a_finished_conversation_does_not_grow(house: TestHouse) -> None:
    house.hear("cancel", id="M1")
    house.work()
    with house.house.store.read() as session:
        found = conversations.latest(session, CITIZEN)
    assert found is not None
    assert found.state == FINISHED


def test_two_machines_that_answer_each_other_are_stopped_by_counting(house: TestHouse) -> None:
    house.channel.most_an_hour = 5
    for n in range(9):
        house.hear(f"word {n}", id=f"M{n}")
        house.work()
    assert house.said == [f"you said word {n}" for n in range(5)]
    assert count(house, EnvelopeRow) == 9
    house.clock.pass_(hours=2)
    house.hear("a person after all", id="M99")
    house.work()
    assert house.said[-1] == "you said a person after all"


def test_an_album_is_one_complaint_and_answered_once(house: TestHouse) -> None:
    house.hear("look at our road", id="M0")
    for n in range(5):
        house.hear("", id=f"P{n}", pictures="1")
    house.work()
    assert house.said == ["you said look at our road", "you said "]
    assert count(house, ConversationRow) == 1
    with house.house.store.read() as session:
        found = conversations.latest(session, CITIZEN)
        assert found is not None
        assert len(media.of_conversation(session, found.id)) == 5
    house.clock.pass_(minutes=10)
    house.hear("", id="later", pictures="1")
    house.work()
    assert len(house.said) == 3
