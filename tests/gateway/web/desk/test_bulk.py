"""Several tickets at once: each by itself, each with its result."""

from tests.gateway.web.desk.room import Room


def chosen(room: Room, *numbers: str) -> list[str]:
    return [f"{number}:{room.get(number).version}" for number in numbers]


def test_each_has_its_result(room: Room) -> None:
    own, other = room.numbers
    late, closed = room.open("two"), room.open("three")
    client = room.sign_in()
    tickets = [*chosen(room, own, other, late), "KP-2026-999999-9:1"]
    room.do(room.sign_in("head"), late, "note", words="first")
    asked = room.post(client, "/desk/bulk", do="note", ticket=tickets).get_data(as_text=True)
    assert "4 tickets:" in asked
    done = room.post(client, "/desk/bulk", do="note", ticket=tickets, words="lineman sent", go="1")
    page = done.get_data(as_text=True)
    assert "1 ticket was done." in page
    assert "3 could not be done." in page
    assert page.count("There is no such ticket of yours.") == 2
    assert page.count("Somebody changed it since you looked.") == 1
    assert "lineman sent" in client.get(f"/desk/{own}").get_data(as_text=True)
    assert room.get(closed).version == 1


def test_what_the_state_forbids_is_said(room: Room) -> None:
    own, client = room.numbers[0], room.sign_in()
    room.do(client, own, "propose", words="done")
    page = room.post(
        client, "/desk/bulk", do="forward", ticket=chosen(room, own), office=room.other, words="x", go="1"
    ).get_data(as_text=True)
    assert "This cannot be done: it is “Said to be solved”." in page


def test_forwarding_several_to_one_office(room: Room) -> None:
    numbers = [room.numbers[0], room.open("two")]
    client = room.sign_in()
    form = {"do": "forward", "ticket": chosen(room, *numbers), "words": "theirs", "go": "1"}
    assert "Which office?" in room.post(client, "/desk/bulk", **form, office="pesco swat").get_data(as_text=True)
    assert room.post(client, "/desk/bulk", **form, office="nowhere at all").status_code == 400
    assert "2 tickets were done." in room.post(client, "/desk/bulk", **form, office=room.other).get_data(as_text=True)
    assert [room.get(number).forwards for number in numbers] == [1, 1]


def test_only_what_may_be_done_in_bulk(room: Room) -> None:
    client = room.sign_in()
    for form in ({"do": "take", "ticket": chosen(room, room.numbers[0])}, {"do": "note"}, {}):
        assert room.post(client, "/desk/bulk", **form).status_code == 302
    assert room.get(room.numbers[0]).owner is None


def test_a_supervisor_gives_several_to_one(room: Room) -> None:
    numbers = [room.numbers[0], room.open("two")]
    client = room.sign_in("head")
    page = room.post(client, "/desk/bulk", do="assign", ticket=chosen(room, *numbers)).get_data(as_text=True)
    officer = page.split('">Officer<')[0].rsplit('"', 1)[-1]
    room.post(client, "/desk/bulk", do="assign", ticket=chosen(room, *numbers), colleague=officer, words="", go="1")
    assert {room.get(number).owner for number in numbers} == {officer}
