"""What can be done: offered by the table of transitions, done by plain forms, and never over somebody else's change."""

import io
import re

import pytest

from core.casework.proof import slip_code
from core.offices.staff import STAFF_ROLES, Staff
from core.store.casework import tickets
from core.store.desk import files as desk_files
from core.store.desk import reply_templates
from core.store.desk.reply_templates import ReplyTemplate
from core.store.evidence import media
from core.store.staff import access_log, staff
from core.ticket import TRANSITIONS, Action, Role, TicketState
from gateway.web.desk.actions import ACTIONS
from gateway.web.desk.allowed import BRINGS_THE_CODE, may_in_bulk, possible
from tests.core.casework.given import in_progress
from tests.gateway.web.desk.room import Room, hidden, picture

SHOWN = re.compile(r'id="do-(\w+)"')


def person(role: Role, id: int = 8) -> Staff:
    return Staff(id, "x", "X", role, None, "", "")


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_nothing_is_offered_that_the_table_forbids(role: Role) -> None:
    for state in TicketState:
        ticket = in_progress().with_(state=state, rejection_asked_by="officer:3", check_from=in_progress().created_at)
        for action in possible(ticket, person(role)):
            who = BRINGS_THE_CODE if action.action is Action.SATISFIED else TRANSITIONS[state, action.action].who
            assert role in who, (state, action.name)


def test_all_that_the_desk_may_do_by_the_table_has_its_form() -> None:
    by_hand = {action.action for action in ACTIONS} | {"reveal", "stop_waiting", "remind_citizen"}
    for (state, action), transition in TRANSITIONS.items():
        if transition.who & {Role.OFFICER, Role.SUPERVISOR, Role.DEPARTMENT_HEAD}:
            assert action in by_hand, (state, action)


def test_who_is_complained_about_can_do_nothing() -> None:
    assert possible(in_progress(against_person="8"), person(Role.OFFICER)) == []


def test_in_bulk() -> None:
    assert [action.name for action in may_in_bulk(Role.OFFICER)] == ["forward", "note"]
    assert [action.name for action in may_in_bulk(Role.SUPERVISOR)] == ["assign", "forward", "note"]
    assert [action.name for action in may_in_bulk(Role.AUDITOR)] == ["note"]


def offered(room: Room, number: str, who: str = "officer") -> list[str]:
    return SHOWN.findall(room.sign_in(who).get(f"/desk/{number}").get_data(as_text=True))


def test_the_page_offers_what_one_may_do_now(room: Room) -> None:
    number = room.numbers[0]
    assert offered(room, number)[0] == "take"
    assert "assign" not in offered(room, number)
    assert "assign" in offered(room, number, "head")
    assert offered(room, number, "auditor") == ["note"]
    room.do(room.sign_in(), number, "take")
    assert "take" not in offered(room, number)


def test_from_taking_it_to_a_proposal_with_a_photo(room: Room) -> None:
    number, client = room.numbers[0], room.sign_in()
    assert room.do(client, number, "take").status_code == 302
    assert room.get(number).owner is not None
    room.do(client, number, "reply", words="The lineman comes tomorrow.")
    assert room.told()[-1].endswith("The lineman comes tomorrow.")
    room.do(client, number, "ask", words="Which pole?")
    assert room.get(number).state is TicketState.WAITING
    room.do(client, number, "propose", words="Replaced.", files=(io.BytesIO(picture()), "../new pole.jpg"))
    ticket = room.get(number)
    assert ticket.state is TicketState.PROPOSED
    with room.store.read() as session:
        told_in = tickets.conversation_of(session, number)
        assert told_in is not None
        (file,) = media.of_conversation(session, told_in.id)
        assert desk_files.came_by(session, [file])[file.id] == desk_files.CHANNEL
    assert ticket.resolution is not None
    assert ticket.resolution.evidence == (file.sha256,)
    assert file.filename == "new pole.jpg"
    assert "from the office" in client.get(f"/desk/{number}").get_data(as_text=True)
    assert ("deliver", ticket.person) in room.house.queue.jobs


