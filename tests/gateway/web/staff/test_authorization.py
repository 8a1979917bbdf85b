"""Every route of the application with every role, of the office whose case it is, of another office, and of the whole
province: nobody of another office sees anything of it, and what is opened is written down.

``ROUTES`` says of every route what it is about. A route that is missing there fails the first test: whoever adds one
says here whose it is.
"""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.offices.staff import STAFF_ROLES
from core.store.casework import tickets
from core.store.casework.tables import TicketRow
from core.store.helpline import tasks
from core.store.mailroom import letters
from core.store.staff import access_log, staff
from core.store.staff.tables import AccessLogRow
from core.ticket import Action, Role
from gateway.web.staff.permissions import PUBLIC, ROOMS
from tests.gateway.web.staff.case_in_an_office import NAME, OTHER, OWN, WHOLE, WORDS, World

ONE_CASE, LISTS, OFFICES, MINE = "one case", "lists", "offices", "mine"
"""Of one case, or what is to become one: 404 to another office. Lists of such: without it. Offices and figures: nothing
of a person in them. One's own."""

ROUTES = {
    "account.change": MINE,
    "account.draft": MINE,
    "account.drafts": MINE,
    "account.home": MINE,
    "account.kept_form": MINE,
    "account.new_passkey": MINE,
    "account.password": MINE,
    "account.secure": MINE,
    "account.security": MINE,
    "administration.acts_page": OFFICES,
    "administration.aside": OFFICES,
    "administration.back_in_line": OFFICES,
    "administration.calendar_page": OFFICES,
    "administration.change_calendar": OFFICES,
    "administration.change_deadlines": OFFICES,
    "administration.change_people": OFFICES,
    "administration.change_text": OFFICES,
    "administration.deadlines": OFFICES,
    "administration.export": OFFICES,
    "administration.export_workbook": OFFICES,
    "administration.hold": OFFICES,
    "administration.home": OFFICES,
    "administration.office": OFFICES,
    "administration.offices_page": OFFICES,
    "administration.people": OFFICES,
    "administration.person": OFFICES,
    "administration.person_asked": LISTS,
    "administration.judge": LISTS,
    "administration.send_again": OFFICES,
    "administration.take": OFFICES,
    "administration.texts": OFFICES,
    "administration.unanswered_page": LISTS,
    "administration.unsent": OFFICES,
    "audit.acts": OFFICES,
    "audit.show": LISTS,
    "dashboards.closings": OFFICES,
    "dashboards.closings_csv": OFFICES,
    "dashboards.closings_pdf": OFFICES,
    "dashboards.late": OFFICES,
    "dashboards.late_csv": OFFICES,
    "dashboards.late_pdf": OFFICES,
    "dashboards.offices": OFFICES,
    "dashboards.offices_csv": OFFICES,
    "dashboards.offices_pdf": OFFICES,
    "dashboards.one_page": OFFICES,
    "dashboards.one_page_csv": OFFICES,
    "dashboards.one_page_pdf": OFFICES,
    "dashboards.show": OFFICES,
    "dashboards.show_csv": OFFICES,
    "dashboards.show_pdf": OFFICES,
    "desk.bulk": LISTS,
    "desk.by_person": LISTS,
    "desk.list_file": LISTS,
    "desk.do": ONE_CASE,
    "desk.forget": MINE,
    "desk.keep": MINE,
    "desk.leave": ONE_CASE,
    "desk.live": ONE_CASE,
    "desk.by_words": LISTS,
    "desk.looked": LISTS,
    "desk.offices": OFFICES,
    "desk.queue": LISTS,
    "desk.seen": LISTS,
    "desk.send": ONE_CASE,
    "desk.suspicious": LISTS,
    "desk.ticket": ONE_CASE,
    "desk.unmask": ONE_CASE,
    "desk.unusual_openings": LISTS,
    "desk.looked_at_unusual": LISTS,
    "evidence.file": ONE_CASE,
    "evidence.letter": ONE_CASE,
    "helpline.answered": ONE_CASE,
    "helpline.call": ONE_CASE,
    "helpline.called": ONE_CASE,
    "helpline.draft": ONE_CASE,
    "helpline.end": ONE_CASE,
    "helpline.file": ONE_CASE,
    "helpline.give_back": ONE_CASE,
    "helpline.hold": ONE_CASE,
    "helpline.leave": ONE_CASE,
    "helpline.left_open": LISTS,
    "helpline.live": LISTS,
    "helpline.open_unfinished": ONE_CASE,
    "helpline.promise": ONE_CASE,
    "helpline.queue": LISTS,
    "helpline.recording": ONE_CASE,
    "helpline.reply": ONE_CASE,
    "helpline.reveal": ONE_CASE,
    "helpline.save": ONE_CASE,
    "helpline.stream": LISTS,
    "helpline.take": MINE,
    "helpline.take_over": ONE_CASE,
    "helpline.task": ONE_CASE,
    "helpline.thread": ONE_CASE,
    "mailroom.addresses": OFFICES,
    "mailroom.addresses_shown": LISTS,
    "mailroom.end": ONE_CASE,
    "mailroom.hold": ONE_CASE,
    "mailroom.join": ONE_CASE,
    "mailroom.leave": ONE_CASE,
    "mailroom.letter": ONE_CASE,
    "mailroom.live": LISTS,
    "mailroom.page": ONE_CASE,
    "mailroom.posted": ONE_CASE,
    "mailroom.queue": LISTS,
    "mailroom.read_again": ONE_CASE,
    "mailroom.reading": ONE_CASE,
    "mailroom.reopen": ONE_CASE,
    "mailroom.save": ONE_CASE,
    "mailroom.scan": ONE_CASE,
    "mailroom.send_on": ONE_CASE,
    "mailroom.slip": ONE_CASE,
    "mailroom.slips_done": LISTS,
    "mailroom.slips_to_post": LISTS,
    "mailroom.split": ONE_CASE,
    "mailroom.unmask": ONE_CASE,
    "mailroom.upload": MINE,
}
NOT_THERE = {"evidence.letter", "mailroom.slip"}
"""The case came by no letter; the letter is not registered."""
TOLD = (NAME, WORDS)


