"""Which step of intake is concerned by what, and that the first which says what came of a message ends its table."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.casework.attendance import Attendance
from core.complaint import Field, Source
from core.conversation import FINISHED, Conversation
from core.helpline import RECORDED
from core.intake import emergency, in_danger, letter_owner, pipeline
from core.intake.context import Context, Dependencies
from core.intake.result import FollowUpKind, IntakeResult
from core.messages import Automatic, InboundMessage
from core.ports import Outcome, Reply, Understanding
from core.services.cases import Cases
from core.store.engine import Store
from core.store.pipeline import conversations
from tests.core.intake.cases import a_case
from tests.core.intake.given import NOW, PHOTO, SOUND, context, heard, told, turn
from tests.fakes.parts import ScriptedEngine, StringChannel
from tests.fakes.sqlite import sqlite_store

PROOF = "KP-2026-000001-5 123456"


@pytest.mark.parametrize(
    ("concerned", "message", "found", "yes"),
    [
        (pipeline.asks_us_to_stop, {"stop": True}, {}, True),
        (pipeline.asks_us_to_stop, {"stop": True, "trusted": False}, {}, False),
        (pipeline.a_person_has_the_thread, {}, {"held_by": 1, "held_until": NOW.replace(year=2027)}, True),
        (pipeline.a_person_has_the_thread, {}, {"held_by": 1, "held_until": NOW.replace(year=2025)}, False),
        (pipeline.has_a_case, {}, {}, False),
        (pipeline.has_a_case_or_proves_one, {"text": PROOF}, {}, True),
        (pipeline.has_a_case_or_proves_one, {"text": "۲۰۲۶۰۰۰۰۰۱۵ ۱۲۳۴۵۶"}, {}, True),
        (pipeline.has_a_case_or_proves_one, {"text": "no light since 2 days"}, {}, False),
        (pipeline.has_a_case_or_proves_one, {"text": f"{PROOF} {'and so on ' * 9}"}, {}, False),
        (pipeline.is_one_more_picture, {"attachments": (PHOTO,)}, {"asking": "district"}, True),
        (pipeline.is_one_more_picture, {"attachments": (PHOTO,)}, {}, False),
        (pipeline.is_one_more_picture, {"attachments": (SOUND,)}, {"asking": "district"}, False),
        (pipeline.is_one_more_picture, {"attachments": (PHOTO,), "text": "here"}, {"asking": "district"}, False),
        (pipeline.asked_whose_letter, {}, {"asking": letter_owner.ASKED}, True),
        (pipeline.asked_where, {}, {"asking": emergency.WHERE_AGAIN}, True),
        (pipeline.asked_where, {}, {"asking": "district"}, False),
        (pipeline.asked_if_in_danger, {}, {"asking": f"{in_danger.ASKED}district"}, True),
        (pipeline.asked_if_in_danger, {}, {"asking": "district"}, False),
        (pipeline.cannot_be_read, {"unsupported": "poll"}, {}, True),
        (pipeline.is_a_voice_note, {"attachments": (SOUND,)}, {}, True),
        (pipeline.is_a_voice_note, {"attachments": (PHOTO,)}, {}, False),
        (pipeline.is_for_a_clerk, {}, {}, False),
    ],
)
def test_when_a_step_is_concerned_by_a_message(
    concerned: Callable[[Context], bool], message: dict[str, Any], found: dict[str, Any], yes: bool
) -> None:
    assert concerned(context(heard(**message), told().with_(**found))) is yes


@pytest.mark.parametrize(
    ("concerned", "before", "after", "replies", "outcome", "yes"),
    [
        (pipeline.was_spoken, {}, {"description": RECORDED}, 0, Outcome.ASKING, True),
        (pipeline.was_spoken, {"description": RECORDED}, {"description": "no light"}, 0, Outcome.ASKING, True),
        (pipeline.was_spoken, {}, {"description": "no light"}, 1, Outcome.ASKING, False),
        (pipeline.waits_for_a_person, {}, {}, 1, Outcome.HUMAN, True),
        (pipeline.waits_for_a_person, {}, {}, 1, Outcome.CHAT, False),
        (pipeline.is_answered, {}, {}, 1, Outcome.ASKING, True),
        (pipeline.is_answered, {}, {}, 0, Outcome.ASKING, False),
        (pipeline.is_elsewhere, {}, {"district": "Lahore"}, 1, Outcome.ASKING, True),
        (pipeline.is_elsewhere, {}, {"district": "Mardan"}, 1, Outcome.ASKING, False),
        (pipeline.is_elsewhere, {}, {}, 1, Outcome.ASKING, False),
        (pipeline.is_nameless, {}, {"anonymous": "yes"}, 1, Outcome.ASKING, True),
        (pipeline.is_nameless, {}, {}, 1, Outcome.ASKING, False),
    ],
)
def test_when_a_wording_is_concerned_by_what_came_of_it(
    concerned: Callable[[Context, IntakeResult], bool],
    before: dict[str, Any],
    after: dict[str, Any],
    replies: int,
    outcome: Outcome,
    yes: bool,
) -> None:
    handled = IntakeResult(told(**after), (Reply("so"),) * replies, result=turn(outcome))
    assert concerned(context(found=told(**before)), handled) is yes


def taken(store: Store, message: InboundMessage, engine: ScriptedEngine, person: str | None = None) -> IntakeResult:
    means = Dependencies(store, engine, Cases(), NOW - NOW.replace(day=20), "https://x", Attendance())
    whose = person or f"tel:{message.sender.address}"
    return pipeline.handle(means, message, whose, StringChannel(), "T1", NOW)


@pytest.mark.parametrize(
    ("message", "turns", "is_what"),
    [
        ({"stop": True}, 0, "stop"),
        ({"automatic": Automatic.AUTO_REPLY}, 0, "nothing"),
        ({"unsupported": "poll"}, 0, "replies"),
        ({"attachments": (SOUND,)}, 1, "replies"),
        ({"text": "no light"}, 1, "replies"),
        ({"text": "done"}, 1, "register"),
        ({"text": "cancel"}, 1, "replies"),
    ],
)
def test_how_far_a_message_of_somebody_new_goes(
    migrated_sqlite: str, tmp_path: Path, message: dict[str, Any], turns: int, is_what: str
) -> None:
    engine = ScriptedEngine()
    with sqlite_store(migrated_sqlite, tmp_path) as store:
        result = taken(store, heard(**{"found": {"phone": ("+923001234567", 1.0)}, **message}), engine)
    came = "stop" if result.stop else "register" if result.register else "replies" if result.replies else "nothing"
    assert (len(engine.turns), came) == (turns, is_what)


@pytest.mark.parametrize(
    ("text", "turns", "said"),
    [
        ("when will it be done?", 1, None),
        ("nothing has happened yet", 1, FollowUpKind.NO_PROGRESS),
        ("mera naam na likhein", 0, FollowUpKind.NAMELESS),
        ("there is more to tell of it", 1, FollowUpKind.ADDED),
    ],
)
def test_of_who_has_a_case_what_is_said_is_of_it(
    migrated_sqlite: str, tmp_path: Path, text: str, turns: int, said: FollowUpKind | None
) -> None:
    engine = ScriptedEngine()
    with sqlite_store(migrated_sqlite, tmp_path) as store:
        with store.write() as session:
            ticket, _ = a_case(session)
        result = taken(store, heard(text), engine)
    assert (len(engine.turns), result.case.said if result.case else None) == (turns, said)
    assert result.case is None or result.case.number == ticket.number


def test_of_two_matters_the_second_waits(migrated_sqlite: str, tmp_path: Path) -> None:
    class Telling(ScriptedEngine):
        def understand(self, texts: Any) -> list[Understanding]:
            kinds = ("water_supply", "municipal")
            return [Understanding("en", category=kinds[n], confidence={"category": 0.9}) for n in range(len(texts))]

    engine = Telling()
    with sqlite_store(migrated_sqlite, tmp_path) as store:
        both = heard("There is no water here. Secondly, the street lights are broken")
        result = taken(store, both, engine)
    assert [one.text for one in engine.turns] == ["There is no water here"]
    assert result.kept_for_later is not None
    assert result.kept_for_later.complaint.get("description") == "the street lights are broken"


def test_the_second_is_turned_to_when_the_first_is_over(migrated_sqlite: str, tmp_path: Path) -> None:
    engine = ScriptedEngine()
    with sqlite_store(migrated_sqlite, tmp_path) as store:
        with store.write() as session:
            conversations.save(session, _later())
        done = heard("done", found={"phone": ("+923001234567", 1.0)})
        result = taken(store, done, engine)
    assert [(one.conversation == "C2", one.text) for one in engine.turns] == [(False, "done"), (True, "no water")]
    assert result.next_matter is not None
    assert "no water" in result.next_matter.replies[0].text


def _later() -> Conversation:
    waiting = told().with_(id="C2", state="later")
    return waiting.with_(complaint=waiting.complaint.learn({"description": Field("no water", 0.9, Source.DIALOGUE)}))


def test_a_finished_conversation_is_not_gone_on_with(migrated_sqlite: str, tmp_path: Path) -> None:
    engine = ScriptedEngine()
    with sqlite_store(migrated_sqlite, tmp_path) as store:
        with store.write() as session:
            conversations.save(session, told().with_(state=FINISHED))
        result = taken(store, heard("no light"), engine)
    assert result.conversation is not None
    assert result.conversation.id != "C1"
