"""From the assistant to a person and back: who has the thread answers, and nobody else; whatever happens meanwhile."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.errors import Conflict, Rejected
from core.helpline import Kind
from core.messages import OutboundMessage
from core.ports import DialogueEngine, Turn, TurnResult
from core.store.engine import Store
from core.store.helpline import drafts, tasks
from core.store.pipeline import conversations, outbox, thread
from core.store.pipeline.tables import MessageRow
from core.store.pipeline.thread import Who
from core.ticket import Actor, Role
from gateway.pipeline import chats
from gateway.pipeline.calls.transcribing import Agent
from gateway.pipeline.ingest import ingest
from tests.fakes.house import TestHouse, make_house
from tests.fakes.parts import StringChannel

CITIZEN = "tel:+923001234567"


@pytest.fixture
def house(store: Store) -> TestHouse:
    return make_house(store)


def asked(house: TestHouse, text: str = "person please", id: str = "M1") -> int:
    """A citizen asks for a person; the task that waits for an agent."""
    house.hear(text, id=id)
    house.work()
    with house.house.store.read() as session:
        [row] = tasks.waiting(session, Kind.CHAT)
    return row.id


def agent(house: TestHouse, task: int, staff: int = 1) -> Agent:
    """An agent who has the task open, and sees it as it is now."""
    with house.house.store.write() as session:
        tasks.lock(session, task, staff, house.clock.now())
        version = tasks.get(session, task).version
    return Agent(staff, Actor(Role.AGENT, str(staff)), version)


def answer(house: TestHouse, task: int, text: str, *, staff: int = 1, token: str = "t1") -> None:
    house.clock.pass_(seconds=5)
    chats.reply(house.house, task, agent(house, task, staff), text, token)
    house.work()


def test_who_asks_for_a_person_is_listed_once_and_told_when(house: TestHouse) -> None:
    house.clock.pass_(days=1)  # Monday
    asked(house)
    assert house.said == ["you said person please", "We usually answer within 30 minutes."]
    house.hear("person", id="M2")
    house.work()
    with house.house.store.read() as session:
        assert len(tasks.waiting(session, Kind.CHAT)) == 1


def test_out_of_hours_they_are_told_when_it_begins_again(house: TestHouse) -> None:
    asked(house)  # Sunday, 14:00 in Peshawar
    assert "on 23/11/2026 at 09:00" in house.said[-1]


def test_an_agents_answer_reaches_the_citizen_and_silences_the_assistant(house: TestHouse) -> None:
    house.clock.pass_(days=1)
    task = asked(house)
    answer(house, task, "I am reading it")
    assert house.said[-1] == "I am reading it"
    before, turns = len(house.said), len(house.engine.turns)
    house.clock.pass_(seconds=5)
    house.hear("thank you, the pole fell on my house", id="M2")
    house.work()
    assert (len(house.said), len(house.engine.turns)) == (before, turns)
    with house.house.store.read() as session:
        told = conversations.latest(session, CITIZEN)
        assert told is not None
        said = thread.of_conversation(session, told.id)
    assert [(one.who, one.text) for one in said][-2:] == [
        (Who.AGENT, "I am reading it"),
        (Who.CITIZEN, "thank you, the pole fell on my house"),
    ]
    assert {one.channel for one in said} == {"string"}


def test_a_danger_told_to_a_person_makes_it_urgent(house: TestHouse) -> None:
    task = asked(house)
    answer(house, task, "I am here")
    house.hear("my house is on fire", id="M2")
    house.work()
    with house.house.store.read() as session:
        assert tasks.get(session, task).urgent


def test_out_of_hours_the_person_is_missed_once(house: TestHouse) -> None:
    house.clock.pass_(days=1, hours=2)  # Monday, 16:00
    answer(house, asked(house), "I am here")
    house.clock.pass_(hours=3)
    before = len(house.said)
    for n in range(3):
        house.hear("are you there?", id=f"N{n}")
        house.work()
    assert len(house.said) == before + 1
    assert "24/11/2026" in house.said[-1]


def test_given_back_the_assistant_goes_on(house: TestHouse) -> None:
    task = asked(house)
    answer(house, task, "I am here")
    chats.give_back(house.house, task, agent(house, task))
    house.work()
    assert "the assistant goes on" in house.said[-1]
    house.hear("no light", id="M2")
    house.work()
    assert house.said[-1] == "you said no light"
    with house.house.store.read() as session:
        assert tasks.waiting(session, Kind.CHAT) == []


def test_a_thread_that_was_left_alone_is_the_assistants_again(house: TestHouse) -> None:
    answer(house, asked(house), "I am here")
    house.clock.pass_(hours=13)
    house.hear("hello?", id="M2")
    house.work()
    assert house.said[-1] == "you said hello?"


def test_the_same_form_twice_is_one_message(house: TestHouse) -> None:
    task = asked(house)
    seen = agent(house, task)
    for _ in range(2):
        chats.reply(house.house, task, seen, "once", "same")
    house.work()
    assert house.said.count("once") == 1


def test_of_two_agents_at_once_one_answers(house: TestHouse) -> None:
    task = asked(house)
    first = agent(house, task, 1)
    with house.house.store.write() as session:
        assert not tasks.lock(session, task, 2, house.clock.now())
    second = replace(first, staff_id=2)
    results: list[str] = []

    def send(who: Agent, text: str) -> None:
        try:
            chats.reply(house.house, task, who, text, f"t{who.staff_id}")
            results.append(text)
        except Conflict:
            results.append("conflict")

    threads = [threading.Thread(target=send, args=pair) for pair in ((first, "first"), (second, "second"))]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    house.work()
    assert sorted(results) == ["conflict", "first"]
    assert [text for text in house.said if text in ("first", "second")] == ["first"]


def test_one_agents_two_windows_do_not_answer_over_each_other(house: TestHouse) -> None:
    task = asked(house)
    seen = agent(house, task)
    chats.reply(house.house, task, seen, "from one window", "a")
    with pytest.raises(Conflict):
        chats.reply(house.house, task, seen, "from the other", "b")


def test_taken_over_while_the_assistant_thinks(house: TestHouse) -> None:
    """The assistant's answer is dropped, and the message is kept for the person."""
    task = asked(house)
    thinking, taken = threading.Event(), threading.Event()

    def slow(_turn: object) -> None:
        house.engine.before = lambda turn: None
        thinking.set()
        assert taken.wait(60)

    house.engine.before = slow
    house.hear("done", id="M2")
    house.queue.jobs.clear()
    worker = threading.Thread(target=ingest, args=(house.house, CITIZEN))
    worker.start()
    assert thinking.wait(60)
    chats.take_over(house.house, task, agent(house, task))
    taken.set()
    worker.join(60)
    house.work()
    assert "you said done" not in house.said
    with house.house.store.read() as session:
        told = conversations.latest(session, CITIZEN)
        texts = session.scalars(select(MessageRow.text).order_by(MessageRow.id)).all()
    assert texts == ["person please", "done"]
    assert told is not None
    assert told.held(house.clock.now())
    assert told.state == "open"