def guarded(world: World) -> Iterator[tuple[str, str, str]]:
    """(endpoint, method, path) of every route behind the guard, leading to the case, the letter and the task."""
    for rule in sorted(world.room.app.url_map.iter_rules(), key=lambda one: one.endpoint):
        room = rule.endpoint.partition(".")[0]
        if "." not in rule.endpoint or room in PUBLIC:
            continue
        files = world.recording if room == "helpline" else world.file
        values = {
            "number": world.case if "<number>" in rule.rule else "1",
            "letter_id": str(world.letter),
            "task_id": str(world.task),
            "conversation_id": world.told,
            "media_id": str(files),
            "name": "take",
            "code": world.room.code,
        }
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found, given=values: given.get(found[1], "1"), rule.rule)  # type: ignore[misc]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, path


def ask(world: World, role: Role, place: str, endpoint: str, method: str, path: str) -> TestResponse:
    """The request, whose form and query name the case as well, in every way that lists know."""
    client = world.browser(role, place)
    naming = {"number": world.case, "numbers": world.case, "q": "transformer", "ticket": world.case}
    if method == "GET":
        return client.get(path, query_string=naming if ROUTES[endpoint] is LISTS or endpoint == "desk.live" else {})
    form = {**naming, "slip": str(world.slip), "do": "take", "reason": "I want to know", "field": "phone"}
    return client.post(path, data=form)


def test_of_every_route_it_is_known_what_it_is_about(world: World) -> None:
    assert {endpoint for endpoint, _, _ in guarded(world)} == set(ROUTES)


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_another_office_sees_nothing_of_it(world: World, role: Role) -> None:
    for endpoint, method, path in guarded(world):
        if ROUTES[endpoint] is MINE:
            continue
        answer = ask(world, role, OTHER, endpoint, method, path)
        if role not in ROOMS[endpoint.partition(".")[0]]:
            assert answer.status_code == 403, (endpoint, answer.status_code)
        elif ROUTES[endpoint] is ONE_CASE:
            assert answer.status_code == 404, (endpoint, answer.status_code)
        shown = answer.get_data(as_text=True) if not path.endswith((".pdf", ".xlsx")) else ""
        assert not [told for told in TOLD if told in shown], endpoint
        assert ROUTES[endpoint] is OFFICES or f"{world.case}</" not in shown, endpoint
    with world.store.read() as session:
        assert [row for row in access_log.latest(session) if row.what != "search"] == []
        assert Action.REVEAL not in {event.kind for event in tickets.events(session, world.case)}
        assert letters.get(session, world.letter).locked_by is None
        assert tasks.get(session, world.task).locked_by is None


@pytest.mark.parametrize("place", [OWN, WHOLE])
@pytest.mark.parametrize("role", STAFF_ROLES)
def test_their_own_office_and_the_province_see_what_their_role_may(world: World, role: Role, place: str) -> None:
    for on_the_desk in (f"/mailroom/{world.letter}", f"/helpline/{world.task}"):
        world.browser(role, place).get(on_the_desk)
    for endpoint, method, path in guarded(world):
        if method != "GET" or ROUTES[endpoint] is not ONE_CASE:
            continue
        answer = ask(world, role, place, endpoint, method, path)
        allowed = role in ROOMS[endpoint.partition(".")[0]]
        expected = 403 if not allowed else 404 if endpoint in NOT_THERE else 200
        if endpoint == "mailroom.reading":
            expected = 204 if allowed else 403
        assert answer.status_code == expected, (endpoint, answer.status_code)
    opened = {"desk": "case", "evidence": "file", "mailroom": "letter", "helpline": "recording"}
    with world.store.read() as session:
        written = {row.what for row in session.scalars(select(AccessLogRow))}
    assert {what for room, what in opened.items() if role in ROOMS[room]} <= written


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_whoever_is_complained_about_sees_nothing_in_any_role(world: World, role: Role) -> None:
    with world.store.write() as session:
        found = staff.by_username(session, f"{role.value}-{WHOLE}")
        assert found is not None
        accused = str(found.id)
        session.query(TicketRow).filter_by(number=world.case).update({"against_person": accused})
    for endpoint, method, path in guarded(world):
        room = endpoint.partition(".")[0]
        if ROUTES[endpoint] is MINE or role not in ROOMS[room] or room == "administration":
            continue
        if ROUTES[endpoint] is ONE_CASE and room in {"desk", "evidence"}:
            assert ask(world, role, WHOLE, endpoint, method, path).status_code == 404, endpoint
        elif ROUTES[endpoint] is LISTS and room in {"desk", "audit"}:
            shown = ask(world, role, WHOLE, endpoint, method, path).get_data(as_text=True)
            assert WORDS not in shown, endpoint
            assert f"/desk/{world.case}" not in shown, endpoint
