"""Dashboards: everybody sees their own, the numbers are those of the tickets, and files hold the same."""

import csv
import html
import io
import re

import pypdfium2
import pytest
from flask.testing import FlaskClient

from core.casework import citizen_satisfied, propose_resolution, start
from core.dashboards.sum_nodes import Nodes
from core.services.cases import Command
from core.store.dashboards import recount as sums_recount
from core.store.engine import Store
from core.ticket import CITIZEN, Actor, Role
from tests.gateway.web.desk.room import Room, add_person, make_room

OFFICER = Actor(Role.OFFICER, "77")
DC, OTHER_DC = "kp.mardan.mardan.deputy_commissioner", "kp.malakand.swat.deputy_commissioner"


@pytest.fixture
def room(store: Store) -> Room:
    made = make_room(store)
    add_person(store, "dc", Role.SUPERVISOR, DC)
    return made


COLUMNS = {
    "Received": "came",
    "Open": "open",
    "Satisfied": "satisfied",
    "Satisfied, of received": "satisfied_share",
    "Cases": "count",
    "Officer": "name",
    "Office": "name",
}
"""What the headings of the files are called here."""


def do(room: Room, number: str, *commands: Command) -> None:
    house = room.house.house
    for command in commands:
        room.house.clock.pass_(hours=5)
        with house.store.write() as session:
            house.cases.do(session, number, command, house.clock.now())


def rows(client: FlaskClient, table: str, **asked: str) -> list[dict[str, str]]:
    answer = client.get("/dashboards/table.csv", query_string={"table": table, **asked})
    assert answer.status_code == 200, answer.status
    assert answer.headers["Content-Disposition"].endswith(f'-{table}.csv"')
    read = csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff")))
    return [{COLUMNS.get(name, name): value for name, value in row.items()} for row in read]


@pytest.mark.parametrize(
    ("who", "asked", "status"),
    [
        ("everywhere", {}, 200),
        ("everywhere", {"area": "Punjab"}, 200),
        ("everywhere", {"area": "Nowhere"}, 404),
        ("dc", {}, 200),
        ("dc", {"area": "Khyber Pakhtunkhwa/Malakand/Swat"}, 404),
        ("dc", {"office": OTHER_DC}, 404),
        ("dc", {"department": "power"}, 404),
        ("dc", {"area": "Khyber Pakhtunkhwa/Mardan/Mardan", "department": "power"}, 200),
        ("officer", {}, 200),
        ("officer", {"office": DC}, 404),
        ("elsewhere", {"office": "the officer's"}, 404),
    ],
)
def test_everybody_sees_what_is_under_their_office(room: Room, who: str, asked: dict[str, str], status: int) -> None:
    given = {name: room.code if value == "the officer's" else value for name, value in asked.items()}
    client = room.sign_in(who)
    for page in ("", "/offices", "/one-page", "/closings", "/late", "/report.pdf", "/table.csv?table=ages"):
        path, _, query = page.partition("?")
        more = dict([query.split("=")]) if query else {}
        if status == 404 or path != "/report.pdf":
            assert client.get(f"/dashboards{path}", query_string=given | more).status_code == status, page


