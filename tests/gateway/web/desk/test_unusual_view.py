"""A supervisor is told of what is unusual in how their people open cases."""

import dataclasses
from datetime import timedelta

from sqlalchemy import select

from core.store.pipeline import outbox
from core.store.pipeline.tables import OutboxRow
from core.store.staff import access_log, staff, unusual
from core.ticket import Role
from gateway.pipeline.timing import unusual_openings
from tests.fakes.parts import StringChannel
from tests.gateway.web.desk.room import Room, add_person


def looks(room: Room, username: str, count: int, *, reason: str | None = None, of: str | None = None) -> int:
    now = room.house.clock.now()
    with room.store.write() as session:
        found = staff.by_username(session, username)
        assert found is not None
        for number in range(count):
            access_log.write_down(session, found.id, "case", f"{of} {number}", now, ticket=of, reason=reason)
            access_log.write_down(session, found.id, "letter", str(number), now, reason=reason)
        return found.id


def test_the_supervisor_of_their_office_is_told_and_nobody_elses(room: Room) -> None:
    add_person(room.store, "other-head", Role.SUPERVISOR, room.other)
    looks(room, "officer", 12, reason="I want to know")
    looks(room, "head", 12, reason="so do I")
    assert unusual_openings(room.house.house) == 2
    assert unusual_openings(room.house.house) == 0, "looking again finds nothing new"
    head = room.sign_in("head")
    assert "Unusual openings <b>1</b>" in head.get("/desk").text
    page = head.get("/desk/unusual").text
    assert "Officer" in page
    assert "saw much that is masked" in page
    assert "Nothing to look at." in room.sign_in("other-head").get("/desk/unusual").text
    assert room.sign_in("everywhere").get("/desk/unusual").text.count("<li>") == 2
    assert room.sign_in("officer").get("/desk/unusual").status_code == 302


def test_who_is_to_be_told_gets_a_mail_a_day_that_names_nobody(room: Room) -> None:
    house = dataclasses.replace(room.house.house, tell_unusual=("safety@example.org",))
    house = dataclasses.replace(house, channels={**house.channels, "email": StringChannel("email")})
    looks(room, "officer", 12, reason="I want to know")
    assert unusual_openings(house) == 1
    looks(room, "head", 12, reason="so do I")
    assert unusual_openings(house) == 1
    with room.store.read() as session:
        [row] = session.scalars(select(OutboxRow).where(OutboxRow.channel == "email")).all()
        message = outbox.message_of(row)
    assert ("deliver", "mailto:safety@example.org") in room.house.queue.jobs
    assert (message.to, "/desk/unusual" in message.text) == ("safety@example.org", True)
    assert "Officer" not in message.text
    assert "safety" not in row.cause
    room.house.clock.pass_(days=1)
    looks(room, "second", 12, reason="and I")
    assert unusual_openings(house) > 0
    with room.store.read() as session:
        assert len(session.scalars(select(OutboxRow).where(OutboxRow.channel == "email")).all()) == 2


def test_asking_ten_times_whose_phone_it_is_is_unusual(room: Room) -> None:
    """Each time it may be another's."""
    client = room.sign_in("officer")
    for number in range(10):
        answer = room.post(client, "/desk/search", who=f"+92300123450{number}", why="I want to know")
        assert answer.status_code == 200
    assert unusual_openings(room.house.house) == 1
    assert "saw much that is masked" in room.sign_in("head").get("/desk/unusual").text


def test_long_lists_taken_as_files_are_told_with_their_size(room: Room) -> None:
    room.sign_in("officer").get("/desk/list/csv")
    with room.store.write() as session:
        row = access_log.latest(session, what=["list"])[0]
        who, short = row.staff, int(row.thing)
        access_log.write_down(session, who, "list", "4999", room.house.clock.now(), reason="state=open")
    assert unusual_openings(room.house.house) == 1
    page = room.sign_in("head").get("/desk/unusual").text
    assert "took long lists as files" in page
    assert f"{4999 + short:,} things" in page or f"{4999 + short} things" in page


def test_what_they_found_is_kept_and_nobody_looks_at_their_own(room: Room) -> None:
    looks(room, "officer", 12, reason="I want to know")
    looks(room, "head", 12, reason="so do I")
    unusual_openings(room.house.house)
    with room.store.read() as session:
        rows = {staff.names(session, [row.staff])[str(row.staff)]: row.id for row in unusual.waiting(session, None, 0)}
    head = room.sign_in("head")
    assert room.post(head, f"/desk/unusual/{rows['Officer']}", finding=" ").status_code == 400
    assert room.post(head, f"/desk/unusual/{rows['Officer']}", finding="the month's letters").status_code == 302
    assert room.post(head, f"/desk/unusual/{rows['Head']}", finding="Nothing.").status_code == 403
    assert "Nothing to look at." in head.get("/desk/unusual").text


def test_cases_of_another_office_and_the_night(room: Room) -> None:
    elsewhere = room.numbers[1]
    who = looks(room, "officer", 1, of=elsewhere)
    room.house.clock.pass_(hours=10)
    with room.store.write() as session:
        for number in range(5):
            at = room.house.clock.now() + timedelta(minutes=number)
            access_log.write_down(session, who, "file", str(number), at)
    unusual_openings(room.house.house)
    with room.store.read() as session:
        assert [row.kind for row in unusual.waiting(session, None, 0)] == ["at_night"]
