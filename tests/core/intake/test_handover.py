"""When a person of ours answers, as the citizen is told."""

from datetime import datetime

import pytest

from core.casework.attendance import Attendance
from core.intake import handover
from core.intake.result import IntakeResult
from core.ports import PAKISTAN, Outcome, Reply
from core.reference.phrasebook import say
from tests.core.intake.given import context, told, turn

TUESDAY, SUNDAY = datetime(2026, 11, 24, 11, 0, tzinfo=PAKISTAN), datetime(2026, 11, 22, 11, 0, tzinfo=PAKISTAN)
ATTENDANCE = Attendance(answer_minutes=20)


def test_in_hours_and_out_of_them() -> None:
    assert handover.when_answered("en", ATTENDANCE, TUESDAY) == say("person_soon", "en", minutes="20")
    assert "09:00" in handover.when_answered("en", ATTENDANCE, SUNDAY)
    assert handover.when_answered("en", ATTENDANCE, SUNDAY) != handover.when_answered("ur", ATTENDANCE, SUNDAY)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_it_is_told_to_who_asks_for_a_person(outcome: Outcome) -> None:
    result = IntakeResult(told(), (Reply("All right."),), result=turn(outcome))
    told_then = handover.announce(context(attendance=ATTENDANCE, now=TUESDAY), result)
    assert len(told_then.replies) == (2 if outcome is Outcome.HUMAN else 1)


def test_without_a_turn_nothing_is_added() -> None:
    result = IntakeResult(told(), (Reply("All right."),))
    assert handover.announce(context(attendance=ATTENDANCE, now=TUESDAY), result) is result
