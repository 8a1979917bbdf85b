"""Who is complained about sees nothing of it on any page, and whose case it is not sees no person without a reason."""

import io
import zipfile

from sqlalchemy import select, update

from core.complaint import Complaint, Field, Source
from core.conversation import OPEN, Conversation
from core.helpline import Kind, Why
from core.store.casework import personal, tickets
from core.store.casework.tables import FlagRow, OfficeNoticeRow, TicketRow
from core.store.helpline import tasks
from core.store.mailroom import letters
from core.store.pipeline import conversations
from core.store.pipeline.tables import EnvelopeRow, MessageRow
from core.store.staff import access_log, admin_log, staff
from core.store.staff.tables import StaffRow
from core.ticket import Action, Role
from tests.gateway.web.desk.room import PHONE
from tests.gateway.web.staff.case_in_an_office import NAME, OTHER, OWN, WHOLE, WORDS, World


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
