"""The rehearsal of a year finds no case that stands still, and would find one."""

from datetime import datetime, timedelta
from functools import cache

import pytest
from click.testing import CliRunner

from core.casework import change as change_module
from core.casework import timed
from core.casework.sla import SlaRules, Step, StepKind, next_step
from core.casework.worktime import OfficeHours, WorkTime
from core.offices.directory import Office
from core.offices.generate import generate
from core.reference.categories import category_days
from tests.core.casework.given import PK
from workbench.cli.simulate_ladder import command
from workbench.rehearsal import Report, StoodStill, Year, rehearse


@cache
def offices() -> tuple[Office, ...]:
    return tuple(office for office in generate() if office.province == "Khyber Pakhtunkhwa")[:600]


@cache
def work() -> WorkTime:
    return WorkTime(OfficeHours(), 2025, 2029)


def play(seed: int = 1, per_office: float = 0.5) -> Report:
    rules = SlaRules(category_days=category_days())
    return rehearse(list(offices()), Year(datetime(2026, 1, 1, tzinfo=PK), per_office, seed), rules, work())


def test_a_year_in_which_everything_happens() -> None:
    report = play()
    assert report.cases > 200
    assert set(report.steps) == set(StepKind)
    assert set(report.reached) == {
        "office",
        "deputy_commissioner",
        "commissioner",
        "chief_secretary",
        "chief_minister",
    }
    assert {"satisfied", "unconfirmed"} <= set(report.ended)
    assert report.passed_over > 0
    assert report.vacancies > 100


def test_the_same_seed_gives_the_same_year() -> None:
    assert play(seed=3, per_office=0.1) == play(seed=3, per_office=0.1)
    assert play(seed=3, per_office=0.1).steps != play(seed=4, per_office=0.1).steps


def _forgets_the_phone_call(ticket, rules, work) -> Step | None:
    step = next_step(ticket, rules, work)
    return None if step is not None and step.kind is StepKind.CALL_CHECK else step


def _comes_far_too_late(ticket, rules, work) -> Step | None:
    step = next_step(ticket, rules, work)
    late = step is not None and step.kind is StepKind.ESCALATE
    return Step(step.kind, step.at + timedelta(days=100)) if step is not None and late else step


@pytest.mark.parametrize(
    ("broken", "why"), [(_forgets_the_phone_call, "nothing will happen"), (_comes_far_too_late, "waits from")]
)
def test_a_fault_in_the_rules_would_be_found(broken, why, monkeypatch) -> None:
    monkeypatch.setattr(change_module, "next_step", broken)
    monkeypatch.setattr(timed, "next_step", broken)
    with pytest.raises(StoodStill, match=why):
        play()


def test_the_command() -> None:
    result = CliRunner().invoke(command, ["--per-office", "0.002", "--seed", "5"])
    assert result.exit_code == 0, result.output
    assert "No case stood still." in result.output