@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_no_markup_is_taken_as_evidence(room: Room, content: bytes) -> None:
    number, client = room.numbers[0], room.sign_in()
    answer = room.do(client, number, "propose", words="done", files=(io.BytesIO(content), "a.jpg"))
    assert answer.status_code == 400
    assert "We take photos, sound, film and PDF files." in answer.get_data(as_text=True)
    assert room.get(number).state is TicketState.ASSIGNED


def test_what_cannot_be_done_says_why_and_keeps_the_words(room: Room) -> None:
    number, client = room.numbers[0], room.sign_in()
    empty = room.do(client, number, "note", words="  ")
    assert empty.status_code == 400
    assert "Please write something in “Only colleagues read this”." in empty.get_data(as_text=True)
    wrong = room.do(client, number, "forward", words="not <ours>", office="no such place")
    assert "There is no office of this name." in wrong.get_data(as_text=True)
    assert "not &lt;ours&gt;</textarea>" in wrong.get_data(as_text=True)
    assert room.do(client, number, "approve").status_code == 409
    assert room.do(client, number, "nonsense").status_code == 404
    assert room.do(room.sign_in("auditor"), number, "reply", words="x").status_code == 409


def test_an_office_is_found_by_part_of_its_name(room: Room) -> None:
    number, client = room.numbers[0], room.sign_in()
    which = room.do(client, number, "forward", words="not ours", office="pesco division swat mardan pesco")
    assert which.status_code == 400
    several = room.do(client, number, "forward", words="not ours", office="pesco mardan").get_data(as_text=True)
    code = re.search(r'name="office" value="([^"]+)"', several)
    assert code
    assert 'name="words" value="not ours"' in several
    form = {name: hidden(several, name) for name in ("csrf_token", "version", "seen", "words")}
    answer = client.post(f"/desk/{number}/do/forward", data={**form, "office": code[1]})
    assert answer.status_code == 302
    assert room.get(number).forwards == 1


def test_offices_are_suggested(room: Room) -> None:
    client = room.sign_in()
    (first, *_) = client.get("/desk/offices?q=pesco mardan").get_json()
    number = room.numbers[0]
    room.do(client, number, "forward", words="theirs", office=first)
    with room.store.read() as session:
        office = room.house.house.cases.office(session, room.get(number))
    assert office is not None
    assert first == office.name, "no code"
    assert client.get("/desk/offices?q=").get_json() == []


def test_a_rejection_needs_two(room: Room) -> None:
    number = room.numbers[0]
    room.do(room.sign_in("head"), number, "reject", reason="no_complaint", words="a greeting")
    assert "approve" not in offered(room, number, "head"), "not the first one again"
    assert "approve" in offered(room, number, "everywhere")
    page = room.sign_in("everywhere").get(f"/desk/{number}").get_data(as_text=True)
    assert "A rejection was asked for: No complaint" in page
    room.do(room.sign_in("everywhere"), number, "approve")
    assert room.get(number).state is TicketState.REJECTED


def test_merging_into_another(room: Room) -> None:
    number, client = room.numbers[0], room.sign_in()
    other = room.open("the same pole", person="tel:+923007654321")
    assert other in client.get(f"/desk/{number}").get_data(as_text=True), "those alike are offered"
    assert room.do(client, other, "merge", into="KP-1").status_code == 400
    assert room.do(client, other, "merge", into=room.numbers[1]).status_code == 400, "not into one of another office"
    assert room.do(client, other, "merge", into=number).status_code == 302
    assert room.get(other).merged_into == number


