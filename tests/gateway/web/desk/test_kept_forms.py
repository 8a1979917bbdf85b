"""What somebody wrote is not lost when their session ends; and who leaves has nothing in hand any more."""

import re

import pytest

from core.services.leaving import let_go
from core.store.casework import tickets
from core.store.staff import staff
from core.ticket import Role, TicketState
from tests.gateway.web.desk.room import Room, add_person, hidden
from tests.gateway.web.staff.people import HASHED, PASSWORD, token

LONG = "The lineman went there on Tuesday and changed the fuse."


def sign_in_here(client, username: str, where: str) -> str:  # type: ignore[no-untyped-def]
    """Signing in again in this browser; where it leads."""
    form = {"csrf_token": token(client, where), "username": username, "password": PASSWORD}
    return str(client.post(where, data=form).location)


def test_what_was_written_is_kept_over_signing_in_again(room: Room) -> None:
    client, number = room.sign_in(), room.numbers[0]
    page = client.get(f"/desk/{number}").text
    form = {name: hidden(page, name) for name in ("csrf_token", "version", "seen")} | {"words": LONG, "remark": LONG}
    room.house.clock.pass_(hours=3)
    answer = client.post(f"/desk/{number}/do/note", data=form, headers={"Referer": f"http://localhost/desk/{number}"})
    assert answer.status_code == 303
    onward = sign_in_here(client, "officer", answer.location)
    kept = client.get(onward).text
    assert LONG in kept
    assert f'href="/desk/{number}"' in kept
    again = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', kept))
    action = re.search(r'<form method="post" action="(/desk[^"]+)"', kept)
    assert action
    assert client.post(action[1], data=again).status_code == 302
    with room.store.read() as session:
        assert LONG in str([event.words for event in tickets.events(session, number)])
    other = room.sign_in("second")
    assert other.get(onward).status_code == 302, "nobody else's"


def test_a_form_from_before_signing_in_again_is_kept_too(room: Room) -> None:
    client, number = room.sign_in(), room.numbers[0]
    page = client.get(f"/desk/{number}").text
    form = {name: hidden(page, name) for name in ("csrf_token", "version", "seen")} | {"remark": LONG}
    sign_in_here(client, "officer", "/staff/sign-in")
    answer = client.post(f"/desk/{number}/do/note", data=form)
    assert answer.status_code == 303
    assert LONG in client.get(answer.location).text


def test_what_was_written_waits_for_a_password_of_ones_own(room: Room) -> None:
    """Their session was ended by a new one-time password in the middle of it."""
    client, number = room.sign_in(), room.numbers[0]
    page = client.get(f"/desk/{number}").text
    form = {name: hidden(page, name) for name in ("version", "seen")} | {"words": LONG, "remark": LONG}
    with room.store.write() as session:
        found = staff.by_username(session, "officer")
        assert found is not None
        staff.set_password(session, found.id, HASHED, must_change=True)
    answer = client.post(f"/desk/{number}/do/note", data={"csrf_token": hidden(page, "csrf_token"), **form})
    assert LONG in client.get(sign_in_here(client, "officer", answer.location)).text
    password = client.post(f"/desk/{number}/do/note", data={"csrf_token": token(client, "/staff/password"), **form})
    assert password.location.startswith("/staff/password?next=/staff/kept/")
    words = {"csrf_token": token(client, "/staff/password"), "old": PASSWORD, "new": "my very own words"}
    onward = client.post(password.location, data=words)
    assert LONG in client.get(onward.location).text


def test_nothing_is_kept_for_who_was_never_signed_in(room: Room) -> None:
    answer = room.app.test_client().post(f"/desk/{room.numbers[0]}/do/note", data={"remark": LONG})
    assert (answer.status_code, answer.location) == (303, "/staff/sign-in")


def test_who_leaves_owns_no_case_any_more(room: Room) -> None:
    add_person(room.store, "boss", Role.ADMINISTRATOR, None)
    client, number = room.sign_in(), room.numbers[0]
    room.do(client, number, "take")
    with room.store.read() as session:
        found = staff.by_username(session, "officer")
        assert found is not None
    assert room.get(number).owner == str(found.id)
    boss = room.sign_in("boss")
    assert room.post(boss, "/admin/people", do="leave", username="officer").status_code == 200
    assert room.get(number).owner is None
    assert room.get(number).office_id is not None
    with room.store.write() as session:
        assert let_go(session, room.house.house.cases, found.id, room.house.clock.now()) == 0


@pytest.mark.parametrize(
    ("role", "office", "keeps"), [("supervisor", "own", True), ("auditor", "own", False), ("officer", "other", False)]
)
def test_who_has_another_office_or_work_owns_none_either(room: Room, role: str, office: str, keeps: bool) -> None:
    add_person(room.store, "boss", Role.ADMINISTRATOR, None)
    client, number = room.sign_in(), room.numbers[0]
    room.do(client, number, "take")
    owner = room.get(number).owner
    code = room.code if office == "own" else room.other
    form = {"do": "place", "username": "officer", "role": role, "office": code}
    assert room.post(room.sign_in("boss"), "/admin/people", **form).status_code == 200
    assert room.get(number).owner == (owner if keeps else None)


def test_a_merged_case_is_not_theirs_either_when_it_stands_alone_again(room: Room) -> None:
    client, number = room.sign_in(), room.numbers[0]
    into = room.open("the same")
    room.do(client, number, "take")
    owner = room.get(number).owner
    assert room.do(client, number, "merge", into=into).status_code == 302
    assert room.get(number).state is TicketState.MERGED
    with room.store.write() as session:
        let_go(session, room.house.house.cases, int(owner or 0), room.house.clock.now())
    assert room.get(number).owner is None
