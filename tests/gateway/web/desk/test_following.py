"""The next ticket after a reply, and searching by a citizen's own number."""

import re

import pytest

from core.store.persons.tables import PersonAddressRow
from core.store.staff import access_log
from tests.gateway.web.desk.room import PHONE, Room

NEXT = re.compile(r'id="following" href="/desk/([^"?]+)')


def test_after_a_reply_the_next_of_the_list_is_one_press_away(room: Room) -> None:
    first = room.numbers[0]
    room.house.clock.pass_(hours=1)
    second = room.open("second", person="tel:+923001111111")
    room.house.clock.pass_(hours=1)
    third = room.open("third", person="tel:+923001111112")
    client = room.sign_in()

    def following(path: str) -> list[str]:
        return NEXT.findall(client.get(path).get_data(as_text=True))

    assert following(f"/desk/{first}") == [second]
    assert following(f"/desk/{third}?back=order%3Dnewest") == [second]
    assert following(f"/desk/{third}") == []
    answer = room.do(client, first, "propose", words="done", following=second)
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert NEXT.findall(page) == [second], "it has left the list, and the next is still the next"
    assert page.count("Next ticket") == 2, "above, and beside what was done"


def sought(room: Room, who: str, why: str = "they came to the desk", by: str = "officer") -> tuple[int, str]:
    client = room.sign_in(by)
    answer = room.post(client, "/desk/search", who=who, why=why)
    return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.parametrize("who", ["0300-1234567", PHONE, "۰۳۰۰۱۲۳۴۵۶۷", "17301-1234567-1"])
def test_a_citizen_is_found_by_their_number_for_a_reason_that_is_kept(room: Room, who: str) -> None:
    number = room.open("mine", fields={"cnic": "17301-1234567-1"})
    status, page = sought(room, who)
    assert status == 200
    assert number in page
    assert room.numbers[1] not in page, "of another office"
    with room.store.read() as session:
        kept = access_log.latest(session, 1)[0]
    assert (kept.what, kept.reason) == ("person search", "they came to the desk")
    assert kept.thing in {"phone", "cnic"}, "what kind of number, and not the number"


def test_by_any_address_that_is_joined_to_them(room: Room) -> None:
    number = room.open("mine")
    with room.store.write() as session:
        other = {"address": "tel:+923459876543", "person": f"tel:{PHONE}", "proven": "clerk"}
        session.add(PersonAddressRow(**other, since=room.house.clock.now()))
    assert number in sought(room, "0345-9876543")[1]
    assert number not in sought(room, "0345-9876544")[1]


@pytest.mark.parametrize(("who", "why", "told"), [("bijli", "x", "no phone"), (PHONE, " ", "write the reason")])
def test_not_without_a_number_or_a_reason(room: Room, who: str, why: str, told: str) -> None:
    status, page = sought(room, who, why)
    assert (status, told in page) == (400, True)
    with room.store.read() as session:
        assert [one for one in access_log.latest(session) if one.what == "person search"] == []


def test_who_wishes_not_to_be_named_is_not_found_so(room: Room) -> None:
    number = room.open("nameless", anonymous=True)
    assert number not in sought(room, PHONE)[1]


def test_a_number_among_the_words_leads_to_the_form(room: Room) -> None:
    page = room.sign_in().get("/desk/search?q=0300-1234567").get_data(as_text=True)
    assert 'id="by-person" open' in page
