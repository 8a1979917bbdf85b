"""Every route of the application with every role, of the office whose case it is, of another office, and of the whole
province: nobody of another office sees anything of it, and what is opened is written down.

``ROUTES`` says of every route what it is about. A route that is missing there fails the first test: whoever adds one
says here whose it is.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from core.complaint import Complaint, Field, Source
from core.conversation import OPEN, Conversation
from core.helpline import Kind, Why
from core.offices.staff import STAFF_ROLES
from core.store.casework import personal, tickets
from core.store.casework.tables import FlagRow, OfficeNoticeRow, TicketRow
from core.store.helpline import tasks
from core.store.mailroom import letters
from core.store.pipeline import conversations
from core.store.pipeline.tables import EnvelopeRow, MessageRow
from core.store.staff import access_log, admin_log, staff
from core.store.staff.tables import AccessLogRow, StaffRow
from core.ticket import Action, Role
from gateway.web.staff.permissions import PUBLIC, ROOMS
from tests.fakes.sqlite import sqlite_store
from tests.gateway.web.desk.room import PHONE
from tests.gateway.web.staff.case_in_an_office import NAME, OTHER, OWN, WHOLE, WORDS, World, make_world

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


@pytest.fixture
def world(migrated_sqlite: str, tmp_path: Path) -> Iterator[World]:
    with sqlite_store(migrated_sqlite, tmp_path) as store:
        yield make_world(store)


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


def test_a_letter_or_a_call_is_not_shown_to_whom_it_complains_of(world: World) -> None:
    """Before it is a case, and nobody has said whom it is about."""
    with world.store.write() as session:
        for role in (Role.CLERK, Role.AGENT):
            found = staff.by_username(session, f"{role.value}-{WHOLE}")
            assert found is not None
            session.execute(update(StaffRow).where(StaffRow.id == found.id).values(name=f"Gul Zaman {role.value}"))
        for told in ("c letter", "c call"):
            kept = conversations.get(session, told)
            assert kept is not None
            words = f"{WORDS}, Gul Zaman clerk laughs and Gul Zaman agent asks for money"
            record = kept.complaint.learn({"description": Field(words, 1.0, Source.CLERK)})
            conversations.save(session, kept.with_(complaint=record))
    for role, path, queue in (
        (Role.CLERK, f"/mailroom/{world.letter}", "/mailroom"),
        (Role.AGENT, f"/helpline/{world.task}", "/helpline"),
    ):
        assert world.browser(role, WHOLE).get(path).status_code == 404
        assert path not in world.browser(role, WHOLE).get(queue).text
        assert world.browser(role, OWN).get(path).status_code == 200


def test_no_list_names_their_case_to_whoever_is_complained_about(world: World) -> None:
    """Flags, notices, live streams, dashboards and the audit of their own office."""
    now = world.room.house.clock.now()
    with world.store.write() as session:
        found = staff.by_username(session, f"{Role.SUPERVISOR.value}-{OWN}")
        assert found is not None
        ticket = tickets.get(session, world.case)
        session.query(TicketRow).filter_by(number=world.case).update({"against_person": str(found.id)})
        office = ticket.office_id or 0
        flag = {"kind": "same_remark", "office_id": office, "by": "officer:1", "count": 1, "of": 1, "seen_at": now}
        session.add(FlagRow(ticket=world.case, **flag))
        notice = {"cause": "a test", "office_id": office, "level": 0, "kind": "assigned", "variables": {}, "at": now}
        session.add(OfficeNoticeRow(ticket=world.case, **notice))
        access_log.write_down(session, 1, "case", world.case, now, ticket=world.case)
    accused, other = (world.browser(Role.SUPERVISOR, place) for place in (OWN, WHOLE))
    paths = ("/desk/flags", "/desk", "/desk/live?after=0", "/dashboards/closings", "/dashboards/closings.csv", "/audit")
    shown = {path: world.case in other.get(path).get_data(as_text=True) for path in paths}
    assert shown["/desk/flags"]
    assert shown["/desk/live?after=0"]
    for path in paths:
        assert world.case not in accused.get(path).get_data(as_text=True), path


def test_the_cases_of_a_caller_are_shown_to_whoever_may_see_them(world: World) -> None:
    now = world.room.house.clock.now()
    with world.store.write() as session:
        caller = conversations.get(session, "c call")
        accused = staff.by_username(session, f"{Role.AGENT.value}-{WHOLE}")
        assert caller is not None
        assert accused is not None
        personal.join(session, world.case, caller.person, now)
        session.query(TicketRow).filter_by(number=world.case).update({"against_person": str(accused.id)})
    for role, place, shown in ((Role.SUPERVISOR, WHOLE, True), (Role.AGENT, WHOLE, False)):
        page = world.browser(role, place).get(f"/helpline/{world.task}")
        assert page.status_code == 200
        assert (world.case in page.text) is shown, role


def test_a_conversation_on_anothers_desk_is_masked_and_so_is_the_list(world: World) -> None:
    said = f"{WORDS}. I am {NAME}, 0300 7654321, nobody@example.org"
    now = world.room.house.clock.now()
    with world.store.write() as session:
        told = conversations.get(session, "c call")
        assert told is not None
        task = tasks.add(session, Kind.CHAT, Why.WANTS_A_PERSON, told, now)
        envelope = EnvelopeRow(
            channel="sms", provider_id="SM1", person="x", received_at=now, body=b"", facts={}, state="handled"
        )
        session.add(envelope)
        session.flush()
        row = {"position": 0, "conversation_id": told.id, "channel": "sms", "provider_id": "SM1", "sender": ""}
        session.add(MessageRow(envelope_id=envelope.id, text=said, language="en", details={}, received_at=now, **row))
    theirs, other = world.browser(Role.AGENT, WHOLE), world.browser(Role.SUPERVISOR, OWN)
    assert said in theirs.get(f"/helpline/{task}").text
    for path, client in (
        ("/helpline", theirs),
        ("/helpline", other),
        (f"/helpline/{task}", other),
        (f"/helpline/{task}/thread", other),
    ):
        page = client.get(path).text
        assert WORDS in page, path
        assert not [one for one in (NAME, "7654321", "nobody@example.org") if one in page], path
    assert said in theirs.get(f"/helpline/{task}/thread").text
    other.post(f"/helpline/{task}/reveal", data={"reason": "the caller complains of the agent"})
    assert said in other.get(f"/helpline/{task}/thread").text


def test_the_number_of_a_caller_who_wishes_not_to_be_named_is_shown_for_no_reason(world: World) -> None:
    with world.store.write() as session:
        told = conversations.get(session, "c call")
        assert told is not None
        nameless = told.complaint.learn({"anonymous": Field("yes", 1.0, Source.CLERK)})
        conversations.save(session, told.with_(complaint=nameless))
    agent = world.browser(Role.AGENT, WHOLE)
    assert agent.post(f"/helpline/{world.task}/reveal", data={"reason": "to call back"}).status_code == 403
    assert PHONE not in agent.get(f"/helpline/{world.task}").text


def test_a_mail_that_was_not_answered_is_not_shown_to_whom_it_complains_of(world: World) -> None:
    """Nor to another office: of what is no case yet it is known only where it would go."""
    now = world.room.house.clock.now()
    with world.store.write() as session:
        found = staff.by_username(session, f"{Role.ADMINISTRATOR.value}-{WHOLE}")
        assert found is not None
        envelope = EnvelopeRow(
            channel="email", provider_id="M1", person="x", received_at=now, body=b"", facts={}, state="handled"
        )
        session.add(envelope)
        session.flush()
        said = f"{WORDS}, and Gul Zaman asks for money"
        row = {"position": 0, "conversation_id": None, "channel": "email", "provider_id": "M1", "sender": "a@b.example"}
        mail = MessageRow(envelope_id=envelope.id, text=said, language="en", details={}, received_at=now, **row)
        mail.automatic = "list"
        session.add(mail)
        session.flush()
        mail_id = mail.id
    for place, shown in ((WHOLE, True), (OTHER, False)):
        assert (WORDS in world.browser(Role.ADMINISTRATOR, place).get("/admin/unanswered").text) is shown, place
    with world.store.write() as session:
        session.execute(update(StaffRow).where(StaffRow.id == found.id).values(name="Gul Zaman"))
    accused = world.browser(Role.ADMINISTRATOR, WHOLE)
    assert WORDS not in accused.get("/admin/unanswered").text
    accused.post("/admin/unanswered", data={"id": str(mail_id), "do": "machine"})
    with world.store.read() as session:
        assert [row.judged for row in session.scalars(select(MessageRow).where(MessageRow.id == mail_id))] == [None]


def test_acts_do_not_name_their_case_to_whoever_is_complained_about(world: World) -> None:
    with world.store.write() as session:
        found = staff.by_username(session, f"{Role.ADMINISTRATOR.value}-{WHOLE}")
        assert found is not None
        session.query(TicketRow).filter_by(number=world.case).update({"against_person": str(found.id)})
        admin_log.write_down(session, 1, "person_show", "phone", world.room.house.clock.now(), cases=[world.case])
    for path in ("/audit/acts", "/admin/acts"):
        assert world.case not in world.browser(Role.ADMINISTRATOR, WHOLE).get(path).text, path
    assert world.case in world.browser(Role.AUDITOR, WHOLE).get("/audit/acts").text


def test_the_number_of_a_case_names_nobody_who_wishes_not_to_be_named(world: World) -> None:
    """To an administrator either: it stands on every desk, and proves nothing."""
    number = world.room.open("the clerk asks for money", anonymous=True, fields={"complainant_name": NAME})
    browser = world.browser(Role.ADMINISTRATOR, WHOLE)
    given = {"who": number, "do": "export", "reason": "they ask for it"}
    copy = zipfile.ZipFile(io.BytesIO(browser.post("/admin/person", data=given).data))
    assert NAME not in copy.read("person.json").decode()
    named = zipfile.ZipFile(io.BytesIO(browser.post("/admin/person", data={**given, "who": world.case}).data))
    assert NAME in named.read("person.json").decode()


def test_a_letter_to_be_joined_is_not_called_by_its_writers_name(world: World) -> None:
    """As its scan was: whoever has another letter on the desk reads the list."""
    now = world.room.house.clock.now()
    with world.store.write() as session:
        told = Conversation("c second", "letter:L2", "letters", "", "en", now, now, Complaint(), state=OPEN)
        conversations.save(session, told)
        envelope = EnvelopeRow(
            channel="letters", provider_id="L2", person="letter:2", received_at=now, body=b"", facts={}, state="handled"
        )
        session.add(envelope)
        session.flush()
        row = {"position": 0, "conversation_id": told.id, "channel": "letters", "provider_id": "L2", "sender": ""}
        message = MessageRow(envelope_id=envelope.id, text="", language="en", details={}, received_at=now, **row)
        session.add(message)
        session.flush()
        second = letters.add(session, message, "second.jpg").id
    page = world.browser(Role.CLERK, WHOLE).get(f"/mailroom/{second}").text
    assert f'value="{world.letter}"' in page
    assert NAME not in page


def test_searches_are_in_the_audit(world: World) -> None:
    world.browser(Role.OFFICER, OWN).get("/desk/search?q=transformer")
    for place, seen in ((OWN, True), (WHOLE, True), (OTHER, False)):
        page = world.browser(Role.AUDITOR, place).get("/audit?kind=searches").text
        assert ("transformer" in page) is seen, place


def test_a_letter_on_anothers_desk_is_masked_until_a_reason_is_given(world: World) -> None:
    clerk, other = world.browser(Role.CLERK, WHOLE), world.browser(Role.SUPERVISOR, OWN)
    page, scan, picture = (f"/mailroom/{world.letter}{part}" for part in ("", "/scan", "/pages/1"))
    assert NAME in clerk.get(page).text
    assert clerk.get(scan).status_code == 200
    plain = clerk.get(picture).data
    masked = other.get(page).text
    assert NAME not in masked
    assert WORDS in masked
    assert other.get(scan).status_code == 404
    assert other.get(picture).data != plain, "the writer's name is painted over"
    assert other.post(f"{page}/reveal", data={"reason": " "}).status_code == 400
    assert other.post(f"{page}/reveal", data={"reason": "the writer asks for their letter"}).status_code == 302
    assert NAME in other.get(page).text
    assert other.get(picture).data == plain
    assert other.get(scan).status_code == 200
    with world.store.read() as session:
        assert [row.reason for row in access_log.latest(session) if row.reason] == ["the writer asks for their letter"]


def test_a_recording_on_anothers_desk_is_heard_only_for_a_reason(world: World) -> None:
    agent, other = world.browser(Role.AGENT, WHOLE), world.browser(Role.SUPERVISOR, OWN)
    task = f"/helpline/{world.task}"
    recording = f"{task}/recordings/{world.recording}"
    assert NAME in agent.get(task).text
    assert agent.get(recording).status_code == 200
    assert NAME not in other.get(task).text
    assert other.get(recording).status_code == 404
    assert other.post(f"{task}/reveal", data={"reason": "the caller complains of the agent"}).status_code == 302
    assert other.get(recording).status_code == 200


def test_a_reason_for_a_letter_is_in_the_history_of_its_case(world: World) -> None:
    with world.store.write() as session:
        letters.get(session, world.letter).state = letters.REGISTERED
        letters.get(session, world.letter).conversation_id = f"c {world.case}"
    clerk = world.browser(Role.CLERK, OWN)
    assert NAME not in clerk.get(f"/mailroom/{world.letter}").text
    clerk.post(f"/mailroom/{world.letter}/reveal", data={"reason": "they lost their slip"})
    with world.store.read() as session:
        assert tickets.events(session, world.case)[-1].kind == Action.REVEAL
    assert "they lost their slip" in world.browser(Role.AUDITOR, OWN).get("/audit").text
    assert "they lost their slip" not in world.browser(Role.AUDITOR, OTHER).get("/audit").text
