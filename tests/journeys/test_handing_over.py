"""A worker is killed (SIGKILL) between the hand-over and the agent's answer: the answer arrives once, and the
assistant, which a new worker speaks for, stays silent."""

import signal
from pathlib import Path

from core.helpline import Kind
from core.store.helpline import tasks
from core.store.pipeline import conversations
from core.store.staff import staff
from core.ticket import Actor, Role
from gateway.bootstrap import build
from gateway.config import load_settings
from gateway.house import House
from gateway.pipeline.calls.transcribing import Agent
from gateway.pipeline.chats import reply, take_over
from tests.journeys.installation import installed
from tests.services.waiting import wait_until

CITIZEN = "+923007654321"
ANSWER = "ہم آپ کی بات سن رہے ہیں"


def test_a_worker_dies_between_hand_over_and_answer(tmp_path: Path, redis_url: str) -> None:
    with installed(tmp_path, redis_url, None) as house:  # without Rasa the plain questions ask: no model is needed
        house.write(CITIZEN, "I want to talk to a person")
        wait_until(lambda: len(house.answers(CITIZEN)) == 2, what="that a person will answer, and when")
        mine = build(load_settings(house.folder / "config.yaml", house.env))
        now = mine.clock.now()
        with mine.store.write() as session:
            staff_id = staff.add(session, "saira", "Saira", Role.AGENT, None, "!", now, must_change=False)
            [task] = tasks.waiting(session, Kind.CHAT)
            task_id, version = task.id, task.version
            actor = Actor(Role.AGENT, "saira")
            tasks.lock(session, task_id, staff_id, now)
        take_over(mine, task_id, Agent(staff_id, actor, version))
        worker = house.process("worker")
        worker.send_signal(signal.SIGKILL)
        worker.wait(60)
        before = len(house.answers(CITIZEN))
        with mine.store.read() as session:
            version = tasks.get(session, task_id).version
        reply(mine, task_id, Agent(staff_id, actor, version), ANSWER, "token")
        house.write(CITIZEN, "are you there?")
        assert len(house.answers(CITIZEN)) == before
        with house.another_worker():
            wait_until(lambda: len(house.answers(CITIZEN)) > before, what="the agent's answer")
            wait_until(lambda: _heard(mine, "are you there?"), what="the citizen's word in the thread")
        assert [one["text"] for one in house.answers(CITIZEN)[before:]] == [ANSWER], house.logs()
        mine.store.close()


def _heard(house: House, text: str) -> bool:
    with house.store.read() as session:
        told = conversations.latest(session, f"tel:{CITIZEN}")
        return told is not None and text in conversations.texts(session, told.id)
