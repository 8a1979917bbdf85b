"""The ticket's page: what is masked stays masked until a reason is given; of whom nobody may know, nothing."""

import re

import pytest

from core.messages import Address, InboundMessage, OutboundMessage
from core.ports import RecognisedWord, Transcript
from core.store.casework import tickets
from core.store.evidence import media, transcripts
from core.store.pipeline import conversations, outbox
from tests.fakes.parts import START
from tests.gateway.web.desk.room import PHONE, Room, picture

PERSON = {
    "complainant_name": "Gulzar Khan",
    "phone": PHONE,
    "email": "gulzar@example.org",
    "cnic": "17301-1234567-1",
    "address": "Katlang road",
    "latitude": "34.3512",
    "longitude": "72.0731",
}
SECRETS = ("Gulzar", PHONE, "gulzar@", "17301", "1234567", "34.3512", "72.0731")


@pytest.fixture
def number(room: Room) -> str:
    return room.open("I am Gulzar Khan, 0300-1234567: no light", fields=PERSON)


def page(room: Room, number: str, who: str = "officer") -> str:
    return room.sign_in(who).get(f"/desk/{number}").get_data(as_text=True)


def test_personal_data_is_masked(room: Room, number: str) -> None:
    shown = page(room, number)
    for secret in SECRETS:
        assert secret not in shown, secret
    assert "no light" in shown
    assert "Katlang road" in shown, "the place of the trouble is not"


def test_unmasking_takes_a_reason_and_leaves_a_trace(room: Room, number: str) -> None:
    client = room.sign_in()
    refused = room.post(client, f"/desk/{number}/reveal", field="phone", reason=" ")
    assert refused.status_code == 400
    shown = room.post(client, f"/desk/{number}/reveal", field="phone", reason="to find the house")
    assert PHONE in shown.get_data(as_text=True)
    assert shown.headers["Cache-Control"] == "no-store"
    again = client.get(f"/desk/{number}").get_data(as_text=True)
    assert PHONE not in again
    assert "to find the house" in again
    with room.store.read() as session:
        last = tickets.events(session, number)[-1]
    assert (last.kind, last.data["field"]) == ("reveal", "phone")


@pytest.mark.parametrize(("field", "secret"), [("description", "0300-1234567"), ("cnic", "17301-1234567-1")])
def test_each_can_be_unmasked(room: Room, number: str, field: str, secret: str) -> None:
    shown = room.post(room.sign_in("head"), f"/desk/{number}/reveal", field=field, reason="needed")
    assert secret in shown.get_data(as_text=True)


def test_what_is_no_personal_field_cannot_be_unmasked(room: Room, number: str) -> None:
    assert room.post(room.sign_in(), f"/desk/{number}/reveal", field="category", reason="x").status_code == 404
    assert room.post(room.sign_in("elsewhere"), f"/desk/{number}/reveal", field="cnic", reason="x").status_code == 404


def test_of_a_citizen_who_wishes_not_to_be_named_there_is_nothing(room: Room) -> None:
    number = room.open("the clerk takes money", fields=PERSON, anonymous=True)
    room.add_file(number, picture(), "image/jpeg", "Gulzar Khan at home.jpg")
    named = room.open("other case")
    shown = re.sub(r"<select.*?</select>", "", page(room, number), flags=re.DOTALL)  # districts are called so, too
    for secret in (*SECRETS, "Katlang road", "Other cases", "Khan"):
        assert secret not in shown, secret
    assert "wishes not to be named" in shown
    assert f"/evidence/{number}/" in shown
    assert number not in page(room, named), "nor is it among the person's cases"
    assert room.post(room.sign_in(), f"/desk/{number}/reveal", field="phone", reason="x").status_code == 403


def test_other_cases_of_the_person_by_number_where_one_may_see_them(room: Room) -> None:
    own, elsewhere = room.numbers
    third = room.open("again no light")
    shown = page(room, third)
    assert own in shown
    assert elsewhere not in shown
    assert "1 more at another office" in shown
    assert elsewhere in page(room, third, who="everywhere")