def test_numbers_are_those_of_the_tickets_at_once(room: Room) -> None:
    head = room.sign_in("everywhere")
    assert rows(head, "categories")[0] | {"came": "2", "open": "2", "satisfied": "0"} == rows(head, "categories")[0]
    do(
        room,
        room.numbers[0],
        lambda t, at, p: start(t, OFFICER, at, p),
        lambda t, at, p: propose_resolution(t, "done", OFFICER, at, p),
        lambda t, at, p: citizen_satisfied(t, CITIZEN, at, p),
    )
    head = room.sign_in("everywhere")  # hours have passed
    found = rows(head, "categories")[0]
    assert (found["came"], found["open"], found["satisfied"], found["satisfied_share"]) == ("2", "1", "1", "0.5")
    assert [row["count"] for row in rows(head, "steps")] == ["2", "1", "1", "1", "0"]
    assert {row["name"]: row["came"] for row in rows(head, "officers", office=room.code)} == {"Officer 77": "1"}
    assert rows(head, "departments")[0]["came"] == "2"
    own = {row["name"]: row["came"] for row in rows(room.sign_in("dc"), "offices") if row["came"] != "0"}
    assert list(own.values()) == ["1"]


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_same_as_pdf(room: Room, language: str) -> None:
    client = room.sign_in("dc")
    answer = client.get("/dashboards/one-page/report.pdf", query_string={"language": language})
    assert answer.mimetype == "application/pdf"
    pages = pypdfium2.PdfDocument(answer.data)
    assert len(pages) == 1
    text = "".join(page.get_textpage().get_text_bounded() for page in pages)
    assert "WhatsApp" not in text
    assert len(re.findall(r"\b\d\d/\d\d\b", text)) == 7, "the weeks below the chart"
    assert "1" in text
    assert ("Mardan District" if language == "en" else "مردان") in text.replace("\r\n", " ")


def test_nothing_inline_that_the_policy_refuses_and_a_table_beside_each_chart(room: Room) -> None:
    page = room.sign_in("everywhere").get("/dashboards").get_data(as_text=True)
    assert not re.search(r'<script(?! src="/static/)|<style|\sstyle=|\son\w+=', page)
    sections = page.split("<section")
    charts = [one for one in sections if 'class="pygal-chart"' in one]
    assert len(charts) == 2
    assert all("<table>" in one for one in charts)


@pytest.mark.parametrize(("language", "heading"), [("en", "Received"), ("ur", "موصول")])
def test_headings_of_files_are_in_the_readers_language(room: Room, language: str, heading: str) -> None:
    client = room.sign_in("everywhere")
    given = {"table": "categories", "language": language}
    first = client.get("/dashboards/table.csv", query_string=given).get_data(as_text=True).partition("\r\n")[0]
    assert heading in first
    assert "_" not in first


@pytest.mark.parametrize("language", ["ur", "ps"])
def test_no_file_has_a_heading_in_another_language(room: Room, language: str) -> None:
    client, seen = room.sign_in("everywhere"), set()
    for path in ("", "/offices", "/one-page", "/closings", "/late"):
        page = client.get(f"/dashboards{path}?language={language}").get_data(as_text=True)
        for href in set(re.findall(r'href="([^"]*table\.csv[^"]*)"', page)):
            file = client.get(html.unescape(href)).get_data(as_text=True).lstrip("\ufeff")
            seen.add(href)
            assert not re.search("[A-Za-z_]", file.partition("\r\n")[0]), href
    assert len(seen) > 12


def test_a_period_counts_what_happened_in_it_and_keeps_what_is_open(room: Room) -> None:
    room.house.clock.pass_(days=7 * 20)
    room.open("a new one", person="tel:+923001111111")
    client = room.sign_in("everywhere")

    def first(**asked: str) -> tuple[str, str]:
        row = rows(client, "departments", **asked)[0]
        return row["came"], row["open"]

    assert first() == ("3", "3")
    assert first(weeks="4") == ("1", "3")
    assert first(weeks="26") == ("3", "3")
    assert first(weeks="nonsense") == ("3", "3")
    for path in ("", "/offices", "/one-page", "/closings", "/late"):
        page = client.get(f"/dashboards{path}?weeks=13").get_data(as_text=True)
        assert 'aria-current="page">13 weeks' in page, path
        assert "are counted since" in page, path
    assert "weeks=13" in client.get("/dashboards?weeks=13").get_data(as_text=True).split('class="tables"')[1]


