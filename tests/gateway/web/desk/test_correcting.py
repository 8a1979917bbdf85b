"""An officer puts right what a complaint is about: both stay in the history, deadline and office follow."""

from datetime import timedelta

import pytest

from core.store.casework import tickets
from core.ticket import Role, Severity
from gateway.web.desk.actions import BY_NAME
from tests.gateway.web.desk.room import Room, add_person

AS_IT_IS = {"category": "electricity", "district": "Mardan", "severity": "high", "words": "the citizen says so"}


@pytest.fixture
def number(room: Room) -> str:
    return room.open()


def change(room: Room, number: str, **form: str) -> int:
    before = room.get(number)
    given = {**AS_IT_IS, "category": before.category, "district": before.district, "severity": before.severity.value}
    return room.do(room.sign_in("boss"), number, "correct", **{**given, **form}).status_code


@pytest.fixture(autouse=True)
def boss(room: Room) -> None:
    add_person(room.store, "boss", Role.ADMINISTRATOR, None)


def test_the_severity_shortens_the_deadline_and_the_history_keeps_both(room: Room, number: str) -> None:
    before = room.get(number)
    assert change(room, number, severity="critical") == 302
    after = room.get(number)
    assert after.severity is Severity.CRITICAL
    assert before.due_at is not None
    assert after.due_at is not None
    assert after.due_at < before.due_at
    with room.store.read() as session:
        event = tickets.events(session, number)[-1]
    assert event.data["severity"] == [before.severity.value, "critical"]
    assert event.words["why"] == "the citizen says so"
    page = room.sign_in("boss").get(f"/desk/{number}").get_data(as_text=True)
    assert "→ Critical" in page


def test_a_deadline_is_never_moved_into_the_past(room: Room, number: str) -> None:
    before = room.get(number)
    assert before.due_at is not None
    room.house.clock.time = before.due_at - timedelta(hours=2)
    change(room, number, severity="critical")
    after = room.get(number)
    assert after.due_at is not None
    assert after.due_at > room.house.clock.now()


def test_another_category_and_district_go_to_another_office(room: Room, number: str) -> None:
    before = room.get(number)
    assert change(room, number, category="water_supply", district="Swabi", place="Topi bazar") == 302
    after = room.get(number)
    assert (after.category, after.district) == ("water_supply", "Swabi")
    assert after.office_id != before.office_id
    with room.store.read() as session:
        record = tickets.record(session, number)
        kinds = [event.kind for event in tickets.events(session, number)]
        event = next(one for one in tickets.events(session, number) if one.kind == "correct")
    assert record.get("address") == "Topi bazar"
    assert record.get("category") == "water_supply"
    assert kinds[-2:] == ["correct", "assign"]
    assert event.data["district"] == ["Mardan", "Swabi"]
    assert (event.words["place_before"], event.words["place"]) == ("–", "Topi bazar")


def test_without_a_difference_or_a_reason_nothing_happens(room: Room, number: str) -> None:
    version = room.get(number).version
    assert change(room, number) == 400
    assert change(room, number, severity="critical", words=" ") == 400
    assert change(room, number, category="no such") == 400
    assert room.get(number).version == version


def test_an_officer_who_sends_it_away_comes_back_to_the_queue(room: Room, number: str) -> None:
    client = room.sign_in("officer")
    form = {**AS_IT_IS, "category": "water_supply", "district": "Swabi"}
    answer = room.do(client, number, "correct", **form)
    assert answer.status_code == 302
    assert client.get(answer.location).status_code == 200


def test_it_is_a_deed_with_a_reason() -> None:
    assert BY_NAME["correct"].words is not None
    assert not BY_NAME["correct"].optional
