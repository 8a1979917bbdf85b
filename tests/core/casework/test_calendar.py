"""An open case follows the office calendar. 2 March 2026 is a Monday."""

from datetime import date, datetime, time

import pytest

from core.casework import catch_up
from core.casework.change import Policy
from core.casework.worktime import HoursPeriod, OfficeHours, WorkTime
from core.ticket import Action, Ticket
from tests.core.casework.given import assigned, at, in_progress, policy, work

WHOLE = {day: ((time(9), time(17)),) for day in range(5)}


def _changed(**hours: object) -> Policy:
    new = WorkTime(OfficeHours(**hours), 2025, 2029, version=1)  # type: ignore[arg-type]
    return policy(work=new, earlier={0: work()}.get)


@pytest.mark.parametrize(
    ("hours", "due"),
    [
        ({"closed": [date(2026, 3, 4)]}, at(9, 10)),  # a holiday announced on Tuesday for Wednesday: Friday → Monday
        ({"closed": [date(2026, 3, 4), date(2026, 3, 5)]}, at(10, 10)),
        ({"closed": [date(2026, 3, 16)]}, at(6, 10)),  # after it
    ],
)
def test_a_holiday_announced_later_moves_the_deadline(hours: dict[str, object], due: datetime) -> None:
    ticket = assigned()
    change = catch_up(ticket, at(3, 9), _changed(**hours))
    kept = change.ticket
    assert kept.calendar == 1
    assert kept.due_at is not None
    assert abs((kept.due_at - due).total_seconds()) < 3600 * 3  # Fridays are shorter
    assert kept.due_at.date() == due.date()
    moved = kept.due_at != ticket.due_at
    assert [event.kind for event in change.events] == ([Action.FOLLOW_CALENDAR] if moved else [])
    if moved:
        assert kept.next_step_at is not None
        assert ticket.next_step_at is not None
        assert kept.next_step_at > ticket.next_step_at
        assert change.events[0].data["due_at"] == kept.due_at.isoformat()
        assert catch_up(kept, at(3, 9), _changed(**hours)).events == ()


def test_what_had_fallen_due_stays_so() -> None:
    ticket = in_progress()
    late = at(12)
    change = catch_up(ticket, late, _changed(closed=[date(2026, 3, 4)]))
    assert Action.FOLLOW_CALENDAR not in {event.kind for event in change.events}
    assert change.ticket.level > ticket.level


def test_work_on_a_holiday_leaves_an_hour_at_least() -> None:
    before = WorkTime(OfficeHours(closed=[date(2026, 3, day) for day in (3, 4, 5, 6)]), 2025, 2029)
    given = policy(work=before)
    ticket = assigned().with_(due_at=before.add(at(2), 2), calendar=0)
    assert ticket.due_at is not None
    assert ticket.due_at > at(9)
    change = catch_up(
        ticket, at(7), policy(work=WorkTime(OfficeHours(), 2025, 2029, version=4), earlier={0: given.work}.get)
    )
    assert change.ticket.due_at == at(7, 11)


@pytest.mark.parametrize("calm", [{"urgent": True}, {"due_at": None, "next_step_at": None}])
def test_what_goes_by_the_clock_or_has_no_deadline_stays(calm: dict[str, object]) -> None:
    ticket: Ticket = assigned().with_(**calm)
    change = catch_up(ticket, at(2, 11), _changed(closed=[date(2026, 3, 2), date(2026, 3, 4)]))
    assert change.events == ()
    assert change.ticket.due_at == ticket.due_at


def test_hours_of_ramzan_make_a_day_shorter_and_leave_it_a_day() -> None:
    period = HoursPeriod(date(2026, 3, 3), date(2026, 3, 5), {day: ((time(9), time(15)),) for day in range(5)})
    calendar = WorkTime(OfficeHours(days=WHOLE, periods=(period,)), 2026, 2026)
    assert calendar.add(at(3, 9), 1) == at(3, 15)
    assert calendar.add(at(3, 9), 3.5) == at(6, 13)
    assert not calendar.open(at(3, 16))
    assert calendar.open(at(6, 16))