def test_the_place_is_on_our_own_map(room: Room, number: str) -> None:
    shown = page(room, number)
    assert "Katlang: " in shown
    assert 'class="pin"' in shown
    assert "http" not in shown.replace("http://www.w3.org", ""), "nothing is asked of others"
    assert "Only the district is known: Mardan" in page(room, room.numbers[0])


def test_evidence_plays_in_the_page(room: Room, number: str) -> None:
    for media_type in ("image/jpeg", "audio/ogg; codecs=opus", "video/mp4", "application/pdf"):
        room.add_file(number, media_type.encode(), media_type, media_type.replace("/", "."))
    shown = page(room, number)
    for tag in ("<img src=", "<audio controls", "<video controls", "save=1"):
        assert tag in shown, tag


def test_the_history_stands_there_in_words(room: Room, number: str) -> None:
    client = room.sign_in()
    room.do(client, number, "take")
    room.do(client, number, "note", words="the lineman is <b>ill</b>")
    shown = page(room, number)
    for words in ("Registered: ", "Sent to PESCO", "Taken in hand", "the lineman is &lt;b&gt;ill&lt;/b&gt;", "Officer"):
        assert words in shown, words


def test_two_who_look_at_one_ticket_see_each_other(room: Room) -> None:
    number = room.numbers[0]
    page(room, number, who="second")
    assert '<b dir="auto">Second</b>' in page(room, number)
    client = room.sign_in("second")
    room.post(client, f"/desk/{number}/leave")
    assert '<b dir="auto">Second</b>' not in page(room, number)
    page(room, number, who="second")
    room.house.clock.pass_(seconds=60)
    assert '<b dir="auto">Second</b>' not in page(room, number), "a browser that vanished leaves nobody behind"


def test_outside_ones_scope_there_is_nothing(room: Room) -> None:
    client = room.sign_in("elsewhere")
    number = room.numbers[0]
    for path in (f"/desk/{number}", "/desk/KP-2026-999999-9", f"/desk/live?ticket={number}"):
        assert client.get(path).status_code == 404, path
    assert room.post(client, f"/desk/{number}/do/note", words="x").status_code == 404


def spoken(room: Room, number: str) -> int:
    """A message and a voice note of the citizen's in the ticket's conversation; the sound's id."""
    sound = room.add_file(number, b"OggS" + bytes(60), "audio/ogg", "note")
    with room.store.write() as session:
        row = media.get(session, sound)
        assert row is not None
        said = InboundMessage("whatsapp", "M1", Address(PHONE), text="I am Gulzar Khan, 0300-1234567, come soon")
        conversations.add_message(session, row.envelope_id, 0, f"c {number}", said, START)
        transcripts.begin(session, sound, START)
        transcripts.keep(
            session,
            sound,
            Transcript("pole fell", "en", (RecognisedWord("pole", 0.9), RecognisedWord("fell", 0.2))),
            START,
        )
        answer = OutboundMessage("", "whatsapp", PHONE, "Somebody comes")
        outbox.stage(
            session, answer, cause="agent:1:1:t", person=f"tel:{PHONE}", conversation_id=f"c {number}", now=START
        )
    return sound


def test_the_thread_stands_beside_the_record_masked_with_its_sound(room: Room, number: str) -> None:
    sound = spoken(room, number)
    shown = page(room, number)
    thread = shown[shown.index('<ol class="thread"') :]
    assert f'src="/evidence/{number}/{sound}"' in thread
    assert "come soon" in thread
    assert "Somebody comes" in thread
    assert "WhatsApp" in thread
    assert "<mark" in thread[thread.index("pole") : thread.index("fell")]
    for secret in SECRETS:
        assert secret not in shown, secret
    whole = room.post(room.sign_in("head"), f"/desk/{number}/reveal", field="description", reason="needed")
    assert "I am Gulzar Khan, 0300-1234567, come soon" in whole.get_data(as_text=True)


def test_the_thread_of_who_is_not_to_be_named_is_not_shown(room: Room) -> None:
    number = room.open("the clerk takes money", fields=PERSON, anonymous=True)
    spoken(room, number)
    shown = page(room, number)
    assert "come soon" not in shown
    assert "Gulzar" not in shown
