"""The queue's page: one's own tickets, filtered, counted; notices until they are seen; saved searches."""

import re
from datetime import timedelta

import pytest

from core.casework import ask_citizen, escalate
from core.offices.spreadsheet import read_rows
from core.store.engine import Store
from core.store.staff import access_log
from core.ticket import Actor, Role
from tests.gateway.web.desk.room import Room, add_person, make_room

OFFICER = Actor(Role.OFFICER, "77")


def listed(page: str) -> list[str]:
    return re.findall(r'<tr class="[^"]*" data-number="([^"]+)"', page)


def look(room: Room, path: str = "/desk", who: str = "officer") -> str:
    return room.sign_in(who).get(path).get_data(as_text=True)


def test_an_officer_sees_the_tickets_of_their_office(room: Room) -> None:
    own, other = room.numbers
    assert listed(look(room)) == [own]
    assert listed(look(room, who="elsewhere")) == [other]
    assert set(listed(look(room, who="everywhere"))) == {own, other}
    assert listed(look(room, f"/desk?office={room.other}")) == [own], "what one may not see is not there"
    assert listed(look(room, f"/desk?office={room.other}", who="everywhere")) == [other]


def test_orders_days_and_pages(room: Room) -> None:
    first = room.numbers[0]
    room.house.clock.pass_(days=3)
    second = room.open("second", person="tel:+923001111111")
    assert listed(look(room, "/desk?order=newest")) == [second, first]
    assert listed(look(room, "/desk?order=oldest")) == [first, second]
    day = f"{room.house.clock.now():%Y-%m-%d}"
    assert listed(look(room, f"/desk?from={day}")) == [second]
    assert listed(look(room, f"/desk?from=2020-01-01&to={day}")) == [first, second]
    assert listed(look(room, "/desk?to=2020-01-01")) == []
    assert set(listed(look(room, "/desk?from=nonsense&to=9999-12-31"))) == {first, second}
    for n in range(60):
        room.open(f"case {n}", person=f"tel:+9230022222{n:02}")
    page = look(room, "/desk")
    assert 'rel="prev"' not in page
    onward = re.search(r'rel="next" href="([^"]+)"', page)
    assert onward
    later = look(room, f"/desk{onward[1]}")
    back = re.search(r'rel="prev" href="([^"]+)"', later)
    assert back
    assert listed(look(room, f"/desk{back[1]}")) == listed(page)


@pytest.mark.parametrize(
    ("hours", "told"),
    [(0.2, "Late since just now"), (5, "5 hours late"), (1.2, "1 hour late"), (24 * 3 + 1, "3 days late")],
)
def test_late_ones_say_how_late(room: Room, hours: float, told: str) -> None:
    due = room.get(room.numbers[0]).due_at
    assert due is not None
    room.house.clock.time = due + timedelta(hours=hours)
    assert f'<span class="due late">{told}</span>' in look(room)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_as_a_file_is_masked_and_written_down(room: Room, kind: str) -> None:
    fields = {"complainant_name": "Gul Khan"}
    text = "=1+1 I am Gul Khan, my phone is 0300-1234567 \x0c light"
    number = room.open(text, person="tel:+923001234567", fields=fields)
    client = room.sign_in()
    answer = client.get(f"/desk/list/{kind}?category=electricity")
    table = list(read_rows(answer.data))
    assert table[0][0] == "Ticket"
    assert [row[0] for row in table[1:]] == listed(look(room)), "as the page has them"
    [own] = [row for row in table if row[0] == number]
    assert "Gul" not in " ".join(own)
    assert "1234567" not in " ".join(own)
    with room.store.read() as session:
        look_at = access_log.latest(session, 1, what=["list"])[0]
    assert (look_at.what, look_at.thing, look_at.reason) == ("list", str(len(table) - 1), "category=electricity")
    assert client.get("/desk/list/exe").status_code == 404
    heading = next(iter(read_rows(client.get(f"/desk/list/{kind}?language=ur").data)))
    assert heading[0] == "شکایت"
    assert "A file has 5000 cases at most" in look(room)


