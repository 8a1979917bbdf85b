"""What the passing of time does, step by step and at the right times."""

from datetime import timedelta
from itertools import pairwise

import pytest

from core.casework import (
    NoticeKind,
    To,
    ask_citizen,
    catch_up,
    citizen_answered,
    citizen_satisfied,
    due_steps,
    propose_resolution,
)
from core.casework.sla import SlaRules, StepKind, office_days
from core.errors import ConfigInvalid
from core.ticket import CITIZEN, Level, Severity, TicketState
from tests.core.casework.given import OFFICER, assigned, at, in_progress, policy, proposed, work

K = StepKind


def steps(t, now, p=None) -> list[tuple[StepKind, object]]:
    return [(step.kind, step.at) for step in due_steps(t, now, p or policy())]


def test_nothing_is_due_before_its_time() -> None:
    t = in_progress()
    assert steps(t, t.next_step_at - timedelta(seconds=1)) == []
    assert catch_up(t, t.next_step_at - timedelta(seconds=1), policy()).ticket == t


def test_a_reminder_before_and_the_ladder_after_with_the_right_times() -> None:
    """Registered Monday 10:00 with four working days: due Friday, then each level has four."""
    t = in_progress()
    change = catch_up(t, at(30), policy())
    assert [step.kind for step in change.steps] == [K.REMIND_OFFICE, K.ESCALATE] * 4
    due = [step.at for step in change.steps if step.kind is K.ESCALATE]
    assert due[0] == t.due_at
    for earlier, later in pairwise(due):
        assert work().between(earlier, later) == pytest.approx(4.0, abs=1e-3)
    assert change.ticket.level is Level.CHIEF_MINISTER
    assert [event.at for event in change.events] == [step.at for step in change.steps]
    assert all(event.data["recorded_at"] == at(30).isoformat() for event in change.events), "it was caught up late"


def test_catching_up_at_once_or_every_hour_comes_to_the_same() -> None:
    at_once = catch_up(in_progress(), at(30), policy())
    hourly, now, seen = in_progress(), at(2, 12), []
    while now <= at(30):
        change = catch_up(hourly, now, policy())
        hourly, seen = change.ticket, [*seen, *change.steps]
        now += timedelta(hours=1)
    assert tuple(seen) == at_once.steps
    assert hourly == at_once.ticket


def test_a_step_has_one_name_whoever_computes_it() -> None:
    keys = [step.key for step in due_steps(in_progress(), at(30), policy())]
    assert len(set(keys)) == len(keys)
    assert keys == [step.key for step in due_steps(in_progress(), at(30), policy())]


def test_vacant_posts_are_passed_over_as_they_are_at_that_time() -> None:
    def ladder(t, level, moment):
        vacant = level is Level.DEPUTY_COMMISSIONER or (level is Level.COMMISSIONER and moment < at(20))
        return None if vacant else 100 + level

    first = catch_up(in_progress(), at(7), policy(ladder=ladder))
    assert first.ticket.level is Level.CHIEF_SECRETARY
    told = next(n for n in first.notices if n.kind is NoticeKind.OVERDUE)
    assert told.office_id == 103
    nobody = catch_up(in_progress(), at(7), policy(ladder=lambda *_: None))
    assert nobody.ticket.level is Level.CHIEF_MINISTER, "the top is told in any case"


def test_at_the_top_it_is_asked_for_again_and_again() -> None:
    t = in_progress(level=Level.CHIEF_MINISTER)
    found = steps(t, at(30, month=6))
    assert {kind for kind, _ in found} == {K.REMIND_OFFICE}
    assert len(found) > 15
    late = catch_up(t, at(30, month=6), policy()).ticket
    assert late.next_step_at > at(30, month=6)


def test_no_escalation_of_what_was_answered_in_time() -> None:
    t = in_progress()
    just_before = t.due_at - timedelta(minutes=1)
    done = propose_resolution(catch_up(t, just_before, policy()).ticket, "done", OFFICER, just_before, policy()).ticket
    assert K.ESCALATE not in [kind for kind, _ in steps(done, just_before + timedelta(days=8))]


def test_a_question_is_repeated_and_then_the_work_goes_on() -> None:
    asked = ask_citizen(in_progress(), "which feeder?", OFFICER, at(3), policy()).ticket
    assert steps(asked, at(11))[:2] == [
        (K.REMIND_CITIZEN, at(6)),
        (K.STOP_WAITING, at(10)),
    ]
    after = catch_up(asked, at(10), policy()).ticket
    assert after.state is TicketState.IN_PROGRESS
    assert after.paused_at is None
    assert citizen_answered(asked, "Baghdada", CITIZEN, at(5), policy()).ticket.asked_at is None


def test_the_third_question_does_not_stop_the_deadline() -> None:
    asked = ask_citizen(in_progress(pauses=2), "and?", OFFICER, at(3), policy()).ticket
    assert K.ESCALATE in [kind for kind, _ in steps(asked, at(7))]


def test_silence_on_a_resolution_is_reminded_twice_and_then_a_supervisor_calls() -> None:
    t = proposed()
    assert steps(t, at(12)) == [
        (K.REMIND_CITIZEN, at(6)),
        (K.REMIND_CITIZEN, at(9)),
        (K.CALL_CHECK, at(12)),
    ]
    change = catch_up(t, at(12), policy())
    assert change.ticket.state is TicketState.PROPOSED, "silence is not satisfaction"
    assert [n.kind for n in change.notices] == [
        NoticeKind.IS_IT_SOLVED_AGAIN,
        NoticeKind.IS_IT_SOLVED_AGAIN,
        NoticeKind.CALL_CITIZEN,
    ]
    assert citizen_satisfied(change.ticket, CITIZEN, at(12, 11), policy()).ticket.state is TicketState.CLOSED


def test_a_call_that_nobody_makes_goes_up_the_ladder_too() -> None:
    change = catch_up(proposed(), at(30, month=4), policy())
    assert change.ticket.level is Level.CHIEF_MINISTER
    assert change.ticket.check_from is not None
    assert change.ticket.next_step_at > at(30, month=4)
    assert not any(n.to is To.CITIZEN and n.kind is NoticeKind.ESCALATED for n in change.notices)


@pytest.mark.parametrize(
    ("severity", "days"),
    [(Severity.LOW, 6.0), (Severity.NORMAL, 4.0), (Severity.HIGH, 2.0), (Severity.CRITICAL, 0.8)],
)
def test_severity_shortens_the_time(severity: Severity, days: float) -> None:
    assert office_days(policy().rules, "electricity", severity) == pytest.approx(days)
    t = assigned(severity=severity)
    assert work().between(t.clock_from, t.due_at) == pytest.approx(days, abs=1e-3)


def test_a_higher_level_never_has_longer_than_the_office_had() -> None:
    t = catch_up(in_progress(severity=Severity.CRITICAL), at(3), policy()).ticket
    assert t.level is not Level.OFFICE
    assert work().between(t.clock_from, t.due_at) == pytest.approx(0.8, abs=1e-3)


@pytest.mark.parametrize(
    "wrong",
    [
        {"category_days": {"electricity": 0.0}},
        {"ask_again_after": (6, 3)},
        {"call_after": 6},
        {"answer_within": 2},
        {"remind_share": 1.0},
    ],
)
def test_rules_under_which_a_case_could_stand_still_are_refused(wrong) -> None:
    with pytest.raises(ConfigInvalid):
        SlaRules(**wrong)