@pytest.mark.parametrize("folded", [False, True])
def test_a_period_holds_for_categories_channels_officers_and_offices_compared(room: Room, folded: bool) -> None:
    room.house.clock.pass_(days=7 * 20)
    room.open("a pipe", person="tel:+923001111111", category="water_supply", district="Swat")
    if folded:
        with room.store.read() as session:
            nodes = Nodes(room.house.house.cases.book.directory(session))
        assert sums_recount.fold(room.store, nodes, room.house.clock.now()) > 0
    client = room.sign_in("everywhere")
    for table in ("categories", "channels"):
        within = rows(client, table, weeks="4")
        assert [int(row["came"]) for row in within if row["came"] != "0"] == [1], table
        assert sum(int(row["open"]) for row in within) == 3, "what is open is so now"
        assert sum(int(row["came"]) for row in rows(client, table)) == 3, table


def test_late_offices_of_every_kind_are_ranked(room: Room) -> None:
    client = room.sign_in("everywhere")
    assert "Nothing yet." in client.get("/dashboards/late").get_data(as_text=True)
    room.open("a pipe", person="tel:+923001111111", category="water_supply", district="Swat")
    room.house.clock.pass_(days=40)
    room.open("still in time", person="tel:+923001111112")
    client = room.sign_in("everywhere")
    answer = client.get("/dashboards/late/table.csv").get_data(as_text=True).lstrip("\ufeff")
    ranked = list(csv.DictReader(io.StringIO(answer)))
    assert [row["Place"] for row in ranked] == ["1", "2", "3"]
    assert [row["Overdue, of open"] for row in ranked] == ["1.0", "1.0", "0.5"]
    assert len({row["What kind"] for row in ranked}) == 2
    own = client.get(f"/dashboards/late?office={room.code}").get_data(as_text=True)
    assert own.count("<tr>") == 2
    assert room.sign_in("elsewhere").get(f"/dashboards/late?office={room.code}").status_code == 404


def test_a_report_that_has_no_such_table(room: Room) -> None:
    client = room.sign_in("everywhere")
    assert client.get("/dashboards/table.csv?table=secrets").status_code == 404
    assert client.get("/dashboards/table.csv").status_code == 404
    assert client.get("/dashboards/offices/table.csv").status_code == 200


LINKED = re.compile(r'<a href="(/desk\?[^"]*)">(?:<strong>)?([0-9,]+)<')
LINES = re.compile(r'href="/desk/(KP-[0-9-]+)')


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ("everywhere", {}),
        ("everywhere", {"department": "power"}),
        ("everywhere", {"area": "Khyber Pakhtunkhwa/Mardan", "department": "power"}),
        ("dc", {}),
        ("officer", {}),
    ],
)
def test_each_number_of_open_tickets_leads_to_so_many(room: Room, who: str, asked: dict[str, str]) -> None:
    room.house.clock.pass_(days=100)
    with room.house.house.store.write() as session:
        for number in room.numbers:
            room.house.house.cases.catch_up(session, number, room.house.clock.now())
    client = room.sign_in(who)
    page = client.get("/dashboards", query_string=asked).get_data(as_text=True)
    links = {(html.unescape(href), int(number.replace(",", ""))) for href, number in LINKED.findall(page)}
    wanted = {"overdue=1", "age=91-", "level=", "category=", "channel=", "due="}
    assert {one for one in wanted if any(one in href for href, _ in links)} == wanted
    for href, count in links:
        lines = client.get(href, headers={"X-Requested-With": "fetch"})  # without the notices above them
        found = set(LINES.findall(lines.get_data(as_text=True)))
        assert len(found) == count, href


@pytest.mark.parametrize(("language", "kind"), [("en", "Electricity Sub-Division"), ("ps", "د برېښنا سب ډوېژن")])
def test_kinds_of_offices_are_told_in_the_pages_language(room: Room, language: str, kind: str) -> None:
    page = room.sign_in("everywhere").get(f"/dashboards/offices?language={language}").get_data(as_text=True)
    assert f": {kind} (" in page