def test_killed_between_commit_and_sending_the_answer_still_goes_out(house: TestHouse) -> None:
    """kill -9 after the hand-over's transaction: nobody told the queue, and the sweep finds what was staged."""
    task = asked(house)

    class Killed(BaseException):
        pass

    def die(_person: str) -> None:
        raise Killed

    deliver, house.queue.deliver = house.queue.deliver, die  # type: ignore[method-assign]
    with pytest.raises(Killed):
        chats.reply(house.house, task, agent(house, task), "I am here", "t1")
    house.queue.deliver = deliver  # type: ignore[method-assign]
    house.queue.jobs.clear()
    assert house.sweep() >= 1
    house.work()
    assert house.said.count("I am here") == 1


def test_killed_before_the_commit_nothing_is_half_done(house: TestHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    task = asked(house)
    seen = agent(house, task)
    with house.house.store.write() as session:
        drafts.put(session, tasks.get(session, task).conversation_id, 1, "I am h", house.clock.now())

    class Killed(BaseException):
        pass

    def die(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "stage", die)
        with pytest.raises(Killed):
            chats.reply(house.house, task, seen, "I am here", "t1")
    with house.house.store.read() as session:
        row = tasks.get(session, task)
        told = conversations.get(session, row.conversation_id)
        assert drafts.get(session, row.conversation_id, 1) == "I am h"
    assert told is not None
    assert not told.held(house.clock.now())
    assert row.version == seen.version
    answer(house, task, "I am here")
    assert house.said.count("I am here") == 1


class Windowed(StringChannel):
    """A channel with a window, and a template where one is set up."""

    window = timedelta(hours=24)
    has_template = True

    def as_template(self, message: OutboundMessage) -> OutboundMessage | None:
        return replace(message, template="HX1", variables={"1": message.text}) if self.has_template else None


@pytest.mark.parametrize(("hours", "template"), [(23, None), (25, "HX1")])
def test_after_the_window_the_answer_goes_as_a_template(house: TestHouse, hours: int, template: str | None) -> None:
    channel = Windowed()
    house.house = replace(house.house, channels={"string": channel})
    house.channel = channel
    task = asked(house)
    house.clock.pass_(hours=hours)
    answer(house, task, "we looked at it")
    assert channel.sent[-1].template == template


def test_after_the_window_without_a_template_nothing_is_promised(house: TestHouse) -> None:
    channel = Windowed()
    channel.has_template = False
    house.house = replace(house.house, channels={"string": channel})
    task = asked(house)
    house.clock.pass_(hours=25)
    with pytest.raises(Rejected, match="window"):
        chats.reply(house.house, task, agent(house, task), "we looked at it", "t1")


def test_who_stopped_us_is_not_written_to(house: TestHouse) -> None:
    task = asked(house)
    with house.house.store.write() as session:
        outbox.stop(session, "string", "+923001234567", house.clock.now())
    with pytest.raises(Rejected, match="stopped"):
        chats.reply(house.house, task, agent(house, task), "hello", "t1")


def test_who_waits_and_asks_whether_anybody_is_there_hears_it_again(house: TestHouse) -> None:
    house.house = replace(house.house, engine=_Chatting(house.engine))
    asked(house)
    house.clock.pass_(minutes=10)
    house.hear("thanks", id="M2")
    house.work()
    assert house.said[-1].startswith("You are in line for a person of ours")
    assert "you said" not in house.said[-1]


class _Chatting:
    """Only chats, and asks nothing."""

    def __init__(self, inner: DialogueEngine) -> None:
        self.ask_all, self.understand, self.ping, self._inner = inner.ask_all, inner.understand, inner.ping, inner

    def turn(self, turn: Turn) -> TurnResult:
        return replace(self._inner.turn(turn), asking=None)
