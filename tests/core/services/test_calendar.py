"""The office calendar on a store: versions, and open cases that follow them. 2 March 2026 is a Monday."""

import dataclasses
from datetime import date

import pytest

from core.casework.announced import (
    Announced,
    AnnouncedDay,
    AnnouncedHours,
    announced_from_json,
    announced_to_json,
)
from core.casework.history import verify
from core.casework.worktime import HoursPeriod, OfficeHours
from core.errors import Conflict
from core.services import calendar
from core.services.cases import Cases
from core.store.casework import tickets
from core.store.engine import Store
from core.store.staff import calendars
from core.ticket import Action
from gateway.pipeline import timing
from tests.core.casework.given import at
from tests.core.store.given import Desk
from tests.fakes.house import TestHouse, make_house

WEDNESDAY = AnnouncedDay(date(2026, 3, 4), "a strike of transporters")


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, Cases())


def _house(desk: Desk) -> TestHouse:
    made = make_house(desk.store)
    made.house = dataclasses.replace(made.house, cases=desk.cases)
    made.clock.time = desk.now
    return made


def _announce(desk: Desk, **what: object) -> Announced:
    with desk.store.write() as session:
        wanted = dataclasses.replace(calendar.announced(session), **what)  # type: ignore[arg-type]
        return calendar.announce(session, desk.cases.hours, wanted, desk.now)


def test_a_day_off_announced_later_moves_the_deadlines_of_open_cases_and_says_so(desk: Desk) -> None:
    house = _house(desk)
    numbers = [desk.open(person=f"tel:+92300{n:07d}") for n in range(3)]
    emergency = desk.open(urgent=True)
    assert timing.follow_calendar(house.house) == 0
    before = {number: desk.get(number) for number in [*numbers, emergency]}
    assert {one.calendar for one in before.values()} == {1}

    kept = _announce(desk, closed=(WEDNESDAY,))
    assert kept.version == 2
    assert timing.follow_calendar(house.house) == 3
    for number in numbers:
        after = desk.get(number)
        assert after.due_at is not None
        assert before[number].due_at is not None
        assert after.due_at > before[number].due_at
        assert after.calendar == 2
        assert desk.kinds(number)[-1] == Action.FOLLOW_CALENDAR
        with desk.store.read() as session:
            assert verify(tickets.events(session, number)) is None
    assert desk.get(emergency).due_at == before[emergency].due_at
    assert desk.get(emergency).calendar == 2
    assert Action.FOLLOW_CALENDAR not in desk.kinds(emergency)
    assert timing.follow_calendar(house.house) == 0, "once"

    _announce(desk, closed=())
    assert timing.follow_calendar(house.house) == 3
    assert [desk.get(number).due_at for number in numbers] == [before[number].due_at for number in numbers]


def test_a_case_follows_before_anything_is_done_with_it(desk: Desk) -> None:
    number = desk.open()
    due = desk.get(number).due_at
    _announce(desk, closed=(WEDNESDAY,))
    desk.pass_(hours=1)
    with desk.store.write() as session:
        assert desk.cases.catch_up(session, number, desk.now)
    after = desk.get(number).due_at
    assert after is not None
    assert due is not None
    assert after > due
    late = desk.open(person="tel:+923009999999")
    assert desk.get(late).calendar == 1
    assert Action.FOLLOW_CALENDAR not in desk.kinds(late)


def test_a_changed_configuration_is_another_version(desk: Desk) -> None:
    house = _house(desk)
    number = desk.open()
    timing.follow_calendar(house.house)
    due = desk.get(number).due_at
    desk.cases = Cases(hours=OfficeHours(closed=(WEDNESDAY.day,)))
    assert timing.follow_calendar(_house(desk).house) == 1
    after = desk.get(number).due_at
    assert after is not None
    assert due is not None
    assert after > due
    with desk.store.read() as session:
        assert calendars.content(session, 1) != calendars.content(session, 2)
        assert calendars.content(session, 3) is None


def test_two_who_announce_at_once(desk: Desk) -> None:
    _announce(desk, closed=(WEDNESDAY,))
    with desk.store.write() as session, pytest.raises(Conflict):
        calendars.add(session, 1, {}, desk.now)


def test_what_was_announced_comes_back_as_it_was() -> None:
    hours = {0: ((at(2, 9).time(), at(2, 15).time()),)}
    period = AnnouncedHours(HoursPeriod(date(2026, 2, 18), date(2026, 3, 19), hours), "رمضان")
    announced = Announced(4, (WEDNESDAY,), (AnnouncedDay(date(2026, 3, 23), "work"),), (period,))
    assert announced_from_json(announced_to_json(announced)) == announced
    assert announced_from_json(None) == Announced()
    over = announced.over(OfficeHours(closed=(date(2026, 3, 23),), opened=(WEDNESDAY.day,)))
    assert (tuple(over.closed), tuple(over.opened)) == ((WEDNESDAY.day,), (date(2026, 3, 23),))
    assert over.on(date(2026, 3, 2)) == hours[0]
    assert over.on(date(2026, 3, 3)) == (), "a day that the period does not name is free"