def test_the_head_of_an_area_sees_what_is_under_them(room: Room) -> None:
    with room.store.read() as session:
        directory = room.house.house.cases.book.directory(session)
    mardan = next(one for one in directory if one.kind == "deputy_commissioner" and one.district == "Mardan")
    add_person(room.store, "dc", Role.SUPERVISOR, mardan.code)
    own = room.numbers[0]
    client = room.sign_in("dc")
    page = client.get("/desk").get_data(as_text=True)
    assert listed(page) == [own]
    assert 'href="?level=1"' in page, "their own level has a view of its own"
    assert listed(client.get("/desk?level=1").get_data(as_text=True)) == []
    now = room.house.clock.now()
    with room.store.write() as session:
        head = Actor(Role.SUPERVISOR, "9")
        room.house.house.cases.do(session, own, lambda t, at, p: escalate(t, head, at, p, why="dark"), now)
    assert listed(client.get("/desk?level=1").get_data(as_text=True)) == [own]


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("show=todo", True),
        ("show=waiting", False),
        ("show=assigned", True),
        ("show=nonsense&category=nonsense&level=99&after=nonsense", True),
        ("category=electricity&district=Mardan", True),
        ("category=gas", False),
        ("owner=nobody", True),
        ("owner=me", False),
        ("urgent=1", False),
        ("overdue=1", False),
        ("show=ended", False),
    ],
)
def test_filters_stand_in_the_address(room: Room, query: str, there: bool) -> None:
    assert (room.numbers[0] in listed(look(room, f"/desk?{query}"))) is there


def test_deadlines_are_said_in_words(room: Room) -> None:
    assert "days left" in look(room)
    room.house.clock.pass_(days=30)
    page = look(room)
    assert "days late" in page
    assert f'class="late" data-number="{room.numbers[0]}"' in page


def test_counts_stand_beside_the_views(room: Room) -> None:
    room.open("wire down", urgent=True)
    asked = room.open("which meter")
    now = room.house.clock.now()
    with room.store.write() as session:
        room.house.house.cases.do(session, asked, lambda t, at, p: ask_citizen(t, "which?", OFFICER, at, p), now)
    page = look(room)
    for name, count in (("To do", 2), ("With the citizen", 1), ("All open", 3), ("Urgent", 1), ("Late", 0)):
        assert f"{name} <b>{count}</b>" in page, name
    assert "To do <b>" not in look(room, "/desk?category=gas"), "beside a filter they would mislead"


def test_for_the_script_only_the_lines(room: Room) -> None:
    part = room.sign_in().get("/desk", headers={"X-Requested-With": "fetch"}).get_data(as_text=True)
    assert listed(part) == [room.numbers[0]]
    assert "<html" not in part