def test_who_saw_an_older_version_is_shown_what_changed(room: Room) -> None:
    number, client = room.numbers[0], room.sign_in()
    before = client.get(f"/desk/{number}").get_data(as_text=True)
    form = {name: hidden(before, name) for name in ("csrf_token", "version", "seen")}
    room.do(room.sign_in("head"), number, "note", words="I have called them")
    answer = client.post(f"/desk/{number}/do/reply", data={**form, "words": "We come tomorrow"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "I have called them" in page
    assert "Sent to" not in page, "only what is new"
    assert "We come tomorrow</textarea>" in page
    assert not any("We come tomorrow" in told for told in room.told())
    again = {name: hidden(page, name) for name in ("csrf_token", "version", "seen")}
    assert client.post(f"/desk/{number}/do/reply", data={**again, "words": "We come tomorrow"}).status_code == 302
    assert room.told()[-1].endswith("We come tomorrow")


def test_texts_to_begin_with_are_in_the_citizens_language(room: Room) -> None:
    number = room.open("بجلی نہیں", language="ur")
    page = room.sign_in().get(f"/desk/{number}?template=1_received").get_data(as_text=True)
    assert f"شکایت {number} ہمیں مل گئی ہے" in page.split("w-reply")[-1]
    with room.store.write() as session:
        reply_templates.put(session, ReplyTemplate("1_received", "ur", "نیا", "نیا متن {number}"))
        reply_templates.put(session, ReplyTemplate("2_visit", "ur", "x", "x"), active=False)
    page = room.sign_in().get(f"/desk/{number}").get_data(as_text=True)
    assert f"نیا متن {number}" in page
    assert 'value="2_visit"' not in page


def test_a_supervisor_brings_the_word_of_a_silent_citizen(room: Room) -> None:
    number = room.numbers[0]
    room.do(room.sign_in(), number, "propose", words="done")
    assert not {"satisfied", "unconfirmed"} & set(offered(room, number))
    assert "unconfirmed" not in offered(room, number, "head"), "they still have time to answer"
    head = room.sign_in("head")
    for code in ("", "000000"):
        assert room.do(head, number, "satisfied", words="spoke", code=code).status_code == 400, (
            "their word is not enough"
        )
    assert room.get(number).state is TicketState.PROPOSED
    assert room.post(head, f"/desk/{number}/code").status_code == 302
    [code] = re.findall(r"\b\d{4} \d{4}\b", room.told()[-1].replace(number, ""))
    citizen = room.app.test_client()
    assert citizen.post("/track", data={"number": number, "proof": code}).status_code == 404, "it opens nothing"
    assert room.do(head, number, "satisfied", words="by phone: the light is on", code=code).status_code == 302
    assert room.get(number).state is TicketState.CLOSED
    with room.store.read() as session:
        last = tickets.events(session, number)[-1]
    assert (last.actor, last.data["by_code"].partition(":")[0]) == ("citizen", "supervisor")
    assert "Was this you?" in room.told()[-1]


def test_whoever_printed_a_slip_cannot_bring_its_code(room: Room) -> None:
    number, secret = room.numbers[0], room.house.house.cases.secret
    room.do(room.sign_in(), number, "propose", words="done")
    head = room.sign_in("head")
    with room.store.write() as session:
        found = staff.by_username(session, "head")
        assert found is not None
        access_log.write_down(session, found.id, "slip", "slip 1", room.house.clock.now(), ticket=number)
    assert room.do(head, number, "satisfied", words="spoke", code=slip_code(secret, number)).status_code == 400
    assert room.get(number).state is TicketState.PROPOSED


def test_a_supervisor_gives_it_to_somebody(room: Room) -> None:
    number, client = room.numbers[0], room.sign_in("head")
    page = client.get(f"/desk/{number}").get_data(as_text=True)
    second = re.search(r'<option value="(\d+)">Second<', page)
    assert second
    assert "Elsewhere" not in page
    assert room.do(client, number, "assign", colleague=second[1], words="").status_code == 302
    assert room.get(number).owner == second[1]
    assert room.do(client, number, "assign", colleague="99999").status_code == 400


def test_an_office_that_is_complained_about_loses_it(room: Room) -> None:
    number, client = room.numbers[0], room.sign_in("head")
    before = room.get(number).office_id
    assert room.do(client, number, "against", about="office", words="the citizen names this office").status_code == 302
    ticket = room.get(number)
    assert ticket.against_office == before
    assert ticket.office_id != before


def test_who_is_complained_about_is_out_of_it(room: Room) -> None:
    number = room.numbers[0]
    page = room.sign_in("head").get(f"/desk/{number}").get_data(as_text=True)
    officer = re.search(r'<option value="(\d+)">Officer<', page)
    assert officer
    room.do(room.sign_in("head"), number, "against", about=officer[1], words="named by the citizen")
    assert offered(room, number) == []