def test_a_page_leads_to_the_next(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.web.desk.queue_view.PAGE", 2)
    for n in range(3):
        room.house.clock.pass_(minutes=n)
        room.open(f"case {n}")
    client = room.sign_in()
    seen: list[str] = []
    path: str | None = "/desk?show=open"
    while path:
        page = client.get(path).get_data(as_text=True)
        seen += listed(page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        path = f"/desk{found[1].replace('&amp;', '&')}" if found else None
    assert seen == [room.numbers[0], *room.numbers[2:]]


def test_notices_are_shown_until_they_are_seen(room: Room) -> None:
    client = room.sign_in()
    assert "1 notice" in client.get("/desk").get_data(as_text=True)
    assert "1 notice" in look(room, who="auditor")
    room.sign_in("auditor").get(f"/desk/{room.numbers[0]}")
    assert "1 notice" in client.get("/desk").get_data(as_text=True), "an auditor's look is not the office's"
    client.get(f"/desk/{room.numbers[0]}")
    assert "1 notice" not in client.get("/desk").get_data(as_text=True)
    room.open("two")
    room.open("three")
    page = client.get("/desk").get_data(as_text=True)
    assert "2 notices" in page
    up_to = re.search(r'name="up_to" value="(\d+)"', page)
    assert up_to
    room.post(client, "/desk/notices", up_to=up_to[1])
    assert "2 notices" not in client.get("/desk").get_data(as_text=True)


def test_a_rejection_stands_above_the_queue_until_it_is_decided(room: Room) -> None:
    number, head, second = room.numbers[0], room.sign_in("head"), "A rejection waits for a second person"
    room.do(room.sign_in(), number, "reject", reason="no_complaint", words="a greeting")
    head.get(f"/desk/{number}")
    room.post(head, "/desk/notices", up_to="999999")
    assert second in head.get("/desk").get_data(as_text=True), "looking is not enough"
    room.do(head, number, "refuse", words="it is one")
    head.get(f"/desk/{number}")
    assert second not in head.get("/desk").get_data(as_text=True)


def test_a_search_is_kept_for_oneself(room: Room) -> None:
    client = room.sign_in()
    room.post(client, "/desk/searches", name=" Late  in Mardan ", district="Mardan", overdue="1")
    page = client.get("/desk").get_data(as_text=True)
    assert '<a href="/desk?district=Mardan&amp;overdue=1" dir="auto">Late in Mardan</a>' in page
    assert "Late in Mardan" not in look(room, who="second")
    assert room.post(client, "/desk/searches", name="  ").status_code == 400
    found = re.search(r"/desk/searches/(\d+)/forget", page)
    assert found
    room.post(room.sign_in("second"), f"/desk/searches/{found[1]}/forget")
    assert "Late in Mardan" in client.get("/desk").get_data(as_text=True), "others cannot delete it"
    room.post(client, f"/desk/searches/{found[1]}/forget")
    assert "Late in Mardan" not in client.get("/desk").get_data(as_text=True)


def test_no_words_of_a_citizen_are_taken_for_markup_and_no_number_is_shown(room: Room) -> None:
    room.open("<script>alert(1)</script> call 0300-1234567, I am Gul Khan", fields={"complainant_name": "Gul Khan"})
    page = look(room)
    assert "<script>alert" not in page
    assert "0300" not in page
    assert "Gul Khan" not in page


def test_searching(room: Room) -> None:
    own, other = room.numbers
    client = room.sign_in()

    def found(query: str) -> list[str]:
        return listed(client.get("/desk/search", query_string={"q": query}).get_data(as_text=True))

    assert found("bijli Mardan") == [own]
    assert found("lights") == [own]
    assert found("gutter") == []
    answer = client.get("/desk/search", query_string={"q": own})
    assert answer.location == f"/desk/{own}"
    page = client.get("/desk/search", query_string={"q": other}).get_data(as_text=True)
    assert "There is no ticket of yours with this number" in page
    assert "stand in every complaint" in client.get("/desk/search?q=the").get_data(as_text=True)
    assert listed(client.get("/desk/search?q=light&open=1").get_data(as_text=True)) == [own]


def test_search_goes_on_to_older_ones(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.web.desk.search_view.PAGE", 2)
    numbers = [room.open("gutter") for _ in range(5)]
    client = room.sign_in()
    seen: list[str] = []
    path: str | None = "/desk/search?q=gutter"
    while path:
        page = client.get(path).get_data(as_text=True)
        seen += listed(page)
        assert ('rel="prev" href="/desk/search?q=gutter"' in page) is ("before=" in path), "to the beginning again"
        link = re.search(r'rel="next" href="([^"]+)"', page)
        path = link[1].replace("&amp;", "&") if link else None
    assert seen == numbers[::-1]


def test_the_desk_works_on_each_database(store: Store) -> None:
    room = make_room(store)
    client, number = room.sign_in(), room.numbers[0]
    assert listed(client.get("/desk?show=open&district=Mardan").get_data(as_text=True)) == [number]
    assert listed(client.get("/desk/search?q=bijli").get_data(as_text=True)) == [number]
    assert room.do(client, number, "take").status_code == 302
    assert room.do(client, number, "propose", words="done").status_code == 302
    assert "event: present" in client.get(f"/desk/live?ticket={number}").get_data(as_text=True)
    assert room.sign_in("head").get("/desk/flags").status_code == 200
    assert listed(room.sign_in("everywhere").get("/desk?show=proposed").get_data(as_text=True)) == [number]


def test_one_that_went_up_stays_late_whatever_time_the_next_level_has(room: Room) -> None:
    number = room.numbers[0]
    due = room.get(number).due_at
    assert due is not None
    room.house.clock.time = due + timedelta(hours=1)
    with room.store.write() as session:
        room.house.house.cases.catch_up(session, number, room.house.clock.now())
    risen = room.get(number)
    assert risen.level > 0
    assert risen.due_at is not None
    room.house.clock.time = due + timedelta(days=2, hours=3)
    assert risen.due_at > room.house.clock.now(), "the next level has time"
    told = re.search(r'<span class="due (\w+)">([^<]+)</span>', look(room, "/desk?overdue=1"))
    assert told
    assert told[1] == "late"
    assert re.fullmatch(r"2 days late; at this level: \d+ days? left", told[2]), told[2]
    assert "2 days late; at this level" in look(room, f"/desk/{number}")
